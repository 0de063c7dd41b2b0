import { inheritedEnvironment, readEnv } from '@/platform/env';
import { allRunning } from './data-dir';
import { say } from './terminal';

/** Says what runs on this DATA_DIR; exit code 0 when it runs, 3 when it does not (as service managers expect). */
export async function status(): Promise<number> {
  const { DATA_DIR } = readEnv(inheritedEnvironment());
  const running = allRunning(DATA_DIR);
  if (running.length === 0) {
    say(`Nothing runs on ${DATA_DIR}.`);
    return 3;
  }
  for (const { pid, address, children } of running) {
    say(`The portal runs on ${DATA_DIR}: process ${pid}, ${address}`);
    for (const child of children) say(`  ${child.name.padEnd(8)} process ${child.pid}`);
  }
  return 0;
}
