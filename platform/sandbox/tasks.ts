import { examine } from '../examination/examine';
import { RENDITION_TASKS } from '../renditions/tasks';
import type { Task } from './child';

/** Every task a child process may be asked for; each takes its file from the child and knows nothing of the portal. */
export const TASKS = { examine, ...RENDITION_TASKS } as const satisfies Record<string, Task>;

export type TaskName = keyof typeof TASKS;
