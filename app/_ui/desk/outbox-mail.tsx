import { settleWaiting } from '@/app/desk/outbox/actions';
import type { MailPreview } from '@/domain/messages/queries';
import type { PendingDecision } from '@/domain/reviews/queries';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, Submit } from './action-form.client';
import { AnswerAid } from './answer-beside';
import type { Aid } from './answer-editor';
import { Link } from './link';
import { noSubject, recipientText, templateKey, whenText } from './outbox-list';
import { Own } from './own';
import { Said, unreadable } from './said';
import type { Times } from './times';
import { languageName } from './words';

type Shown = { times: Times; locale: Locale };

/** A mail that left or leaves by itself: to be read, not changed. */
export function MailPane({ mail, asText, times, locale }: Shown & { mail: MailPreview; asText: boolean }) {
  const t = translator(locale, 'desk.outbox');
  const frame = translator(locale, 'answering');
  return (
    <section className="mail" aria-label={t('mail')}>
      <header className="topline">
        <BackToList label={t('toList')} />
        <h2 className="pane-title">{mail.number ?? mail.question?.number ?? t(`templates.${templateKey(mail)}`)}</h2>
        {mail.number ? <OpenApplication number={mail.number} label={t('openApplication')} /> : null}
        {mail.question ? (
          <Link className="hint" href={`/desk/questions?question=${mail.question.id}`}>
            {t('openQuestion')}
          </Link>
        ) : null}
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
        {mail.html === null ? null : (
          <>
            <dt>{frame('shown')}</dt>
            <dd>
              <ShownAs base={`/desk/outbox?mail=${mail.id}`} asText={asText} locale={locale} />
            </dd>
          </>
        )}
        <dt>{t('subject')}</dt>
        <dd>
          {mail.subject ? (
            <Own className="serif">{mail.subject}</Own>
          ) : (
            <span className="quiet">{noSubject(mail, locale)}</span>
          )}
        </dd>
      </dl>
      {mail.html === null || asText ? (
        <ReadAsText
          text={mail.text ?? (mail.damaged ? unreadable(locale) : t('secretText'))}
          lang={mail.text === null ? locale : mail.locale}
          label={t('text')}
        />
      ) : (
        <div className="mail__body mail__body--one mail__body--framed">
          <MailFrame id={mail.id} title={frame('frame')} />
        </div>
      )}
    </section>
  );
}

/** An answer that waits for somebody to let it go. */
export function WaitingPane({
  decision,
  aid,
  asText,
  times,
  locale,
}: Shown & { decision: PendingDecision; aid: Aid | null; asText: boolean }) {
  const t = translator(locale, 'desk.outbox');
  const frame = translator(locale, 'answering');
  const framed = decision.outboxId !== null && decision.text !== null && !decision.quiet && !asText;
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
          <span className="quiet">{frame(`arrival.${arrivalOf(decision)}`)}</span>
        </dd>
        <dt>{t('language')}</dt>
        <dd>
          <span className="badge">
            {languageName(locale, decision.locale)} <small>{decision.locale}</small>
          </span>
          {arrivalOf(decision) === 'mail' ? (
            <ShownAs base={`/desk/outbox?answer=${decision.number}`} asText={asText} locale={locale} />
          ) : (
            <span className="quiet">{frame(arrivalOf(decision) === 'quiet' ? 'quietNote' : 'pageNote')}</span>
          )}
        </dd>
        <dt>{t('subject')}</dt>
        <dd>
          <Said className="serif" text={decision.text && decision.subject} locale={locale} />
        </dd>
      </dl>
      <div className={aid ? 'mail__body' : 'mail__body mail__body--one'}>
        {framed && decision.outboxId ? (
          <MailFrame id={decision.outboxId} title={frame('frame')} />
        ) : (
          <ReadAsText
            text={decision.text ?? unreadable(locale)}
            lang={decision.text === null ? locale : decision.locale}
            label={t('text')}
          />
        )}
        {aid ? (
          <aside className="mail__aid">
            <AnswerAid aid={aid} locale={locale} />
          </aside>
        ) : null}
      </div>
      <ActionForm className="mail__foot" action={settleWaiting}>
        <FormSays />
        <input type="hidden" name="number" value={decision.number} />
        <input type="hidden" name="version" value={decision.version} />
        {decision.text === null ? <p className="notice-line">{translator(locale, 'desk.decide')('damaged')}</p> : null}
        <p className="acts">
          {decision.text === null ? null : (
            <Submit className="btn btn--go btn--small" name="then" value="send">
              {t('sendNow')}
            </Submit>
          )}
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

function arrivalOf({ hasMail, quiet }: PendingDecision): 'mail' | 'quiet' | 'page' {
  if (!hasMail) return 'page';
  return quiet ? 'quiet' : 'mail';
}

function MailFrame({ id, title }: { id: string; title: string }) {
  return <iframe className="mailframe" src={`/api/mails/${id}`} title={title} sandbox="" />;
}

function ReadAsText({ text, lang, label }: { text: string; lang: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="mail__text mail__text--read" tabIndex={0} aria-label={label} lang={lang} dir="auto">
      {text}
    </section>
  );
}

/** The same mail as it looks, or as its plain twin. */
function ShownAs({ base, asText, locale }: { base: string; asText: boolean; locale: Locale }) {
  const t = translator(locale, 'answering');
  return (
    <span className="mail__as">
      <Link href={base} aria-current={asText ? undefined : 'true'}>
        {t('asHtml')}
      </Link>
      <Link href={`${base}&as=text`} aria-current={asText ? 'true' : undefined}>
        {t('asText')}
      </Link>
    </span>
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
