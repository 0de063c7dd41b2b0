import { type Locale, translator } from '@/locales';
import { PicksSum } from './picks-sum.client';

export const QUEUE_FORM = 'picked';

/** Ticks one application; the box belongs to the form named, wherever it stands, and works without scripts. */
export function Pick({
  form,
  number,
  value,
  locale,
}: {
  form: string;
  number: string;
  value?: string;
  locale: Locale;
}) {
  return (
    <label className="pick">
      <span className="vh">{translator(locale, 'bulk')('pick', { number })}</span>
      <input type="checkbox" name="pick" value={value ?? number} form={form} />
    </label>
  );
}

/** What can be done with the ticked applications of a list of the queue; shown once one is ticked. */
export function QueuePicks({ list, locale }: { list: string; locale: Locale }) {
  const t = translator(locale, 'bulk');
  return (
    <form id={QUEUE_FORM} className="picks" method="get" action="/desk/decide" aria-label={t('label')}>
      <PicksSum
        form={QUEUE_FORM}
        list={list}
        words={{
          selected: t('selected', { count: '{count}' }),
          selectedMore: t('selectedMore', { count: '{count}', elsewhere: '{elsewhere}' }),
          all: t('selectAll'),
          none: t('selectNone'),
        }}
      />
      <button type="submit" className="btn btn--tiny" data-key="b">
        {t('decide')}
      </button>
      <button type="submit" className="btn btn--tiny" formAction="/desk/export">
        {translator(locale, 'exports')('open')}
      </button>
    </form>
  );
}
