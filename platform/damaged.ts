import { type LogFields, log } from './log';
import { VaultError } from './vault';

/** What `open` gives; null where it is damaged, which the log says with these fields: a list goes on with the others. */
export function unlessDamaged<Opened>(fields: LogFields, open: () => Opened): Opened | null {
  try {
    return open();
  } catch (error) {
    return asDamaged(fields)(error);
  }
}

/** The same for what a promise opens: its `catch`. */
export function asDamaged(fields: LogFields): (error: unknown) => null {
  return (error) => {
    if (!(error instanceof VaultError)) throw error;
    log.error(fields, error);
    return null;
  };
}
