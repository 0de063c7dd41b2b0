import { DRAFT_DAYS } from '@/domain/applications/rules';
import { translator } from '@/locales';
import { listOf, timeOf, zoneName } from '../dates';
import { type FormModel, type NeededItem, neededItems } from './form-model';
import { labelOf } from './labels';

/** Beside the form on wide pages. The page's script moves an item over as soon as it is there. */
export function NeededAside({ model }: { model: FormModel }) {
  const t = translator(model.frame.locale, 'apply');
  const items = neededItems(model);
  return (
    <aside className="aside only-wide missing" aria-label={t('missingLabel')}>
      <NeededList model={model} items={items.filter((item) => !item.done)} done={false} />
      <NeededList model={model} items={items.filter((item) => item.done)} done />
      <div className="later" data-live="later">
        <p className="strong">{t('continueLater')}</p>
        <p className="hint" data-later="">
          {laterText(model)}
        </p>
        <p data-later-code="">{model.view.code && <CodeLine code={model.view.code} />}</p>
        <p className="hint">{translator(model.frame.locale, 'draft')('ends', { days: DRAFT_DAYS })}</p>
        <button type="submit" className="btn btn--wide" name="action" value="save">
          {t('save')}
        </button>
      </div>
    </aside>
  );
}

function laterText(model: FormModel): string {
  const t = translator(model.frame.locale, 'apply');
  if (model.view.code) return t('continueWith', savedWhen(model));
  return t(model.reason === 'fresh' ? 'continueHow' : 'continueSame');
}

function NeededList({ model, items, done }: { model: FormModel; items: NeededItem[]; done: boolean }) {
  const t = translator(model.frame.locale, 'apply');
  const words = done ? t('hereAlready') : t(model.reason === 'fresh' ? 'needed' : 'stillMissing');
  return (
    <div data-needed={done ? 'done' : 'todo'} hidden={items.length === 0}>
      <h2>{words}</h2>
      <ul>
        {items.map((item) => (
          <NeededLine key={item.field} model={model} item={item} />
        ))}
      </ul>
    </div>
  );
}

function NeededLine({ model, item }: { model: FormModel; item: NeededItem }) {
  return (
    <li data-needs={item.field}>
      <a className={item.done ? 'done' : 'todo'} href={`#${item.field}`}>
        <span className="mark" data-m={item.done ? 'full' : 'turn'}>
          {labelOf(model, item.field)}
        </span>
      </a>
    </li>
  );
}

/** The same on phones: one line at the bottom that opens upward. */
export function NeededBar({ model }: { model: FormModel }) {
  const t = translator(model.frame.locale, 'apply');
  const missing = neededItems(model).filter((item) => !item.done);
  return (
    <details className="bar only-narrow missing-bar">
      <summary>
        <span className="bar__say">
          <b data-needed-count={JSON.stringify(countTexts(model))}>{t('countMissing', { count: missing.length })}</b>
          <span data-saved="">{model.reason === 'fresh' ? t('notSaved') : t('savedShort', savedWhen(model))}</span>
        </span>
        <span className="btn">
          <span className="when-shut">{t('show')}</span>
          <span className="when-open">{t('hide')}</span>
        </span>
      </summary>
      <ul className="missing" data-needed="todo">
        {missing.map((item) => (
          <NeededLine key={item.field} model={model} item={item} />
        ))}
        <li className="bar__code" data-bar-code="" hidden={!model.view.code}>
          <span>{t('yourCode')}</span> <CodeLine code={model.view.code ?? ''} />
        </li>
      </ul>
    </details>
  );
}

/** Every sentence the count can become while one writes; plural forms are the catalogue's business, not the script's. */
function countTexts(model: FormModel): string[] {
  const t = translator(model.frame.locale, 'apply');
  return [...neededItems(model), null].map((_, count) => t('countMissing', { count }));
}

/** Just above the button: what is missing, by name. */
export function MissingLine({ model }: { model: FormModel }) {
  const t = translator(model.frame.locale, 'apply');
  const missing = neededItems(model).filter((item) => !item.done);
  if (model.reason === 'fresh' || model.reason === 'resumed' || missing.length === 0) return null;
  const list = listOf(
    model.frame.locale,
    missing.map((item) => labelOf(model, item.field)),
  );
  return <p className="notice-line notice-line--turn hint">{t('missingLine', { count: missing.length, list })}</p>;
}

export function CodeLine({ code }: { code: string }) {
  return (
    <span className="code code--line" translate="no">
      {groupsOf(code).map((group) => (
        <span key={group}>{group}</span>
      ))}
    </span>
  );
}

export function groupsOf(code: string): string[] {
  return code.replace(/[^0-9A-Z]/gi, '').match(/.{1,4}/g) ?? [code];
}

/** With the zone: the clock of whoever reads it may say something else. */
export function savedWhen({ frame: { locale }, now: at, call: { timeZone } }: FormModel) {
  return { time: timeOf({ locale, at, timeZone }), zone: zoneName(locale, timeZone) };
}
