import { find } from '@/app/desk/queue-actions';
import { ORDERS } from '@/domain/applications/rules';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, TypedInput } from './action-form.client';
import { Key } from './key';
import { Link } from './link';
import { fromStart, queueAddress, type View } from './view';

/** The search field. It posts: a name must not stand in an address. */
export function Find({ locale }: { locale: Locale }) {
  const t = translator(locale, 'desk.list');
  return (
    <ActionForm className="find" action={find} data-find="">
      <TypedInput
        type="search"
        name="find"
        placeholder={t('findShort')}
        aria-label={t('find')}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        dir="auto"
        data-key="/"
      />
      <Key>/</Key>
      <FormSays />
    </ActionForm>
  );
}

export function OrderMenu({ view, locale }: { view: View; locale: Locale }) {
  const t = translator(locale, 'desk.list');
  return (
    <details className="menu" key={view.order}>
      <summary data-key="o" data-key-label={t('order')}>
        <span className="vh">{t('order')}: </span>
        <span className="menu__chosen">{t(`orders.${view.order}`)}</span>
      </summary>
      <ul>
        {ORDERS.map((order) => (
          <li key={order}>
            <Link
              href={queueAddress(fromStart({ ...view, order }))}
              aria-current={order === view.order ? 'true' : undefined}
            >
              {t(`orders.${order}`)}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}
