import type { DocumentKind } from '@/domain/documents/rules';
import { openRenderer } from '@/platform/renditions';
import { SandboxError } from '@/platform/sandbox';

/** The pages that are painted of each document: the first, and those that reading on would ask for next. */
const PAGES_PAINTED = 4;

export type Rendered = {
  /** what a reader gets, or why nothing */
  made: string;
  words: number;
  /** of all tasks together; each has a process time and wall of its own */
  ms: number;
  networkAttempts: number;
  fault: string | null;
};

/** Makes of a file that has been taken what an editor reads: its text, and the images of its first pages. */
export async function renderCase(file: Buffer, kind: DocumentKind): Promise<Rendered> {
  const started = performance.now();
  const renderer = openRenderer(kind, file, 'awaited');
  const done = (made: string, words: number, fault: string | null): Rendered => ({
    made,
    words,
    fault,
    ms: Math.round(performance.now() - started),
    networkAttempts: renderer.networkAttempts(),
  });
  try {
    const overview = await renderer.overview();
    if (typeof overview === 'string')
      return done(`nothing: ${overview}`, 0, `taken, and then nothing could be made of it: ${overview}`);
    const { sheets, words, html, notes } = overview;
    const numbers = sheets.slice(0, PAGES_PAINTED).map((_, place) => place + 1);
    const painted = numbers.length > 0 ? await renderer.pages(numbers) : [];
    if (typeof painted === 'string') return done(`text; pages: ${painted}`, words, 'its pages broke their process');
    const blank = painted.filter((page) => page === null).length;
    const pages = sheets.length > 0 ? [`${sheets.length} ${sheets.length === 1 ? 'page' : 'pages'}`] : [];
    const lost = blank > 0 ? [`${blank} of the first ${painted.length} not painted`] : [];
    const text = html === null ? ['no text'] : ['text'];
    const remarks = notes.filter((note) => note === 'cut' || note === 'scan');
    return done([...pages, ...lost, ...text, ...remarks].join(', '), words, null);
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    return done(`nothing: ${error.fault}`, 0, `its process ended: ${error.fault}`);
  } finally {
    await renderer.close();
  }
}
