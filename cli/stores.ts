import type { Ctx } from '@/domain/context';
import { claimStores } from '@/domain/settings/commands';
import { env } from '@/platform/env';
import { Refusal } from './terminal';

/** Before anything is stored: throws a Refusal where a store is another portal's, or its disk is not there. */
export async function refuseOtherStores(ctx: Ctx): Promise<void> {
  const found = await claimStores(ctx);
  if (!found) return;
  const [name, folder] =
    found.store === 'keys' ? (['KEYS_URL', env().KEYS_URL] as const) : (['STORAGE_URL', env().STORAGE_URL] as const);
  throw new Refusal(
    found.trouble === 'of_another'
      ? `${name} (${folder}) holds the files of another portal, and each would remove what the other keeps. Give each its own; nothing there has been changed.`
      : `${name} (${folder}) is empty, but the database knows what was stored there: its disk may not be mounted, or it is another folder. If it is lost for good and the portal shall go on without, say so: mkdir -p '${folder}' && echo ${found.portalId} > '${folder}/portal'`,
  );
}
