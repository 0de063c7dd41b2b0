import type { Frame } from '@/app/_http/frame';
import type { MyApplication } from '@/domain/applications/queries';
import { isLocale, translator } from '@/locales';
import { listOf, momentOf, shortMomentOf } from '../dates';
import { MailAddress } from '../mail-address';
import { Section } from '../section';

type MineProps = { frame: Frame; mine: MyApplication };

export function Messages({ frame, mine }: MineProps) {
  const t = translator(frame.locale, 'status');
  const { privacyContact } = frame.publication;
  return (
    <Section id="messages" name={t('messages')} unprinted>
      {mine.messages.length === 0 && (
        <p className="hint measure">{t(mine.hasEmail && !mine.noMail ? 'noMessagesMailed' : 'noMessages')}</p>
      )}
      {mine.messages.map((message, index) => (
        <article className={index === 0 ? 'message message--first' : 'message'} key={message.id}>
          <p className="message__from">
            <span className="strong">{t(message.from === 'editors' ? 'fromEditors' : 'fromYou')}</span>
            <time dateTime={message.at.toISOString()}>
              {shortMomentOf({ locale: frame.locale, at: message.at, timeZone: mine.timeZone })}
            </time>
          </p>
          <h3 className="message__subject" dir="auto" lang={isLocale(message.locale) ? message.locale : undefined}>
            {message.subject}
          </h3>
          <Paragraphs text={message.text} lang={isLocale(message.locale) ? message.locale : undefined} />
        </article>
      ))}
      {mine.messages.length > 0 && mine.number && privacyContact && (
        <p className="hint measure">
          {t.rich('reply', { number: mine.number, address: () => <MailAddress address={privacyContact} /> })}
        </p>
      )}
    </Section>
  );
}

function Paragraphs({ text, lang }: { text: string; lang: string | undefined }) {
  return text.split(/\n{2,}/).map((paragraph, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a letter's paragraphs never move
    <p className="message__text" key={index} dir="auto" lang={lang}>
      {paragraph}
    </p>
  ));
}

export function Documents({ frame, mine }: MineProps) {
  const t = translator(frame.locale, 'status');
  const slots = translator(frame.locale, 'documents');
  const has = (slot: string) => mine.documents.some((document) => document.slot === slot);
  return (
    <Section id="sent" name={t(mine.state === 'draft' ? 'draftSaved' : 'sent')}>
      <ul className="rows rows--first">
        {mine.documents.map((document) => (
          <li key={document.id}>
            <span className="file">
              <bdi>{document.name}</bdi>
            </span>
            <span className="hint">
              {slots(`slots.${document.slot}`)}
              {mine.state !== 'draft' && ` · ${openings(frame, mine, document.openedAt)}`}
            </span>
          </li>
        ))}
        {!has('cover_letter') && mine.hasTypedLetter && (
          <li>
            <span className="file">{slots('slots.cover_letter')}</span>
            <span className="hint">{translator(frame.locale, 'apply')('typedHere')}</span>
          </li>
        )}
        {!has('writing_sample') && mine.sampleUrl && (
          <li>
            <span className="file">{slots('slots.writing_sample')}</span>
            <span className="hint">
              <bdi>{mine.sampleUrl}</bdi>
            </span>
          </li>
        )}
      </ul>
      {mine.state !== 'draft' && <p className="hint measure">{t('openedHint')}</p>}
    </Section>
  );
}

function openings(
  { locale }: Frame,
  mine: MyApplication,
  openedAt: MyApplication['documents'][number]['openedAt'],
): string {
  const t = translator(locale, 'status');
  if (openedAt.length === 0) return t('notOpened');
  const times = openedAt.map(({ at, role }) => {
    const who = `roles.${role}`;
    const moment = shortMomentOf({ locale, at, timeZone: mine.timeZone });
    return t('opened', { moment, who: t.has(who as never) ? t(who as never) : t('roles.editor') });
  });
  return listOf(locale, times);
}

export function Rights({ frame, mine }: MineProps) {
  const t = translator(frame.locale, 'status');
  const { privacyContact } = frame.publication;
  if (!mine.number || !privacyContact) return null;
  return (
    <Section id="rights" name={t('rights')} unprinted>
      <p className="measure">
        {t.rich('rightsText', { number: mine.number, address: () => <MailAddress address={privacyContact} /> })}
      </p>
    </Section>
  );
}

/** A form and not a link: leaving changes something, and a link would be followed by whoever prefetches. */
export function Leaving({ frame }: { frame: Frame }) {
  const t = translator(frame.locale, 'status');
  return (
    <Section id="leave" name={t('leaveTitle')} unprinted>
      <form className="stack" action={`/${frame.locale}/my/leave`} method="post">
        <p className="hint measure">{t('leaveHint')}</p>
        <p>
          <button type="submit" className="btn">
            {t('leave')}
          </button>
        </p>
      </form>
    </Section>
  );
}

export function sentAt({ frame, mine }: MineProps): string | null {
  return mine.submittedAt && momentOf({ locale: frame.locale, at: mine.submittedAt, timeZone: mine.timeZone });
}
