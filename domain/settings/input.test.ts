import { expect, test } from 'vitest';
import { inboxInput } from './input';

test('an inbox is an address that mail can go to, written in one way', () => {
  const inbox = { purpose: 'editorial', privacyLevel: 'link', callId: null } as const;
  expect(inboxInput.parse({ ...inbox, address: ' Redaktion@CaucasusWatch.de ' }).address).toBe(
    'Redaktion@caucasuswatch.de',
  );
  for (const address of [
    'redaktion',
    'redaktion@caucasuswatch',
    'a@example.org, b@example.org',
    'Redaktion <a@example.org>',
  ]) {
    expect(inboxInput.safeParse({ ...inbox, address }).success).toBe(false);
  }
});
