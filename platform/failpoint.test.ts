import { afterEach, describe, expect, it } from 'vitest';
import { configureFailpoints, FailpointError, failpoint } from './failpoint';

describe('failpoint', () => {
  afterEach(() => configureFailpoints(undefined));

  it('does nothing where nothing was asked for', async () => {
    await expect(failpoint('storage.written')).resolves.toBeUndefined();
  });

  it('throws at the named place only', async () => {
    configureFailpoints('storage.written=throw, mail.sent=delay:0');
    await expect(failpoint('storage.written')).rejects.toThrow(FailpointError);
    await expect(failpoint('storage.synced')).resolves.toBeUndefined();
    await expect(failpoint('mail.sent')).resolves.toBeUndefined();
  });

  it('forgets all with an empty spec', async () => {
    configureFailpoints('storage.written=throw');
    configureFailpoints('');
    await expect(failpoint('storage.written')).resolves.toBeUndefined();
  });

  it.each(['storage.written', 'storage.written=explode', '=kill', 'a=delay', 'a=delay:', 'a=throw;b=throw'])(
    'refuses %j rather than test nothing',
    (spec) => {
      expect(() => configureFailpoints(spec)).toThrow('failpoint not understood');
    },
  );
});
