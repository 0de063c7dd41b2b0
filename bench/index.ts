import { measureDesk } from './desk';
import { runErrand } from './errands';
import { measureMail } from './mail';
import { measureMemory } from './memory';
import { measurePages } from './pages';
import { measurePhone } from './phone';
import { groupText, writeRecord } from './record';
import { measureRenditions } from './renditions';
import { measureStarts } from './starts';
import type { Table } from './table';
import { measureUploads } from './uploads';
import { measureCutUploads } from './uploads-cut';

/** In the order of a whole run. */
const GROUPS: Record<string, () => Promise<Table[]>> = {
  start: measureStarts,
  pages: measurePages,
  phone: measurePhone,
  uploads: measureUploads,
  mail: measureMail,
  memory: measureMemory,
  renditions: measureRenditions,
};

/** Too long for a whole run: only when named. */
const BY_HAND: Record<string, () => Promise<Table[]>> = {
  cuts: measureCutUploads,
  desk: measureDesk,
};

async function main(words: string[]): Promise<number> {
  const wanted = words.filter((word) => !word.startsWith('--'));
  const every = { ...GROUPS, ...BY_HAND };
  const unknown = wanted.find((word) => !(word in every));
  if (unknown !== undefined) {
    say(`There is no measurement "${unknown}". There are: ${Object.keys(every).join(', ')}.`);
    return 2;
  }
  for (const [name, measure] of Object.entries(every)) {
    if (wanted.length > 0 ? !wanted.includes(name) : name in BY_HAND) continue;
    const tables = await measure();
    say('', groupText(tables));
    if (words.includes('--write')) writeRecord(name, tables);
  }
  return 0;
}

function say(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

const given = process.argv.slice(2);
if (!(await runErrand(given))) process.exitCode = await main(given);
