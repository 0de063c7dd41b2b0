import type { Env } from '@/platform/env';
import { portalKeys } from '@/platform/vault';

type Given = { settings: Env; databaseUrl: string; portalKey: Uint8Array; inherited: NodeJS.ProcessEnv };

/** The environment of the processes: what the operator set, with the embedded defaults filled in. */
export function environmentFor({ settings, databaseUrl, portalKey, inherited }: Given): NodeJS.ProcessEnv {
  return {
    ...inherited,
    NODE_ENV: settings.PORTAL_DEV ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: databaseUrl,
    PORTAL_KEY: Buffer.from(portalKey).toString('base64url'),
    // What a server action takes along through the browser is sealed with it, on whichever host it was made.
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.from(portalKeys(portalKey).actions.bytes).toString('base64'),
    PORTAL_URL: settings.PORTAL_URL,
    // next-auth reads its own name for the same thing, and only from the environment.
    NEXTAUTH_URL: settings.PORTAL_URL,
    PORTAL_DEV: settings.PORTAL_DEV ? 'true' : '',
    DATA_DIR: settings.DATA_DIR,
    STORAGE_URL: settings.STORAGE_URL,
    KEYS_URL: settings.KEYS_URL,
    HOST: settings.HOST,
    PORT: String(settings.PORT),
  };
}
