import { join } from 'node:path';

/** What `npm test` tells the journeys about the portal it has started for them. */
export const surroundings = {
  url: (process.env.E2E_URL ?? 'http://localhost:3000').replace(/\/$/, ''),
  dataDir: process.env.E2E_DATA_DIR ?? './data',
  /** The first administrator, given to the portal as PORTAL_ADMIN. */
  administrator: process.env.E2E_ADMIN ?? 'administrator@example.org',
};

export const mailFolder = join(surroundings.dataDir, 'mail');

/** The cookies of the administrator, signed in once for all journeys: the portal sends one member few sign-in mails. */
export const administratorSession = join('test-results', 'administrator.json');

/** What a portal started by a journey inherits: nothing that the person who runs the tests has set for her own. */
export const inherited = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => /^(PATH|HOME|LANG|TMPDIR|USER|npm_config_.*)$/.test(name)),
);
