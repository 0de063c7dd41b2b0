import { forgetView, keepView } from '@/app/desk/queue-actions';
import { translator } from '@/locales';
import { ActionForm, FormSays, Submit, TypedInput } from './action-form.client';
import type { QueueFacts } from './queue-pane';
import { fromStart, isFiltered, queryOf } from './view';

/** Gives the view a name, or forgets the one it has. */
export function SaveView({ facts: { view, saved, locale } }: { facts: QueueFacts }) {
  const t = translator(locale, 'desk.list');
  const query = queryOf(fromStart(view));
  const known = saved.find((one) => one.query === query);
  if (known && !known.isMine) return null;
  if (known) {
    return (
      <ActionForm action={forgetView} className="filters__save">
        <FormSays />
        <input type="hidden" name="id" value={known.id} />
        <input type="hidden" name="view" value={query} />
        <Submit className="btn btn--tiny">{t('forget', { name: known.name })}</Submit>
      </ActionForm>
    );
  }
  if (!isFiltered(view) && view.order === 'longest') return <p className="filters__save hint">{t('saveHint')}</p>;
  return (
    <ActionForm action={keepView} className="filters__save">
      <FormSays />
      <input type="hidden" name="view" value={query} />
      <label htmlFor="view-name">{t('saveAs')}</label>
      <TypedInput id="view-name" name="name" required maxLength={60} autoComplete="off" dir="auto" />
      <label>
        <input type="checkbox" name="shared" /> {t('share')}
      </label>
      <Submit className="btn btn--tiny">{t('save')}</Submit>
    </ActionForm>
  );
}
