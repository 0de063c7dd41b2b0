import { migrate } from '@/db/migrate';
import { firstAdministratorLink } from '@/domain/accounts/commands';
import { isKeyOfMembers } from '@/domain/accounts/queries';
import { closeServices, systemContext } from '@/domain/context';
import { env } from '@/platform/env';
import { seed } from './seed';
import { refuseOtherStores } from './stores';
import { Refusal } from './terminal';

export type Prepared = { type: 'prepared'; link: string | null };

/**
 * Brings the database up to date and prints nothing: what the supervisor needs to tell goes through the channel.
 * A process of its own, so that the supervisor never loads the domain and stays small.
 */
export async function prepare(): Promise<number> {
  await migrate(env().DATABASE_URL);
  const link = await seedAndLink();
  await new Promise<void>((resolve) => {
    const message: Prepared = { type: 'prepared', link };
    if (process.send) process.send(message, () => resolve());
    else resolve();
  });
  process.disconnect?.();
  return 0;
}

/** Leaves no connection open whatever comes of it: an idle one would keep this process running for half a minute. */
async function seedAndLink(): Promise<string | null> {
  try {
    await refuseOtherKey();
    await seed(systemContext('seed'), { administrator: env().PORTAL_ADMIN });
    await refuseOtherStores(systemContext('prepare'));
    // A new link ends the one before it, and a worker prints none.
    return env().PORTAL_ROLE === 'worker' ? null : await firstAdministratorLink(systemContext('first-link'));
  } finally {
    await closeServices();
  }
}

async function refuseOtherKey(): Promise<void> {
  if (await isKeyOfMembers(systemContext('prepare'))) return;
  throw new Refusal(
    'This database was filled under another PORTAL_KEY. Start with that one (unset, DATA_DIR/portal.key is used); nothing has been changed.',
  );
}
