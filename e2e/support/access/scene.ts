import type { Row, Who } from './cells';

/** What the tries are about: two applications of one call, a question about it, and what belongs to them. */
export type Scene = {
  number: string;
  /** what the application stands at before each row, so that nobody is turned down for an old page */
  version: string;
  otherNumber: string;
  /** of the other application, for which an answer waits */
  otherVersion: string;
  email: string;
  document: string;
  /** to the applicant, and it has failed */
  mail: string;
  /** the same, to the other applicant */
  otherMail: string;
  call: string;
  question: string;
  questionVersion: string;
  /** an editor whom no row is tried as */
  member: string;
  reviewer: string;
  /** the editor's own, in which the reviewer is named */
  comment: string;
  task: string;
  tag: string;
  /** the reviewer's own */
  view: string;
  /** of sign-ins that were asked for, and of a proof that the browser is in the same hands */
  signInCode: string;
  signInToken: string;
  proofCode: string;
};
export type Try = {
  row: Row;
  /** the address, where a route has parts to fill in */
  at?: (scene: Scene) => string;
  send?: (scene: Scene) => Record<string, string>;
  /** the code of the answer, where whoever is served is turned down for what was sent */
  says?: string;
  /** the only one for whom what was sent does something: all others are told what the row says; tries last */
  worksFor?: Who;
  /** the code of the answer to all who are served after the first: there is nothing left to do */
  afterwards?: string;
  /** whoever is served changes something by it; who is not never does */
  alters?: true;
  /** what only those find in the answer who are served in another row */
  shows?: { what: (scene: Scene) => string; to: Row };
  /** takes something away that the other rows need: tried at the end, in this order */
  last?: number;
};

export const CALL = 'regional-specialists';
