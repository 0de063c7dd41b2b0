import { closeServices, systemContext } from '@/domain/context';
import { isAppError } from '@/domain/errors';
import { countKeys, forgetLost, type KeyCount } from '@/domain/retention/commands';
import { VaultError } from '@/platform/vault';
import { Refusal, say } from './terminal';

/** Says how many applications and questions stand in the database without their key; with `forget`, erases what is left of them. */
export async function keys([word]: string[]): Promise<number> {
  if (word !== undefined && word !== 'forget') throw new Refusal('npm run portal -- keys, or -- keys forget');
  try {
    await (word === 'forget' ? forget() : count());
  } catch (cause) {
    if (cause instanceof VaultError && cause.code === 'wrong_key')
      throw new Refusal('The keys were sealed with another PORTAL_KEY than this one.', { cause });
    throw cause;
  } finally {
    await closeServices();
  }
  return 0;
}

async function count(): Promise<void> {
  const { applications, questions } = await countKeys(systemContext('keys'));
  say(`Without a key: ${lostOf(applications)} applications (drafts too), ${lostOf(questions)} questions.`);
  if (applications.lost + questions.lost === 0) return;
  say(
    'They were erased after the backup that this database comes from, or KEYS_URL is not where their keys lie. No page shows them.',
    'Once you are sure of KEYS_URL: npm run portal -- keys forget erases what is left of them (docs/operate.md).',
  );
}

async function forget(): Promise<void> {
  try {
    const forgotten = await forgetLost(systemContext('keys'));
    say(`Erased what was left of ${forgotten}.`);
  } catch (cause) {
    if (!isAppError(cause, 'conflict')) throw cause;
    throw new Refusal('More than half have no key: KEYS_URL is more likely the wrong folder. Nothing was touched.', {
      cause,
    });
  }
}

function lostOf({ all, lost }: KeyCount): string {
  return `${lost} of ${all}`;
}
