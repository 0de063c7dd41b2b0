import type { ReactNode } from 'react';
import type { DeskApplication } from '@/domain/applications/queries';
import type { Reading } from '@/domain/documents/queries';
import type { ShownDecision } from '@/domain/reviews/queries';
import { type Locale, translator } from '@/locales';
import { Masked, masksIn } from './blind';
import { NewerNote } from './check-note';
import { Link } from './link';
import type { OpenApplication } from './open-application';
import { Own } from './own';
import { openPiece, type Piece, piecesOf } from './pieces';
import { Position, type Way } from './position';
import { FileReading, wayAsked, waysOf } from './reading';
import { unreadable } from './said';
import { sizeText } from './times';
import { applicationAddress, queueAddress } from './view';
import { languageName, scriptLanguage } from './words';

type Props = OpenApplication & {
  /** the piece that is to be shown */
  asked: string | undefined;
  /** pages or text */
  as: string | undefined;
  readings: ReadonlyMap<string, Reading>;
  way: Way;
};

export function Reader({ asked, as, readings, way, ...open }: Props) {
  const { application, decision, view, times, locale } = open;
  const t = translator(locale, 'desk.reader');
  const slots = translator(locale, 'documents.slots');
  const pieces = piecesOf(application);
  const answer = asked === 'answer' ? decision : null;
  const shown = answer ? undefined : openPiece(pieces, asked);
  const reading = shown?.file ? readings.get(shown.file.id) : undefined;
  const addressOf = (piece: Piece, to: string) =>
    applicationAddress(application.number, view, { show: piece.slot, as: to });
  return (
    <section className="reader" aria-label={t('label')}>
      <nav className="tabs topline" aria-label={t('documents')}>
        <Link className="only-small" href={queueAddress(view)}>
          {t('toQueue')}
        </Link>
        {pieces.map((piece, place) => (
          <Link
            key={piece.slot}
            data-key={place < 3 ? place + 1 : undefined}
            href={applicationAddress(application.number, view, { show: piece.slot })}
            aria-current={piece === shown ? 'page' : undefined}
            scroll={false}
          >
            {slots(piece.slot)}
          </Link>
        ))}
        {decision ? (
          <Link
            href={applicationAddress(application.number, view, { show: 'answer' })}
            aria-current={answer ? 'page' : undefined}
            scroll={false}
          >
            {t('answer')}
          </Link>
        ) : null}
        <Position number={application.number} way={way} locale={locale} />
      </nav>
      <div className="tools subline">
        {shown ? (
          <Tools piece={shown} reading={reading} application={application} locale={locale}>
            <Ways reading={reading} asked={as} locale={locale} address={(to) => addressOf(shown, to)} />
          </Tools>
        ) : null}
        {answer ? (
          <span>
            {t(`answers.${answer.state === 'released' ? 'released' : 'pending'}`, { moment: times.short(answer.at) })}
          </span>
        ) : null}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="reader__body" tabIndex={0} aria-label={shown ? slots(shown.slot) : t('label')}>
        {shown ? (
          <Content piece={shown} application={application} reading={reading} asked={as} locale={locale} />
        ) : null}
        {answer ? <Answer decision={answer} locale={locale} /> : null}
        {shown || answer ? null : <p className="as-text quiet">{nothingIn(application, locale)}</p>}
      </section>
    </section>
  );
}

function nothingIn(application: DeskApplication, locale: Locale): string {
  return application.unreadable ? unreadable(locale) : translator(locale, 'desk.reader')('noDocuments');
}

type Shown = { piece: Piece; reading: Reading | undefined; locale: Locale };

