import type { Row, Who } from './cells';

/** What the tries are about: one application, and what belongs to it. */
export type Scene = {
  number: string;
  otherNumber: string;
  document: string;
  mail: string;
  call: string;
  member: string;
  reviewer: string;
};
export type Try = {
  row: Row;
  /** the address, where a route has parts to fill in */
  at?: (scene: Scene) => string;
  send?: (scene: Scene) => Record<string, string>;
  /** the code of the answer, where whoever is served is turned down for what was sent, or came second */
  says?: string | Partial<Record<Who, string>>;
  /** takes something away that the other rows need: tried at the end, in this order */
  last?: number;
};

export const CALL = 'regional-specialists';
