import { start } from './start';
import { say } from './terminal';

/** The portal with reloading: Next rebuilds pages, esbuild the worker and the applicants' script. */
export async function dev(): Promise<number> {
  say('Starting for development …');
  return start({ isDev: true });
}
