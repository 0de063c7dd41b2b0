import { bundleSandbox } from './bundle';

/** The processes that read strangers' files, as they are in the tree now. */
export async function setup(): Promise<void> {
  await bundleSandbox(process.cwd());
}
