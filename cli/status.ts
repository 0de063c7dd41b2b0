import { inheritedEnvironment, readEnv } from '@/platform/env';
import { isHeld, readRunning } from './data-dir';
import { say } from './terminal';

/** Says what runs on this DATA_DIR; exit code 0 when it runs, 3 when it does not (as service managers expect). */
export async function status(): Promise<number> {
  const { DATA_DIR } = readEnv(inheritedEnvironment());
  const running = isHeld(DATA_DIR) ? readRunning(DATA_DIR) : undefined;
  if (!running) {
    say(`Nothing runs on ${DATA_DIR}.`);
    return 3;
  }
  say(`The portal runs on ${DATA_DIR}: process ${running.pid}, ${running.address}`);
  for (const { name, pid } of running.children) say(`  ${name.padEnd(8)} process ${pid}`);
  return 0;
}
