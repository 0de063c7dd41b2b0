import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { DeskApplication } from '@/domain/applications/queries';
import type { PendingDecision } from '@/domain/reviews/queries';
import { Decide } from './decide';
import type { OpenApplication } from './open-application';
import { WaitingPane } from './outbox-mail';
import { times } from './times';
import { FIRST_VIEW } from './view';

const at = new Date('2026-01-05T12:00:00Z');
const when = times('en', 'UTC', at);
const decision = { id: '1', kind: 'invite', state: 'pending', at, by: 'Nino', locale: 'en', subject: 'Welcome' };

function footOf(text: string | null, unreadable: DeskApplication['unreadable'] = null): string {
  const application = { number: 'APP-7F3K', version: 1, mayDecide: true, unreadable };
  const view = { ...FIRST_VIEW, shown: {} };
  const open = { application, decision: { ...decision, text }, deciding: null, view, times: when, locale: 'en' };
  return renderToStaticMarkup(<Decide {...(open as unknown as OpenApplication)} />);
}

function paneOf(text: string | null): string {
  const waiting = { ...decision, text, number: 'APP-7F3K', version: 1, name: 'Ana', outboxId: null };
  return renderToStaticMarkup(
    <WaitingPane decision={waiting as unknown as PendingDecision} aid={null} asText={false} times={when} locale="en" />,
  );
}

describe('an answer that waits and can no longer be read', () => {
  it('cannot be sent, and says why and what to do, on the application’s page and in the outbox', () => {
    for (const page of [footOf(null), paneOf(null)]) {
      expect(page).not.toContain('Send now');
      expect(page).toContain('cannot be sent. Write it anew under “Change”, or take it back.');
    }
    for (const page of [footOf('You are invited.'), paneOf('You are invited.')]) {
      expect(page).toContain('Send now');
      expect(page).not.toContain('damaged');
    }
  });

  it('sends nobody to a button that is not there where the key itself is damaged', () => {
    expect(footOf(null, 'everything')).toContain('A backup of the key brings it back');
    expect(footOf(null, 'everything')).not.toContain('Change');
  });
});
