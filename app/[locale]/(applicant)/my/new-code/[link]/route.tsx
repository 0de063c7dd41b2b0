import { plainPage } from '@/app/_http/plain-page';
import { plainRoute } from '@/app/_http/plain-route';
import { LinkUsed, RenewCode } from '@/app/_ui/plain/mine/lost-code';
import { isCodeLinkFresh } from '@/domain/applications/commands';
import { translator } from '@/locales';
import { randomToken } from '@/platform/codes';

export const dynamic = 'force-dynamic';

/** What the mail's link opens. It uses nothing up: mail programs and scanners open links as well. */
export const GET = plainRoute<{ locale: string; link: string }>(async ({ ctx, frame: whole, params }) => {
  const t = translator(whole.locale, 'lostCode');
  // The other languages of this page must not repeat the secret in their addresses.
  const frame = { ...whole, path: '/my/lost' };
  const isFresh = await isCodeLinkFresh(ctx, params.link);
  return plainPage(frame, {
    title: t(isFresh ? 'openTitle' : 'usedTitle'),
    status: isFresh ? 200 : 410,
    personal: true,
    body: isFresh ? <RenewCode frame={frame} page={randomToken()} link={params.link} /> : <LinkUsed frame={frame} />,
  });
});
