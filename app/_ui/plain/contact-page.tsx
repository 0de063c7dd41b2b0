import type { Frame } from '@/app/_http/frame';
import { translator } from '@/locales';
import { Opening } from './section';

/** A button before the address: a person presses it, a program that collects addresses does not. */
export function AskForAddress({ frame, action }: { frame: Frame; action: string }) {
  const t = translator(frame.locale, 'contact');
  return (
    <main id="main">
      <Opening title={t('title')} lead={t('lead')}>
        <form action={action} method="post">
          <button type="submit" className="btn btn--go">
            {t('button')}
          </button>
        </form>
      </Opening>
    </main>
  );
}

export function ShownAddress({ frame, addresses }: { frame: Frame; addresses: readonly string[] }) {
  const t = translator(frame.locale, 'contact');
  return (
    <main id="main">
      <Opening title={t('title')} lead={t('shown')}>
        <ul>
          {addresses.map((address) => (
            <li key={address}>
              <a className="tap strong" href={`mailto:${address}`} translate="no" dir="ltr">
                {address}
              </a>
            </li>
          ))}
        </ul>
      </Opening>
    </main>
  );
}
