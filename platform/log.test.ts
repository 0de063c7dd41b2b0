import { describe, expect, test } from 'vitest';
import { createLogger, describeFault, errorId } from './log';

function linesOf(write: (logger: ReturnType<typeof createLogger>) => void): unknown[] {
  const lines: string[] = [];
  write(createLogger('info', { write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line));
}

describe('log', () => {
  test('writes one JSON object a line with level, time and event, and nothing about the machine', () => {
    const [line] = linesOf((logger) => logger.info({ event: 'mail.sent', id: 'm1' }));
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      event: 'mail.sent',
      id: 'm1',
    });
  });

  test('leaves out what is below its level', () => {
    expect(linesOf((logger) => logger.debug({ event: 'quiet' }))).toEqual([]);
  });

  test('withholds fields that could name a person', () => {
    const [line] = linesOf((logger) =>
      logger.info({ event: 'x', email: 'nino@example.org', name: 'Nino', ip: '192.0.2.1' }),
    );
    expect(line).toMatchObject({ email: '[withheld]', name: '[withheld]', ip: '[withheld]' });
  });
});

describe('a fault in the log', () => {
  test('keeps kind, code and place, not the quoted address', () => {
    const fault = describeFault(
      Object.assign(new TypeError('550 no such user <nino@example.org>\nsecond line'), { code: 'EENVELOPE' }),
    );
    expect(fault).toMatchObject({ kind: 'TypeError', code: 'EENVELOPE', message: '550 no such user <[address]>' });
    expect(fault.stack).toContain('log.test.ts');
    expect(JSON.stringify(fault)).not.toContain('nino');
  });

  test('keeps no password of a URL', () => {
    expect(describeFault(new Error('cannot reach postgres://portal:secret@db/x')).message).toBe(
      'cannot reach postgres://db/x',
    );
  });

  test('has an id short enough to read out', () => {
    expect(errorId()).toMatch(/^[0-9a-f]{12}$/);
    expect(errorId()).not.toBe(errorId());
  });
});
