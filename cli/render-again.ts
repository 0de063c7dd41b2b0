import { closeServices, systemContext } from '@/domain/context';
import { renderAgain } from '@/domain/documents/commands';
import { AppError } from '@/domain/errors';
import { Refusal, say } from './terminal';

/** Asks for pages and texts anew: of one application's files, or of all whose reading broke its process. */
export async function askAgain([which]: string[]): Promise<number> {
  if (!which) throw new Refusal('Whose? npm run portal -- render APP-7F3K, or -- render failed');
  try {
    const ctx = systemContext('render');
    const count = await renderAgain(ctx, /^(--)?failed$/.test(which) ? 'failed' : { number: which.toUpperCase() });
    say(count === 1 ? 'One file is read anew.' : `${count} files are read anew.`);
    if (count > 0) say('The worker does it one file after another; who opens one on the desk gets it before its turn.');
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'not_found')
      throw new Refusal('No application that has been sent has this number.', { cause });
    throw cause;
  } finally {
    await closeServices();
  }
  return 0;
}
