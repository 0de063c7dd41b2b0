import type { Frame } from '@/app/_http/frame';
import { DRAFT_DAYS } from '@/domain/applications/rules';
import { translator } from '@/locales';
import { CodeLine, groupsOf } from './needed';

type DraftCodeProps = { frame: Frame; callSlug: string; code: string };

/** The way back to a draft: to write down, to copy, to print, or to keep as a file. */
export function DraftCode({ frame, callSlug, code }: DraftCodeProps) {
  const t = translator(frame.locale, 'draft');
  const receipt = translator(frame.locale, 'receipt');
  return (
    <>
      <CodeLine code={code} />
      <p className="only-print">{receipt('openAt', { address: addressIn(frame) })}</p>
      <p className="sendrow no-print">
        <a
          className="btn"
          href={`/${frame.locale}/calls/${callSlug}/apply/code.txt`}
          download={`${t('fileName')}.txt`}
          data-save={draftCodeText(frame, code)}
        >
          {receipt('saveFile')}
        </a>
        <button className="btn" type="button" data-copy={code} data-copied={t('copied')} data-word={t('copy')} hidden />
        <button className="btn" type="button" data-print data-word={receipt('print')} hidden />
      </p>
    </>
  );
}

/** The code as a plain text file; it names no call and nobody, so that it gives nothing away. */
export function draftCodeText(frame: Frame, code: string): string {
  const t = translator(frame.locale, 'draft');
  const receipt = translator(frame.locale, 'receipt');
  return [
    t('fileTitle'),
    '',
    `${t('code')}: ${groupsOf(code).join(' ')}`,
    receipt('openAt', { address: `${frame.portalUrl}/${frame.locale}/my` }),
    '',
    t('ends', { days: DRAFT_DAYS }),
    '',
  ].join('\r\n');
}

function addressIn(frame: Frame): string {
  return `${frame.portalUrl}/${frame.locale}/my`.replace(/^https?:\/\//, '');
}
