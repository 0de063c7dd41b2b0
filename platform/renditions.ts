import { z } from 'zod';
import { type Kind, NOTES, PICTURE_TYPES, type Picture, UNREADABLE_REASONS } from './renditions/types';
import { openSandbox, SandboxError, type SandboxFile, type Urgency } from './sandbox';

export { KINDS, type Kind, NOTES, type Note, type Picture, type Sheet } from './renditions/types';
export type { Urgency } from './sandbox';

/** Why a document cannot be shown; `failed`: reading it broke its process or took too much time or memory. */
export const UNSHOWABLE = [...UNREADABLE_REASONS, 'failed'] as const;
export type Unshowable = (typeof UNSHOWABLE)[number];

const MAX_SHEETS = 2000;
const side = z.number().int().min(1).max(20_000);
const sheet = z.object({ width: side, height: side });
const code = z.string().regex(/^[A-Za-z]{2,4}$/);

const unreadable = z.object({ unreadable: z.enum(UNREADABLE_REASONS) });
const overviewAnswer = z.object({
  sheets: z.array(sheet).max(MAX_SHEETS),
  pages: z.number().int().min(1).max(99_999).nullable(),
  words: z.number().int().min(0),
  languages: z.array(code).max(20),
  scripts: z.array(code).max(20),
  notes: z.array(z.enum(NOTES)).max(10),
});
const pagesAnswer = z.object({
  pages: z.array(sheet.extend({ mediaType: z.enum(PICTURE_TYPES) }).nullable()).max(20),
});

/** What a document holds, but for the images of its pages; `html` null where it has no text. */
export type DocumentOverview = z.infer<typeof overviewAnswer> & { text: Buffer; html: Buffer | null };

/** A document in a process of its own, to be closed. Answers say why where there is nothing to show. */
export type Renderer = {
  overview(): Promise<DocumentOverview | Unshowable>;
  /** The images of the named pages (from 1), null for each that cannot be painted. */
  pages(numbers: readonly number[]): Promise<(Picture | null)[] | Unshowable>;
  /** How often its processes have reached for the network so far; every time in vain. */
  networkAttempts(): number;
  close(): Promise<void>;
};

/** Starts a child process for one file, without network and with limits (see `platform/sandbox`). */
export function openRenderer(kind: Kind, file: SandboxFile, urgency: Urgency = 'background'): Renderer {
  const sandbox = openSandbox(file, { urgency });
  let attempts = 0;
  return {
    overview: () =>
      orFailed(async () => {
        const { answer, files, networkAttempts } = await sandbox.run({
          task: 'rendition.overview',
          params: { kind },
          answer: z.union([unreadable, overviewAnswer]),
        });
        attempts = Math.max(attempts, networkAttempts);
        if ('unreadable' in answer) return answer.unreadable;
        const [text = Buffer.alloc(0), html = null] = files;
        return { ...answer, text, html };
      }),
    pages: (numbers) =>
      orFailed(async () => {
        const { answer, files, networkAttempts } = await sandbox.run({
          task: 'rendition.pages',
          params: { kind, numbers },
          answer: z.union([unreadable, pagesAnswer]),
        });
        attempts = Math.max(attempts, networkAttempts);
        if ('unreadable' in answer) return answer.unreadable;
        const left = [...files];
        return answer.pages.map((page) => {
          const bytes = page && left.shift();
          return page && bytes ? { ...page, bytes } : null;
        });
      }),
    networkAttempts: () => attempts,
    close: sandbox.close,
  };
}

async function orFailed<Answer>(work: () => Promise<Answer>): Promise<Answer | 'failed'> {
  try {
    return await work();
  } catch (error) {
    // A busy machine says nothing about the file: the job is done again.
    if (error instanceof SandboxError && error.fault !== 'starved') return 'failed';
    throw error;
  }
}
