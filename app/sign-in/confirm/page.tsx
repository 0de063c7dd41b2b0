import type { Metadata } from 'next';
import { deskLocale } from '@/app/_http/member-session';
import { ActionForm, FormSays, Submit } from '@/app/_ui/desk/action-form.client';
import { Door } from '@/app/_ui/desk/door';
import { Link } from '@/app/_ui/desk/link';
import { translator } from '@/locales';
import { followLink } from '../actions';

type Props = { searchParams: Promise<{ token?: string | string[] }> };

/** Shows a button and nothing else: programs that look at the links in mails must not use them up. */
export default async function ConfirmPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const t = translator(await deskLocale(), 'signIn');
  if (typeof token !== 'string' || !/^[\w-]{20,100}$/.test(token)) {
    return (
      <Door title={t('confirmTitle')} lead={t('noToken')}>
        <AskAgain label={t('askAgain')} />
      </Door>
    );
  }
  return (
    <Door title={t('confirmTitle')} lead={t('confirmText')}>
      <ActionForm className="door__form" action={followLink}>
        <FormSays />
        <input type="hidden" name="token" value={token} />
        <Submit className="btn btn--go">{t('enter')}</Submit>
      </ActionForm>
      <AskAgain label={t('askAgain')} />
    </Door>
  );
}

function AskAgain({ label }: { label: string }) {
  return (
    <p className="hint">
      <Link href="/sign-in">{label}</Link>
    </p>
  );
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: `${translator(await deskLocale(), 'signIn')('confirmTitle')} · Redaktion` };
}
