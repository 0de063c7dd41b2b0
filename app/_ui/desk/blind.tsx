import { Fragment } from 'react';
import { lookBehind } from '@/app/desk/reviewing/actions';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, Submit, TextField } from './action-form.client';
import { type OpenApplication, Standing } from './open-application';

/** Stands in texts where the query took somebody out. */
const MASK = '\uE0FF';

export function masksIn(text: string): number {
  return text.split(MASK).length - 1;
}

/** One width for all: how long a name is says something too. */
export function Mask({ locale }: { locale: Locale }) {
  return <span className="mask" role="img" aria-label={translator(locale, 'reviewing.blind')('withheld')} />;
}

export function Masked({ text, locale }: { text: string; locale: Locale }) {
  return text.split(MASK).map((piece, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text never move
    <Fragment key={place}>
      {place > 0 ? <Mask locale={locale} /> : null}
      {piece}
    </Fragment>
  ));
}

export function blindLine({ application, reviewing, locale }: OpenApplication): string {
  const t = translator(locale, 'reviewing.blind');
  return application.mayDecide && reviewing.plan.blind === 'everyone' ? t('lineOpens') : t('line');
}

/** Looks behind the mask of this one application, on record. */
export function Unmask({ application, reviewing, view, locale }: OpenApplication) {
  const t = translator(locale, 'reviewing.blind');
  if (!application.withheld || !application.mayDecide || !reviewing.plan.mayUnmask) return null;
  return (
    <section>
      <h2>{t('unmask')}</h2>
      <details className="say__more">
        <summary>{t('unmask')}</summary>
        <ActionForm action={lookBehind} className="say__form">
          <FormSays />
          <Standing application={application} view={view} />
          <TextField
            label={t('reason')}
            hint={t('reasonHint')}
            name="reason"
            required
            minLength={3}
            maxLength={1000}
            autoComplete="off"
          />
          <p className="moves">
            <Submit className="btn btn--tiny">{t('unmask')}</Submit>
          </p>
        </ActionForm>
      </details>
    </section>
  );
}
