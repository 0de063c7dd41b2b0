import type { Frame } from '@/app/_http/frame';
import { translator } from '@/locales';
import { groupsOf } from './form/needed';

type KeptCodeProps = {
  frame: Frame;
  code: string;
  title: string;
  hint: string;
  /** `text`: what the script writes into the file, where the address would have to ask the portal for it */
  file: { href: string; name: string; text?: string };
};

/** A code before everything else: large, in groups, and three ways to keep it, one of them without script. */
export function KeptCode({ frame, code, title, hint, file }: KeptCodeProps) {
  const t = translator(frame.locale, 'receipt');
  const draft = translator(frame.locale, 'draft');
  return (
    <section className="receipt" aria-labelledby="code">
      <h2 className="strong" id="code">
        {title}
      </h2>
      <div className="code-box">
        <p className="code" translate="no" data-code>
          {groupsOf(code).map((group, index) => (
            // A code may hold the same group twice.
            // biome-ignore lint/suspicious/noArrayIndexKey: groups never move
            <span key={index}>{group}</span>
          ))}
        </p>
        <p className="hint measure">{hint}</p>
      </div>
      <p className="only-print">{t('openAt', { address: codeAddress(frame).replace(/^https?:\/\//, '') })}</p>
      <div className="sendrow">
        <a className="btn btn--go" href={file.href} download={file.name} data-save={file.text}>
          {t('saveFile')}
        </a>
        <button
          className="btn"
          type="button"
          data-copy={code}
          data-copied={draft('copied')}
          data-word={draft('copy')}
          hidden
        />
        <button className="btn" type="button" data-print data-word={t('print')} hidden />
      </div>
    </section>
  );
}

/** Where a code opens what it belongs to. */
export function codeAddress({ portalUrl, locale }: Frame): string {
  return `${portalUrl}/${locale}/my`;
}
