import { signInLinkFor } from '@/domain/accounts/commands';
import { closeServices, systemContext } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { Refusal, say } from './terminal';

/** Prints a one-time sign-in link: whoever may use this machine's command line may let a member in. */
export async function link([address]: string[]): Promise<number> {
  if (!address) throw new Refusal('Whose link? npm run portal -- link editor@example.org');
  try {
    say(await signInLinkFor(systemContext('link'), address));
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'not_found')
      throw new Refusal('No member has this address.', { cause });
    throw cause;
  } finally {
    await closeServices();
  }
  return 0;
}
