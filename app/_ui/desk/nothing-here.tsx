import { deskLocale } from '@/app/_http/member-session';
import { translator } from '@/locales';
import { Door } from './door';
import { Link } from './link';

/** Absent and forbidden alike. */
export async function NothingHere() {
  const t = translator(await deskLocale(), 'desk.trouble');
  return (
    <Door title={t('notFound')} lead={t('notFoundText')}>
      <p className="door__form">
        <Link className="btn" href="/desk">
          {t('toDesk')}
        </Link>
      </p>
    </Door>
  );
}
