import { answerCookies, pageToReturnTo } from '@/app/_http/choice';
import { readFields } from '@/app/_http/multipart';
import { plainPage, seeOther } from '@/app/_http/plain-page';
import { plainFormRoute, plainRoute } from '@/app/_http/plain-route';
import { CookiesPage } from '@/app/_ui/plain/cookies-page';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = plainRoute<{ locale: string }>(async ({ frame }) =>
  plainPage(frame, {
    title: translator(frame.locale, 'cookies')('title'),
    keeping: 'check-back',
    indexed: true,
    body: <CookiesPage frame={frame} />,
  }),
);

/** The answer to the one question about cookies, and its withdrawal. */
export const POST = plainFormRoute<{ locale: string }>(async ({ frame, locale, request }) => {
  const fields = await readFields(request);
  const answer = seeOther(pageToReturnTo(fields.get('back'), locale));
  if (!frame.choice.offered) return answer;
  for (const cookie of answerCookies(fields.get('answer') === 'accept', locale))
    answer.headers.append('set-cookie', cookie);
  return answer;
});
