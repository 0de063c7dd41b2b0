import type { ReactNode } from 'react';
import type { Discussion } from '@/domain/discussion/queries';
import { type Locale, translator } from '@/locales';
import { KeptWords } from './kept-words.client';
import type { OpenApplication } from './open-application';

export type DiscussionProps = Pick<OpenApplication, 'application' | 'view' | 'times' | 'locale'> & {
  discussion: Discussion;
};

/** What a long list keeps behind one line; nothing where there is nothing. */
export function Earlier({ summary, open, children }: { summary: string; open?: boolean; children: ReactNode }) {
  if (!children) return null;
  return (
    <details className="say__more" open={open}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}

/** A form is emptied by what its own member has sent, never by what a colleague sends meanwhile. */
export function lastOwn(all: readonly { id: string; mine: boolean }[]): string {
  return all.findLast((one) => one.mine)?.id ?? '';
}

export function Kept({ of, until, locale }: { of: string; until: string; locale: Locale }) {
  const t = translator(locale, 'answering');
  return <KeptWords of={of} until={until} words={{ back: t('wordsBack'), drop: t('wordsDrop') }} />;
}
