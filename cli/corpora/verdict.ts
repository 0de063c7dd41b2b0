import { say } from '../terminal';

/** What became of one thing that was sent; `fault` says why that is wrong. */
export type Verdict = { group: string; name: string; outcome: string; fault: string | null };

/** Counts per group and outcome, a line each, and below them every fault. */
export function tellVerdicts(verdicts: readonly Verdict[]): void {
  const rows = [...Map.groupBy(verdicts, ({ group, outcome }) => `${group}\t${outcome}`)].map(([key, those]) => [
    ...key.split('\t'),
    String(those.length),
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  say('');
  for (const [group = '', outcome = '', count = ''] of rows.toSorted((a, b) => a.join().localeCompare(b.join()))) {
    say(`  ${group.padEnd(widths[0] ?? 0)}  ${outcome.padEnd(widths[1] ?? 0)}  ${count.padStart(5)}`);
  }
  const faults = verdicts.filter(({ fault }) => fault !== null);
  if (faults.length > 0) say('', ...faults.map(({ group, name, fault }) => `✗ ${group}/${name}: ${fault}`));
}

/** Works through the items, several at a time, and keeps their order. */
export async function severalAtOnce<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
