import Link from 'next/link';
import type { DeskApplication } from '@/domain/applications/queries';
import type { ShownDecision } from '@/domain/reviews/queries';
import { type Locale, translator } from '@/locales';
import type { OpenApplication } from './open-application';
import { Own } from './own';
import { openPiece, type Piece, piecesOf } from './pieces';
import { Position, type Way } from './position';
import { sizeText, type Times } from './times';
import { applicationAddress, queueAddress } from './view';
import { scriptLanguage } from './words';

type Props = OpenApplication & { asked: string | undefined; way: Way };

export function Reader({ asked, way, ...open }: Props) {
  const { application, decision, view, times, locale } = open;
  const t = translator(locale, 'desk.reader');
  const slots = translator(locale, 'documents.slots');
  const pieces = piecesOf(application);
  const answer = asked === 'answer' ? decision : null;
  const shown = answer ? undefined : openPiece(pieces, asked);
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
        {shown ? <Tools piece={shown} times={times} locale={locale} /> : null}
        {answer ? (
          <span>
            {t(`answers.${answer.state === 'released' ? 'released' : 'pending'}`, { moment: times.short(answer.at) })}
          </span>
        ) : null}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="reader__body" tabIndex={0} aria-label={shown ? slots(shown.slot) : t('label')}>
        {shown ? <Content piece={shown} application={application} locale={locale} /> : null}
        {answer ? <Answer decision={answer} /> : null}
        {shown || answer ? null : <p className="as-text quiet">{t('noDocuments')}</p>}
      </section>
    </section>
  );
}

function Tools({ piece: { file, text, link }, times, locale }: { piece: Piece; times: Times; locale: Locale }) {
  const t = translator(locale, 'desk.reader');
  const kinds = translator(locale, 'documents.kinds');
  return (
    <>
      {text ? (
        <span>
          {t('typed')}, {t('characters', { count: Array.from(text).length })}
        </span>
      ) : null}
      {link && !text ? <span>{t('link')}</span> : null}
      {file ? (
        <>
          <span className="badge">{kinds(file.kind)}</span>
          <span>{t('received', { moment: times.short(file.receivedAt) })}</span>
          {file.versionNumber > 1 ? <span>{t('version', { number: file.versionNumber })}</span> : null}
          <a href={`/api/documents/${file.id}`} download="">
            {t('original', { size: sizeText(file.size, locale) })}
          </a>
        </>
      ) : null}
    </>
  );
}

function Content({ piece, application, locale }: { piece: Piece; application: DeskApplication; locale: Locale }) {
  const t = translator(locale, 'desk.reader');
  const { slot, text, link, file } = piece;
  return (
    <article className="as-text">
      <h2>{translator(locale, 'documents.slots')(slot)}</h2>
      <p className="by">
        <Own>{application.name}</Own>
      </p>
      {text ? <Letter text={text} /> : null}
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
      {file ? (
        <div className="fetch">
          <p>
            <Own className="file">{file.name}</Own>
          </p>
          <p>
            <a className="btn btn--small" href={`/api/documents/${file.id}`} download="">
              {t('original', { size: sizeText(file.size, locale) })}
            </a>
          </p>
          <p className="hint">{t('fileHint')}</p>
        </div>
      ) : null}
    </article>
  );
}

function Answer({ decision }: { decision: ShownDecision }) {
  return (
    <article className="as-text" lang={decision.locale}>
      <h2 dir="auto">{decision.subject}</h2>
      <Letter text={decision.text} />
    </article>
  );
}

function Letter({ text }: { text: string }) {
  const paragraphs = text.split(/\n\s*\n/).map((paragraph) => paragraph.trim());
  return (
    <div className="read read--typed" lang={scriptLanguage(text)} dir="auto">
      {paragraphs.filter(Boolean).map((paragraph, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of a letter never move
        <p key={place} dir="auto">
          {paragraph}
        </p>
      ))}
    </div>
  );
}
