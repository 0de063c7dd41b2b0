import type { DecisionKind } from '@/domain/reviews/rules';
import { type Locale, translator } from '@/locales';
import type { Aid } from './answer-editor';
import { languageName } from './words';

/** The default answer in the editor's own language: an aid to reading, never sent. */
export function AnswerAid({ aid, locale }: { aid: Aid; locale: Locale }) {
  const t = translator(locale, 'answering');
  return (
    <section lang={aid.locale}>
      <h3 lang={locale}>{t('aid', { language: languageName(locale, aid.locale) })}</h3>
      {aid.isDefault ? null : (
        <p className="hint" lang={locale}>
          {t('aidChanged')}
        </p>
      )}
      <p className="aid__text">{aid.text}</p>
    </section>
  );
}

type Props = { number: string; kind: DecisionKind; locale: Locale; note: string | null };

/** What stands in the form, as the mail it will become: the buttons send it to a frame, where the mail's own code writes it. */
export function Preview({ number, kind, locale, note }: Props) {
  const t = translator(locale, 'answering');
  return (
    <details className="preview">
      <summary>{t('shown')}</summary>
      {note ? <p className="hint">{note}</p> : null}
      <p className="moves">
        <PreviewButton value="html">{t('preview')}</PreviewButton>
        <PreviewButton value="text">{t('asText')}</PreviewButton>
      </p>
      <PreviewFrame src={`/api/answers/preview?number=${number}&kind=${kind}`} title={t('frame')} />
    </details>
  );
}

/** Sends the form it stands in to the preview's frame instead of its action; works without scripts. */
export function PreviewButton({ value, children }: { value: string; children: string }) {
  return (
    <button
      type="submit"
      className="btn btn--tiny"
      name="preview"
      value={value}
      formAction="/api/answers/preview"
      formMethod="post"
      formEncType="multipart/form-data"
      formTarget="preview"
      formNoValidate
    >
      {children}
    </button>
  );
}

/** Never `lazy`, not even where it is folded away: what is sent to a frame that still waits would give way to `src`. */
export function PreviewFrame({ src, title }: { src: string | undefined; title: string }) {
  return <iframe className="mailframe" name="preview" src={src} title={title} sandbox="" />;
}
