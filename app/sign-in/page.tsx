import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentMember, deskLocale } from '@/app/_http/member-session';
import { safeNext } from '@/app/_http/safe-next';
import { ActionForm } from '@/app/_ui/desk/action-form.client';
import { Door } from '@/app/_ui/desk/door';
import { SignInSteps } from '@/app/_ui/desk/sign-in-steps.client';
import { translator } from '@/locales';
import { signInStep } from './actions';

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const { next } = await searchParams;
  const target = safeNext(typeof next === 'string' ? next : undefined);
  if (await currentMember()) redirect(target);
  const locale = await deskLocale();
  const t = translator(locale, 'signIn');
  const words = {
    address: t('address'),
    addressHint: t('addressHint'),
    ask: t('ask'),
    sent: t('sent'),
    code: t('code'),
    codeHint: t('codeHint'),
    enter: t('enter'),
    askAgain: t('askAgain'),
  };
  return (
    <Door title={t('title')} lead={t('lead')}>
      <ActionForm className="door__form" action={signInStep}>
        <input type="hidden" name="next" value={target} />
        <SignInSteps words={words} />
      </ActionForm>
      <p className="hint">
        <strong>{t('notCome')}</strong> {t('notComeText')}
      </p>
      <p className="hint">
        {t('applicant')} <a href={`/${locale}/my`}>{t('applicantLink')}</a>
      </p>
    </Door>
  );
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: `${translator(await deskLocale(), 'signIn')('title')} · Redaktion` };
}
