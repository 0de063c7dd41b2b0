import { migrate } from '@/db/migrate';
import { firstAdministratorLink } from '@/domain/accounts/commands';
import { closeServices, systemContext } from '@/domain/context';
import { env } from '@/platform/env';
import { seed } from './seed';

export type Prepared = { type: 'prepared'; link: string | null };

/**
 * Brings the database up to date and prints nothing: what the supervisor needs to tell goes through the channel.
 * A process of its own, so that the supervisor never loads the domain and stays small.
 */
export async function prepare(): Promise<number> {
  await migrate(env().DATABASE_URL);
  await seed(systemContext('seed'), { administrator: env().PORTAL_ADMIN });
  const link = await firstAdministratorLink(systemContext('first-link'));
  await closeServices();
  await new Promise<void>((resolve) => {
    const message: Prepared = { type: 'prepared', link };
    if (process.send) process.send(message, () => resolve());
    else resolve();
  });
  process.disconnect?.();
  return 0;
}
