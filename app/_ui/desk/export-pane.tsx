import { errorText } from '@/app/_http/error-text';
import { confirmAgain } from '@/app/desk/export/actions';
import { EXPORT_FORMATS } from '@/domain/exports/rules';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, Submit, TextField } from './action-form.client';
import { Link } from './link';

type Facts = {
  numbers: readonly string[];
  /** what was chosen holds nothing that can be taken */
  nothing: boolean;
  /** the view, as it stands in an address */
  view: string;
  mayExport: boolean;
  proved: boolean;
  asked: boolean;
  locale: Locale;
};

/** What would be taken along, what that means, and the ways to take it once one has confirmed. */
export function ExportPane({ facts }: { facts: Facts }) {
  const t = translator(facts.locale, 'exports');
  return (
    <section className="set" aria-labelledby="view">
      <header className="topline">
        <h1 className="pane-title" id="view">
          {t('title')}
        </h1>
        <Link className="hint" href="/desk">
          {translator(facts.locale, 'bulk')('back')}
        </Link>
      </header>
      <p className="subline">{selectionText(facts)}</p>
      <div className="set__sec">
        <h2 className="set__name">{t('title')}</h2>
        <div className="set__body take">
          <p className="notice-line">{t('care')}</p>
          {facts.mayExport ? null : <p>{t('mayNot')}</p>}
          {facts.mayExport && !facts.nothing ? <Ways {...facts} /> : null}
        </div>
      </div>
    </section>
  );
}

function selectionText({ numbers, nothing, locale }: Facts): string {
  if (nothing) return errorText(locale, { code: 'nothing_to_export', details: {} });
  const t = translator(locale, 'exports');
  return numbers.length > 0 ? t('picked', { count: numbers.length }) : t('whole');
}

function Ways(facts: Facts) {
  const t = translator(facts.locale, 'exports');
  if (!facts.proved) return <Confirm {...facts} />;
  return (
    // A download, not a page: the browser's own form, so that the answer streams into a file.
    <form className="set__form" method="post" action="/api/export">
      <p role="status">{t('proved')}</p>
      <input type="hidden" name="query" value={facts.view} />
      {facts.numbers.map((number) => (
        <input key={number} type="hidden" name="pick" value={number} />
      ))}
      <p className="moves">
        {EXPORT_FORMATS.map((format) => (
          <button key={format} type="submit" className="btn btn--small" name="format" value={format}>
            {t(format)}
          </button>
        ))}
      </p>
      <p className="hint">{t('zipHint')}</p>
    </form>
  );
}

function Confirm({ numbers, view, asked, locale }: Facts) {
  const t = translator(locale, 'exports');
  const selection = new URLSearchParams(view);
  for (const number of numbers) selection.append('pick', number);
  return (
    <ActionForm className="set__form" action={confirmAgain}>
      <p>{t('prove')}</p>
      <FormSays />
      <input type="hidden" name="selection" value={selection.toString()} />
      {asked ? (
        <>
          <p role="status">{t('asked')}</p>
          <TextField label={t('code')} name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={12} />
        </>
      ) : null}
      <p className="moves">
        {asked ? (
          <Submit className="btn btn--go btn--small" name="step" value="confirm">
            {t('confirm')}
          </Submit>
        ) : null}
        <Submit name="step" value="ask" formNoValidate>
          {t(asked ? 'askAgain' : 'ask')}
        </Submit>
      </p>
    </ActionForm>
  );
}
