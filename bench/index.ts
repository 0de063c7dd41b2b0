import { runErrand } from './errands';
import { measureMail } from './mail';
import { measureMemory } from './memory';
import { measurePages } from './pages';
import { groupText, writeRecord } from './record';
import { measureStarts } from './starts';
import type { Table } from './table';
import { measureUploads } from './uploads';

/** In the order of a whole run. */
const GROUPS: Record<string, () => Promise<Table[]>> = {
  start: measureStarts,
  pages: measurePages,
  uploads: measureUploads,
  mail: measureMail,
  memory: measureMemory,
};

async function main(words: string[]): Promise<number> {
  const wanted = words.filter((word) => !word.startsWith('--'));
  const unknown = wanted.find((word) => !(word in GROUPS));
  if (unknown !== undefined) {
    say(`There is no measurement "${unknown}". There are: ${Object.keys(GROUPS).join(', ')}.`);
    return 2;
  }
  for (const [name, measure] of Object.entries(GROUPS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
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
