import type { ReactNode } from 'react';
import { settleFailed, tryAgain } from '@/app/desk/outbox/actions';
import type { Outbox, OutboxEntry } from '@/domain/messages/queries';
import { isNeutral, reasonOf, type TemplateName } from '@/domain/messages/rules';
import type { PendingDecision } from '@/domain/reviews/queries';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, Submit } from './action-form.client';
import { Link } from './link';
import { WaitingAnswers } from './outbox-waiting';
import { Own } from './own';
import { unreadable } from './said';
import type { Times } from './times';

export type OutboxFacts = {
  outbox: Outbox;
  pending: readonly PendingDecision[];
  /** mails become files: no server is set */
  toFiles: boolean;
  /** the mail or the application's number that is open beside the list */
  open: string | null;
  times: Times;
  locale: Locale;
};

/** What waits, what went wrong, what left: what needs somebody comes first. */
export function OutboxList({ facts }: { facts: OutboxFacts }) {
  const { outbox, pending, locale } = facts;
  const t = translator(locale, 'desk.outbox');
  const waiting = outbox.failed.length + pending.length + outbox.waiting.length;
  return (
    <section className="queue" aria-labelledby="view">
      <header className="topline">
        <h1 className="pane-title" id="view">
          {t('title')} <small>{waiting}</small>
        </h1>
      </header>
      <div className="subline">
        <span>{facts.toFiles ? t('toFiles') : t('says')}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="scroll" tabIndex={0} aria-label={t('list')}>
        <Group title={t('needsYou')} count={outbox.failed.length} turn>
          {outbox.failed.map((mail) => (
            <Failed key={mail.id} mail={mail} facts={facts} />
          ))}
        </Group>
        <Group title={t('held')} count={pending.length} always>
          <WaitingAnswers pending={pending} open={facts.open} times={facts.times} locale={locale} />
        </Group>
        <Group title={t('waiting')} count={outbox.waiting.length}>
          <Mails mails={outbox.waiting} facts={facts} />
        </Group>
        <Group title={t('left')} count={outbox.left.length}>
          <Mails mails={outbox.left} facts={facts} />
        </Group>
        {waiting + outbox.left.length === 0 ? <p className="queue__say">{t('empty')}</p> : null}
      </section>
    </section>
  );
}

function Group({
  title,
  count,
  turn = false,
  always = false,
  children,
}: {
  title: string;
  count: number;
  turn?: boolean;
  /** its form has something to say even when the last one has gone */
  always?: boolean;
  children: ReactNode;
}) {
  if (count === 0 && !always) return null;
  // The children keep their place: a form that moves would forget what it has to say.
  return (
    <>
      {count > 0 ? (
        <h2 className={turn ? 'group group--turn' : 'group'}>
          <span>{title}</span>
          <span className="num">{count}</span>
        </h2>
      ) : null}
      {children}
    </>
  );
}

function Failed({ mail, facts: { times, locale } }: { mail: OutboxEntry; facts: OutboxFacts }) {
  const t = translator(locale, 'desk.outbox');
  return (
    <article className="task">
      <h3 className="mark" data-m="bad">
        {t('notDelivered')}
      </h3>
      <p className="entry__name">{nameOf(mail, locale)}</p>
      <p>
        {t(`troubles.${reasonOf(mail.trouble, mail.lastReply)}`)}{' '}
        <span className="quiet num">{[mail.lastReply, times.short(mail.createdAt)].filter(Boolean).join(', ')}</span>
      </p>
      {mail.to.kind === 'applicant' ? <p>{t('onPage')}</p> : null}
      {mail.to.kind === 'asker' ? <p>{t('onQuestion')}</p> : null}
      {mail.canRetry ? null : <p>{mail.damaged ? unreadable(locale) : t('wiped')}</p>}
      <div className="acts">
        {mail.canRetry ? <Deed action={tryAgain} mail={mail.id} label={t('tryAgain')} /> : null}
        <Link className="btn btn--small" href={`/desk/outbox?mail=${mail.id}`}>
          {t('read')}
        </Link>
        {mail.number ? (
          <Link className="btn btn--small" href={`/desk/applications/${mail.number}?view=all`}>
            {t('openApplication')}
          </Link>
        ) : null}
        {mail.question ? (
          <Link className="btn btn--small" href={`/desk/questions?question=${mail.question.id}`}>
            {t('openQuestion')}
          </Link>
        ) : null}
        <Deed action={settleFailed} mail={mail.id} label={t('settled')} />
      </div>
    </article>
  );
}

function Deed({ action, mail, label }: { action: typeof tryAgain; mail: string; label: string }) {
  return (
    <ActionForm action={action}>
      <FormSays />
      <input type="hidden" name="mail" value={mail} />
      <Submit>{label}</Submit>
    </ActionForm>
  );
}

function Mails({ mails, facts: { open, times, locale } }: { mails: readonly OutboxEntry[]; facts: OutboxFacts }) {
  const t = translator(locale, 'desk.outbox');
  return (
    <ol>
      {mails.map((mail) => (
        <li key={mail.id}>
          <Link
            className="mailrow"
            href={`/desk/outbox?mail=${mail.id}`}
            aria-current={open === mail.id ? 'true' : undefined}
          >
            <span className="entry__name">{nameOf(mail, locale)}</span>
            <span>{whenText(mail, locale, times)}</span>
            {mail.subject ? <Own>{mail.subject}</Own> : <span>{noSubject(mail, locale)}</span>}
            <span>
              {t(`templates.${templateKey(mail)}`)}, {mail.locale}
            </span>
          </Link>
        </li>
      ))}
    </ol>
  );
}

/** What stands in the place of a subject that is not shown. */
export function noSubject(mail: Pick<OutboxEntry, 'damaged'>, locale: Locale): string {
  return mail.damaged ? unreadable(locale) : translator(locale, 'desk.outbox')('secret');
}

/** When it left, or when it will try. */
export function whenText(
  mail: Pick<OutboxEntry, 'state' | 'leftAt' | 'nextAttemptAt'>,
  locale: Locale,
  times: Times,
): string {
  if (mail.leftAt) return times.short(mail.leftAt);
  const t = translator(locale, 'desk.outbox');
  if (mail.nextAttemptAt) return t('nextTry', { moment: times.short(mail.nextAttemptAt) });
  return mail.state === 'waiting' ? t('now') : '';
}

type KeyOf<Name extends string> = Name extends `${infer Kind}.quiet` ? `${Kind}-quiet` : Name;

/** Keys of catalogues hold no dots. */
export function templateKey(mail: Pick<OutboxEntry, 'template'>): KeyOf<TemplateName> {
  return mail.template.replace('.', '-') as KeyOf<TemplateName>;
}

/** What the mail is about, by number; else to whom it goes. */
function nameOf(mail: OutboxEntry, locale: Locale): string {
  return mail.number ?? mail.question?.number ?? recipientText(mail, locale);
}

/** Somebody in quiet mode is not to be known by their address on the desk either, nor who began a draft or lost a code. */
export function recipientText(
  mail: Pick<OutboxEntry, 'template' | 'to' | 'withheld' | 'damaged'>,
  locale: Locale,
): string {
  if (mail.withheld) return translator(locale, 'reviewing.blind')('withheld');
  const isQuiet = isNeutral(mail.template) || mail.template === 'new-code';
  const t = translator(locale, 'desk.outbox');
  if (isQuiet) return t('withheld');
  return mail.damaged ? t('secret') : mail.to.address;
}
