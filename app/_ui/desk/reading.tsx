import type { DeskApplication } from '@/domain/applications/queries';
import type { Reading } from '@/domain/documents/queries';
import { hasSheets } from '@/domain/documents/rules';
import { type Locale, translator } from '@/locales';
import { CheckNote } from './check-note';
import { LookAgain } from './look-again.client';
import { Own } from './own';
import { PageImage } from './page-image.client';
import { TextFrame } from './text-frame.client';
import { sizeText } from './times';

type File = DeskApplication['documents'][number];
type Way = 'pages' | 'text';

/** The ways in which a document can be read here, the usual one first. */
export function waysOf(reading: Reading | undefined): Way[] {
  if (reading?.state !== 'ready') return [];
  const ways: Way[] = [];
  if (reading.sheets.length > 0) ways.push('pages');
  if (reading.hasText) ways.push('text');
  return ways;
}

export function wayAsked(reading: Reading | undefined, asked: string | undefined): Way | null {
  const ways = waysOf(reading);
  return ways.find((way) => way === asked) ?? ways[0] ?? null;
}

/** A document as it is read on the desk: its pages, its text, or why neither can be shown. */
export function FileReading({
  file,
  reading,
  asked,
  withheld,
  locale,
}: {
  file: File;
  reading: Reading | undefined;
  asked: string | undefined;
  withheld: boolean;
  locale: Locale;
}) {
  const t = translator(locale, 'desk.reading');
  const way = wayAsked(reading, asked);
  if (file.check.state !== 'clear') return <Quarantined file={file} locale={locale} />;
  if (reading && way === 'pages') return <Pages key={file.id} file={file} reading={reading} locale={locale} />;
  if (reading && way === 'text')
    return (
      <div className="as-frame">
        <CheckNote check={file.check} locale={locale} />
        <Notes reading={reading} locale={locale} />
        <TextFrame key={`${file.id} ${withheld}`} address={`/api/documents/${file.id}/text`} name={t('text')} />
      </div>
    );
  if (withheld && reading?.state === 'ready')
    return <p className="as-text hint">{translator(locale, 'reviewing.blind')('files')}</p>;
  return <NotShown file={file} reading={reading} withheld={withheld} locale={locale} />;
}

/** Nothing of a file is shown or given out before it has been checked, or when it has not been taken. */
function Quarantined({ file, locale }: { file: File; locale: Locale }) {
  return (
    <div className="as-text fetch">
      <p>
        <Own className="file">{file.name}</Own>
      </p>
      <div role="status">
        <CheckNote check={file.check} locale={locale} />
      </div>
      {file.check.state === 'waiting' ? <LookAgain /> : null}
    </div>
  );
}

function Pages({ file, reading, locale }: { file: File; reading: Reading; locale: Locale }) {
  const t = translator(locale, 'desk.reading');
  const count = reading.sheets.length;
  return (
    <div className="paper">
      <CheckNote check={file.check} locale={locale} />
      <Notes reading={reading} locale={locale} />
      {reading.sheets.map(({ width, height }, place) => {
        const number = place + 1;
        const name = t('page', { number, count });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: pages of a document never move
          <figure key={place} className="paper__leaf" id={`page-${number}`}>
            {reading.blanks.includes(number) ? (
              <p>{t('blank', { number })}</p>
            ) : (
              <PageImage
                address={`/api/documents/${file.id}/pages/${number}`}
                width={width}
                height={height}
                name={name}
                isFirst={place === 0}
              />
            )}
            {count > 1 ? <figcaption>{name}</figcaption> : null}
          </figure>
        );
      })}
    </div>
  );
}

const SAID = ['pictures', 'cut', 'plain'] as const;

/** What a reader must know to trust the page: what of the document is not on it. */
function Notes({ reading, locale }: { reading: Reading; locale: Locale }) {
  const t = translator(locale, 'desk.reading.notes');
  const notes = SAID.filter((note) => reading.notes.includes(note));
  if (notes.length === 0) return null;
  return <p className="paper__notes">{notes.map((note) => t(note)).join(' ')}</p>;
}

type NotShownFacts = { file: File; reading: Reading | undefined; withheld: boolean; locale: Locale };

function NotShown({ file, reading, withheld, locale }: NotShownFacts) {
  const t = translator(locale, 'desk.reading');
  const isWaiting = reading?.state !== 'unshowable' && reading?.state !== 'ready';
  const reason = reading?.reason ?? 'empty';
  return (
    <div className="as-text fetch">
      <p>
        <Own className="file">{file.name}</Own>
      </p>
      <p role="status">{isWaiting ? t('waiting') : t(`reasons.${reason}`)}</p>
      {isWaiting ? (
        <LookAgain address={`/api/documents/${file.id}/${hasSheets(file.kind) && !withheld ? 'pages/1' : 'text'}`} />
      ) : null}
      {withheld ? null : (
        <p>
          <a className="btn btn--small" href={`/api/documents/${file.id}`} download="">
            {translator(locale, 'desk.reader')('original', { size: sizeText(file.size, locale) })}
          </a>
        </p>
      )}
      {isWaiting || withheld ? null : <p className="hint">{translator(locale, 'desk.reader')('fileHint')}</p>}
    </div>
  );
}
