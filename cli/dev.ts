import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { watchSources } from './bundle';
import type { Child } from './child';
import { start } from './start';
import { say } from './terminal';

/** The portal with reloading: Next rebuilds pages, this the worker and the applicants' script and style sheet. */
export async function dev(): Promise<number> {
  return start({ isDev: true, whileRunning: renewOnChange });
}

async function renewOnChange(root: string, children: readonly Child[]): Promise<{ stop(): Promise<void> }> {
  const contentOf = ({ name }: Child) => readFileSync(join(root, 'build', `${name}.js`), 'utf8');
  const current = new Map(children.map((child) => [child, contentOf(child)]));
  return watchSources(root, () => {
    for (const child of children) {
      const content = contentOf(child);
      if (current.get(child) === content) continue;
      current.set(child, content);
      say(`The ${child.name} process changed and is started again.`);
      void child.renew();
    }
  });
}
