import { EnvironmentError } from '@/platform/env';
import { describeFault } from '@/platform/log';
import { PostgresError } from '@/platform/postgres';
import { COMMANDS, help } from './commands';
import { outliveReader, Refusal } from './terminal';

/** Runs one command and returns its exit code. */
export async function main([word = 'help', ...words]: string[]): Promise<number> {
  outliveReader();
  const name = ['--help', '-h'].includes(word) ? 'help' : word;
  const command = COMMANDS[name];
  if (!command) {
    process.stderr.write(`There is no command "${name}".\n\n${help()}\n`);
    return 2;
  }
  try {
    return await command.run(words);
  } catch (error) {
    process.stderr.write(`${sentenceFor(error)}\n`);
    return 1;
  }
}

function sentenceFor(error: unknown): string {
  if (error instanceof Refusal || error instanceof EnvironmentError || error instanceof PostgresError)
    return error.message;
  const { kind, code, message, stack } = describeFault(error);
  return `${kind}${code ? ` ${code}` : ''}: ${message}\n${stack ?? ''}`;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
