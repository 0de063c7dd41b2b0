import type { Frame } from '@/app/_http/frame';
import { translator } from '@/locales';
import { groupsOf } from '../form/needed';
import { codeAddress, KeptCode } from '../kept-code';

/** `number`: null for a draft, which has none yet */
type ReceiptCodeProps = { frame: Frame; code: string; number: string | null };

/** The code of an application, and the file to keep it in. */
export function ReceiptCode({ frame, code, number }: ReceiptCodeProps) {
  const t = translator(frame.locale, 'receipt');
  return (
    <KeptCode
      frame={frame}
      code={code}
      title={t('code')}
      hint={t('codeHint')}
      file={{
        href: `/${frame.locale}/my/application/receipt.txt`,
        name: receiptFileName(frame, number),
        text: receiptText({ frame, code, number }),
      }}
    />
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
    t('openAt', { address: codeAddress(frame) }),
    '',
    ...(number === null ? [] : [t('fileNumber', { number }), '']),
  ].join('\r\n');
}
