import { languageTag } from '@/app/_ui/plain/dates';
import { type Locale, translator } from '@/locales';
import { decimalMark, fileSize } from '../words';

type PartProps = { locale: Locale; upload: Part; name: string };
/** bytes */
type Part = { id: string; name: string | null; size: number; received: number };

/** A file of which a part has come on another visit; its script takes it from here. */
export function PartOfFile({ locale, upload, name }: PartProps) {
  const t = translator(locale, 'uploads');
  const fileName = nameOfPart(locale, upload);
  const percent = percentOf(locale, upload.received / upload.size);
  const [sent, size] = [fileSize(locale, upload.received), fileSize(locale, upload.size)];
  return (
    <div
      data-part=""
      data-url={`/api/uploads/${upload.id}`}
      data-name={fileName}
      data-size={upload.size}
      data-bytes={upload.received}
    >
      <p className="file">
        <bdi>{fileName}</bdi>
      </p>
      <progress
        className="go"
        max={upload.size}
        value={upload.received}
        aria-label={t('progressOf', { document: name, percent })}
      />
      <p className="go__say">
        <span className="num">{t('hereOf', { sent, size })}</span>
        <span className="num">{percent}</span>
      </p>
      <p className="hint">{t('again')}</p>
    </div>
  );
}

/** Its own; where that is damaged, words of ours that match no file one could choose: it then begins anew. */
export function nameOfPart(locale: Locale, { name }: Pick<Part, 'name'>): string {
  return name ?? translator(locale, 'trouble')('namelessFile');
}

const ACTS = ['pause', 'goOn', 'tryNow', 'stop', 'replace', 'remove'] as const;

/** A draft's documents, in a form that is fresh or has been filled in before; or newer versions of sent ones. */
type Purpose = { call: string; isFresh: boolean } | 'replacing';

/**
 * What the page's script shows in a slot. Text browsers know no template and print what stands in it: all words are in
 * its attributes.
 */
export function UploadTemplate({ locale, purpose }: { locale: Locale; purpose: Purpose }) {
  const facts =
    purpose === 'replacing'
      ? { 'data-replacing': '' }
      : { 'data-call': purpose.call, ...(purpose.isFresh ? { 'data-fresh': '' } : {}) };
  return (
    <template data-uploads="" data-texts={JSON.stringify(textsFor(locale, purpose))} {...facts}>
      <div className="sending">
        <p className="file">
          <bdi />
        </p>
        <p className="file__meta" hidden />
        <progress className="go" max={100} value={0} />
        <p className="go__say">
          <span className="num" />
          <span className="num" />
        </p>
        <p className="hint" data-why="" hidden />
        <div className="check" data-check="" />
        <div className="acts" />
        <p className="vh" role="status" />
      </div>
    </template>
  );
}

const PLAIN = [
  'going',
  'paused',
  'sentOf',
  'hereOf',
  'lost',
  'byYou',
  'same',
  'unreadable',
  'progressOf',
  'arrived',
  'waits',
  'ended',
  'notSaved',
  'notRemoved',
] as const;

/** Patterns with their placeholders, which the script fills in; plural forms are the catalogue's business. */
function textsFor(locale: Locale, purpose: Purpose) {
  const t = translator(locale, 'uploads');
  const form = translator(locale, 'apply');
  const sizes = translator(locale, 'documents');
  return {
    ...Object.fromEntries(PLAIN.map((key) => [key, t.raw(key)])),
    acts: ACTS.map((act) => [act, t(act)]),
    here: form('stateReady'),
    // Nothing is missing where a sent document is only being replaced.
    missing: purpose === 'replacing' ? '' : form('stateMissing'),
    checking: translator(locale, 'checks.own')('checking'),
    // A file this small is gone before its size is read: one form of the word serves all counts.
    bytes: sizes('bytes', { count: FEW }).replace(String(FEW), '{count}'),
    kilobytes: sizes.raw('kilobytes'),
    megabytes: sizes.raw('megabytes'),
    decimal: decimalMark(locale),
    left: leftIn(locale),
  };
}

const FEW = 100;
const SECONDS = [5, 10, 20, 30, 40, 50];
const MINUTES = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 40, 50, 60];

function leftIn(locale: Locale): { upTo: number; text: string }[] {
  const t = translator(locale, 'uploads');
  return [
    ...SECONDS.map((count) => ({ upTo: count, text: t('secondsLeft', { count }) })),
    ...MINUTES.map((count) => ({ upTo: count * 60, text: t('minutesLeft', { count }) })),
    { upTo: Number.MAX_SAFE_INTEGER, text: t('longLeft') },
  ];
}

function percentOf(locale: Locale, share: number): string {
  return new Intl.NumberFormat(languageTag(locale), { style: 'percent' }).format(Math.floor(share * 100) / 100);
}
