import type { Task } from '../sandbox/child';
import { kindIn } from '../sandbox/params';
import { overviewOf, picturesOf } from './overview';
import { KINDS, UnreadableDocument } from './types';

const MOST_AT_ONCE = 20;

/** What the child process does to one document. A document that cannot be shown is an answer, not a fault. */
export const RENDITION_TASKS = {
  'rendition.overview': (file, params) =>
    orReason(async () => {
      const { html, text, ...told } = await overviewOf(kindIn(params, KINDS), file);
      const files = [Buffer.from(text, 'utf8'), ...(html === null ? [] : [Buffer.from(html, 'utf8')])];
      return { answer: told, files };
    }),
  'rendition.pages': (file, params) =>
    orReason(async () => {
      const pictures = await picturesOf(kindIn(params, KINDS), file, numbersIn(params));
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

function numbersIn(params: unknown): number[] {
  const numbers: unknown = params instanceof Object && 'numbers' in params ? params.numbers : null;
  const isList = Array.isArray(numbers) && numbers.length <= MOST_AT_ONCE;
  if (!isList || !numbers.every((number) => Number.isInteger(number) && number >= 1))
    throw new TypeError('pages are asked for by their numbers');
  return numbers;
}
