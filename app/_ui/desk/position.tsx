import { type Locale, translator } from '@/locales';
import { Key } from './key';
import { Link } from './link';
import { Presence } from './presence.client';

/** The addresses before and after the open application, in the list one came from. */
export type Way = { previous: string | null; next: string | null };

/** Where one stands: who else reads this, and the ways on. Both neighbours are fetched ahead, so that they show at once. */
export function Position({ number, way, locale }: { number: string; way: Way; locale: Locale }) {
  const t = translator(locale, 'desk.reader');
  return (
    <span className="tabs__pos">
      <Presence key={number} number={number} ended={translator(locale, 'desk.list')('signedOut')} />
      <Step href={way.next} name="J" label={t('next')} />
      <Step href={way.previous} name="K" label={t('previous')} />
    </span>
  );
}

function Step({ href, name, label }: { href: string | null; name: string; label: string }) {
  if (href === null) return null;
  return (
    <Link href={href} data-key={name.toLowerCase()} aria-label={label} title={label} prefetch={true}>
      <Key>{name}</Key>
    </Link>
  );
}
