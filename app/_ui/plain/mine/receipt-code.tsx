import type { Frame } from '@/app/_http/frame';
import { translator } from '@/locales';
import { groupsOf } from '../form/needed';

/** `number`: null for a draft, which has none yet */
type ReceiptCodeProps = { frame: Frame; code: string; number: string | null };

/** The code before everything else: large, in groups, and two ways to keep it. */
export function ReceiptCode({ frame, code, number }: ReceiptCodeProps) {
  const t = translator(frame.locale, 'receipt');
  const address = `${frame.portalUrl}/${frame.locale}/my`.replace(/^https?:\/\//, '');
  return (
    <section className="receipt" aria-labelledby="code">
      <h2 className="strong" id="code">
        {t('code')}
      </h2>
      <div className="code-box">
        <p className="code" translate="no" data-code>
          {groupsOf(code).map((group, index) => (
            // A code may hold the same group twice.
            // biome-ignore lint/suspicious/noArrayIndexKey: groups never move
            <span key={index}>{group}</span>
          ))}
        </p>
        <p className="hint measure">{t('codeHint')}</p>
      </div>
      <p className="only-print">{t('openAt', { address })}</p>
      <div className="sendrow">
        <a
          className="btn btn--go"
          href={`/${frame.locale}/my/application/receipt.txt`}
          download={receiptFileName(frame, number)}
          data-save={receiptText({ frame, code, number })}
        >
          {t('saveFile')}
        </a>
        <button
          className="btn"
          type="button"
          data-copy={code}
          data-copied={translator(frame.locale, 'draft')('copied')}
          hidden
        >
          {translator(frame.locale, 'draft')('copy')}
        </button>
        <button className="btn" type="button" data-print hidden>
          {t('print')}
        </button>
      </div>
    </section>
  );
}

export function receiptFileName({ locale }: Frame, number: string | null): string {
  const name = translator(locale, 'receipt')('fileName');
  return number === null ? `${name}.txt` : `${name}-${number}.txt`;
}

/** The receipt as a plain text file. */
export function receiptText({ frame, code, number }: ReceiptCodeProps): string {
  const t = translator(frame.locale, 'receipt');
  return [
    frame.publication.name,
    t('fileTitle'),
    '',
    `${t('code')}: ${groupsOf(code).join(' ')}`,
    t('openAt', { address: `${frame.portalUrl}/${frame.locale}/my` }),
    '',
    ...(number === null ? [] : [t('fileNumber', { number }), '']),
  ].join('\r\n');
}
