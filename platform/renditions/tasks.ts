import { z } from 'zod';
import type { Task } from '../sandbox/child';
import { overviewOf, picturesOf } from './overview';
import { KINDS, UnreadableDocument } from './types';

const overviewParams = z.object({ kind: z.enum(KINDS) });
const pagesParams = overviewParams.extend({ numbers: z.array(z.number().int().min(1)).max(20) });

/** What the child process does to one document. A document that cannot be shown is an answer, not a fault. */
export const RENDITION_TASKS = {
  'rendition.overview': (file, params) =>
    orReason(async () => {
      const { kind } = overviewParams.parse(params);
      const { html, text, ...told } = await overviewOf(kind, file);
      const files = [Buffer.from(text, 'utf8'), ...(html === null ? [] : [Buffer.from(html, 'utf8')])];
      return { answer: told, files };
    }),
  'rendition.pages': (file, params) =>
    orReason(async () => {
      const { kind, numbers } = pagesParams.parse(params);
      const pictures = await picturesOf(kind, file, numbers);
      return {
        answer: { pages: pictures.map((picture) => picture && { ...picture, bytes: undefined }) },
        files: pictures.flatMap((picture) => (picture ? [picture.bytes] : [])),
      };
    }),
} as const satisfies Record<string, Task>;

async function orReason(work: () => ReturnType<Task>): Promise<Awaited<ReturnType<Task>>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnreadableDocument) return { answer: { unreadable: error.reason } };
    throw error;
  }
}
