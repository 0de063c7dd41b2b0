import Link from 'next/link';
import { settleWaiting } from '@/app/desk/outbox/actions';
import type { MailPreview } from '@/domain/messages/queries';
import type { PendingDecision } from '@/domain/reviews/queries';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, Submit } from './action-form.client';
import { recipientText, templateKey, whenText } from './outbox-list';
import { Own } from './own';
import type { Times } from './times';
import { languageName } from './words';

type Shown = { times: Times; locale: Locale };

/** A mail that left or leaves by itself: to be read, not changed. */
export function MailPane({ mail, times, locale }: Shown & { mail: MailPreview }) {
  const t = translator(locale, 'desk.outbox');
  return (
    <section className="mail" aria-label={t('mail')}>
      <header className="topline">
        <BackToList label={t('toList')} />
        <h2 className="pane-title">{mail.number ?? t(`templates.${templateKey(mail)}`)}</h2>
        {mail.number ? <OpenApplication number={mail.number} label={t('openApplication')} /> : null}
      </header>
      <dl className="mail__head">
        <dt>{t('to')}</dt>
        <dd>
          <bdi>{recipientText(mail, locale)}</bdi>
          <span className="quiet">{t(`recipients.${mail.to.kind}`)}</span>
        </dd>
        <dt>{t('state')}</dt>
        <dd>
          <span>{t(`states.${mail.state}`)}</span>
          <span className="quiet">{stateDetails(mail, locale, times)}</span>
        </dd>
        <dt>{t('subject')}</dt>
        <dd>
          {mail.subject ? <Own className="serif">{mail.subject}</Own> : <span className="quiet">{t('secret')}</span>}
        </dd>
      </dl>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="mail__body mail__body--one" tabIndex={0} aria-label={t('text')}>
        <div className="mail__text mail__text--read" lang={mail.locale}>
          {mail.text ?? t('secretText')}
        </div>
      </section>
    </section>
  );
}

/** An answer that waits for somebody to let it go. */
export function WaitingPane({ decision, times, locale }: Shown & { decision: PendingDecision }) {
  const t = translator(locale, 'desk.outbox');
  return (
    <section className="mail" aria-label={t('mail')}>
      <header className="topline">
        <BackToList label={t('toList')} />
        <Own as="h2" className="pane-title">
          {decision.name}
        </Own>
        <OpenApplication number={decision.number} label={t('openNumber', { number: decision.number })} />
      </header>
      <dl className="mail__head">
        <dt>{t('decision')}</dt>
        <dd>
          <span>{translator(locale, 'desk.decide.kinds')(decision.kind)}</span>
          <span className="quiet">{decision.hasMail ? t('withMail') : t('withoutMail')}</span>
        </dd>
        <dt>{t('language')}</dt>
        <dd>
          <span className="badge">
            {languageName(locale, decision.locale)} <small>{decision.locale}</small>
          </span>
        </dd>
        <dt>{t('subject')}</dt>
        <dd>
          <Own className="serif">{decision.subject}</Own>
        </dd>
      </dl>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="mail__body mail__body--one" tabIndex={0} aria-label={t('text')}>
        <div className="mail__text mail__text--read" lang={decision.locale} dir="auto">
          {decision.text}
        </div>
      </section>
      <ActionForm className="mail__foot" action={settleWaiting}>
        <FormSays />
        <input type="hidden" name="number" value={decision.number} />
        <input type="hidden" name="version" value={decision.version} />
        <p className="acts">
          <Submit className="btn btn--go btn--small" name="then" value="send">
            {t('sendNow')}
          </Submit>
          <Link
            className="btn btn--small"
            href={`/desk/applications/${decision.number}?view=all&decide=${decision.kind}`}
          >
            {t('change')}
          </Link>
          <Submit name="then" value="back">
            {t('takeBack')}
          </Submit>
        </p>
        <p>{t('decided', { moment: times.short(decision.at), who: decision.by ?? t('somebody') })}</p>
      </ActionForm>
    </section>
  );
}

/** @param gone the answer that was asked for has been released or taken back meanwhile */
export function NoMailPane({ locale, gone = false }: { locale: Locale; gone?: boolean }) {
  const t = translator(locale, 'desk.outbox');
  return (
    <section className="mail" aria-label={t('mail')}>
      <p className="topline" />
      <p className="subline" />
      <div className="as-text">
        <h2>{gone ? t('gone') : t('noneOpen')}</h2>
        <p className="by">{gone ? t('goneText') : t('noneOpenText')}</p>
      </div>
    </section>
  );
}

function BackToList({ label }: { label: string }) {
  return (
    <Link className="only-small" href="/desk/outbox">
      {label}
    </Link>
  );
}

function OpenApplication({ number, label }: { number: string; label: string }) {
  return (
    <Link className="hint" href={`/desk/applications/${number}?view=all`}>
      {label}
    </Link>
  );
}

function stateDetails(mail: MailPreview, locale: Locale, times: Times): string {
  const t = translator(locale, 'desk.outbox');
  const tries = mail.attempts > 1 ? t('attempts', { count: mail.attempts }) : null;
  return [whenText(mail, locale, times), mail.lastReply, tries].filter(Boolean).join(', ');
}