function Tools({
  piece: { file, text, link },
  reading,
  application: { withheld, unreadable: lost },
  locale,
  children,
}: Shown & { application: DeskApplication; children: ReactNode }) {
  const t = translator(locale, 'desk.reader');
  const hasOriginal = file?.check.state === 'clear' && !withheld && lost !== 'everything';
  return (
    <>
      {children}
      {text ? (
        <span>
          {t('typed')}, {t('characters', { count: Array.from(text).length })}
        </span>
      ) : null}
      {link && !text ? <span>{t('link')}</span> : null}
      {reading?.languages.map((language) => (
        <span key={language} className="badge">
          {languageName(locale, language)} <small>{language}</small>
        </span>
      ))}
      {reading ? <Measures reading={reading} locale={locale} /> : null}
      {file ? (
        <>
          {file.versionNumber > 1 ? <span>{t('version', { number: file.versionNumber })}</span> : null}
          {hasOriginal ? (
            <a href={`/api/documents/${file.id}`} download="">
              {t('original', { size: sizeText(file.size, locale) })}
            </a>
          ) : null}
        </>
      ) : null}
    </>
  );
}

function Measures({ reading: { pages, words }, locale }: { reading: Reading; locale: Locale }) {
  const t = translator(locale, 'desk.reading');
  const parts = [pages ? t('pages', { count: pages }) : null, words > 0 ? t('words', { count: words }) : null];
  const said = parts.filter((part) => part !== null);
  return said.length > 0 ? <span>{said.join(' · ')}</span> : null;
}

/** Pages or text, where there are both; the other one by its key. */
function Ways({
  reading,
  asked,
  locale,
  address,
}: {
  reading: Reading | undefined;
  asked: string | undefined;
  locale: Locale;
  address: (to: string) => string;
}) {
  const t = translator(locale, 'desk.reading');
  const ways = waysOf(reading);
  const shown = wayAsked(reading, asked);
  if (ways.length < 2) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a nav for two links beside the navs of documents says too much
    <span className="seg" role="group" aria-label={t('showAs')}>
      {ways.map((one) => (
        <Link
          key={one}
          href={address(one)}
          aria-current={one === shown ? 'true' : undefined}
          data-key={one === shown ? undefined : 'p'}
          scroll={false}
        >
          {t(`ways.${one}`)}
        </Link>
      ))}
    </span>
  );
}

function Content({
  piece,
  application,
  reading,
  asked,
  locale,
}: Shown & { application: DeskApplication; asked: string | undefined }) {
  const t = translator(locale, 'desk.reader');
  const { slot, text, link, file } = piece;
  if (application.unreadable === 'everything') return <p className="as-text quiet">{unreadable(locale)}</p>;
  const reader = file ? (
    <>
      <NewerNote newer={file.newer} locale={locale} />
      <FileReading file={file} reading={reading} asked={asked} withheld={application.withheld} locale={locale} />
    </>
  ) : null;
  if (!text && !link) return reader;
  return (
    <>
      <article className="as-text">
        <h2>{translator(locale, 'documents.slots')(slot)}</h2>
        <p className="by">{application.withheld ? masksText(text, locale) : <Own>{application.name}</Own>}</p>
        {text ? <Letter text={text} locale={locale} /> : null}
        {link ? (
          <div className="fetch">
            <p>
              <a href={link} rel="noopener noreferrer nofollow" target="_blank">
                <bdi>{link}</bdi>
              </a>
            </p>
            <p className="hint">{t('linkHint')}</p>
          </div>
        ) : null}
      </article>
      {reader}
    </>
  );
}

/** How much of a text was taken out, so that a gap is not taken for the writer's. */
function masksText(text: string | undefined, locale: Locale): string {
  const t = translator(locale, 'reviewing.blind');
  return text ? t('masks', { count: masksIn(text) }) : t('line');
}

function Answer({ decision, locale }: { decision: ShownDecision; locale: Locale }) {
  if (decision.text === null) return <p className="as-text quiet">{unreadable(locale)}</p>;
  return (
    <article className="as-text" lang={decision.locale}>
      <h2 dir="auto">
        <Masked text={decision.subject} locale={locale} />
      </h2>
      <Letter text={decision.text} locale={locale} />
    </article>
  );
}

function Letter({ text, locale }: { text: string; locale: Locale }) {
  const paragraphs = text.split(/\n\s*\n/).map((paragraph) => paragraph.trim());
  return (
    <div className="read read--typed" lang={scriptLanguage(text)} dir="auto">
      {paragraphs.filter(Boolean).map((paragraph, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of a letter never move
        <p key={place} dir="auto">
          <Masked text={paragraph} locale={locale} />
        </p>
      ))}
    </div>
  );
}
