import { runInside } from './inside';
import { say } from './terminal';

type Command = { words?: string; does: string; isHidden?: boolean; run(words: string[]): Promise<number> };

/** What `npm run portal -- <command>` can do. Each is loaded when it is called. */
export const COMMANDS: Record<string, Command> = {
  help: { does: 'lists the commands', run: tellHelp },
  start: { does: 'runs the portal (npm start)', run: async () => (await import('./start')).start({ isDev: false }) },
  dev: {
    does: 'runs it for development, with reloading (npm run dev)',
    run: async () => (await import('./dev')).dev(),
  },
  status: { does: 'says what runs where', run: async () => (await import('./status')).status() },
  link: {
    words: '<address>',
    does: 'prints a one-time sign-in link for a member',
    run: (words) => runInside(['link', ...words], async () => (await import('./link')).link(words)),
  },
  'call:copy': {
    words: '<slug> <new-slug>',
    does: 'makes a new call, not public yet, from one there is',
    run: (words) => runInside(['call:copy', ...words], async () => (await import('./copy-call')).copyCall(words)),
  },
  render: {
    words: '<number>|failed',
    does: 'makes pages and texts of files anew: of one application, or all that broke',
    run: (words) => runInside(['render', ...words], async () => (await import('./render-again')).askAgain(words)),
  },
  keys: {
    words: '[forget]',
    does: 'counts what has no key, or erases what is left of it (after a restore)',
    run: (words) => runInside(['keys', ...words], async () => (await import('./keys')).keys(words)),
  },
  demo: {
    does: 'fills an empty portal with invented applications (npm run demo)',
    run: async (words) => (await import('./demo')).demo(words),
  },
  'demo:fill': {
    does: 'fills, for the demo, where the environment is complete',
    isHidden: true,
    run: async (words) => (await import('./demo')).fill(words),
  },
  migrate: {
    does: 'brings the database up to date',
    run: (words) => runInside(['migrate', ...words], async () => (await import('./prepare')).prepare()),
  },
  prepare: {
    does: 'migrates and seeds for the supervisor',
    isHidden: true,
    run: async () => (await import('./prepare')).prepare(),
  },
  check: { does: 'types, lint and boundaries (npm run check)', run: async () => (await import('./test')).check() },
  test: { does: 'all tests (npm test)', run: async () => (await import('./test')).test() },
  'test:corpora': {
    words: '<folder> [checks]',
    does: 'sends real documents through',
    run: async (words) => (await import('./corpora')).corpora(words),
  },
  bench: { does: 'measures (npm run bench)', run: async (words) => (await import('./bench')).bench(words) },
};

async function tellHelp(): Promise<number> {
  say(help());
  return 0;
}

export function help(): string {
  const lines = Object.entries(COMMANDS)
    .filter(([, { isHidden }]) => !isHidden)
    .map(([name, { words = '', does }]) => `  ${`${name} ${words}`.padEnd(24)} ${does}`);
  return ['npm run portal -- <command>', '', ...lines].join('\n');
}
