import { type Begun, receiptCookie, visitBegun } from '@/app/_http/applicant-session';
import { readFields } from '@/app/_http/multipart';
import { plainPage, seeOther } from '@/app/_http/plain-page';
import { type PlainInput, plainFormRoute, plainRoute } from '@/app/_http/plain-route';
import { LinkUsed, RenewedCode } from '@/app/_ui/plain/mine/lost-code';
import { renewCode } from '@/domain/applications/commands';
import { myApplication } from '@/domain/applications/queries';
import { isAppError } from '@/domain/errors';
import { translator } from '@/locales';
import { randomToken } from '@/platform/codes';

export const dynamic = 'force-dynamic';

type Input = PlainInput<{ locale: string }>;

export const GET = plainRoute<{ locale: string }>(async ({ locale }) => seeOther(`/${locale}/my/lost`));

/** Answers here and not after a redirect, so that a browser without cookies still sees its new code. */
export const POST = plainFormRoute<{ locale: string }>(async (input) => {
  const fields = await readFields(input.request);
  try {
    const renewed = await renewCode(input.ctx, {
      link: fields.get('link') ?? '',
      page: fields.get('page') || randomToken(),
    });
    return await renewedPage(input, renewed);
  } catch (error) {
    if (isAppError(error, 'code_link_used')) return usedPage(input);
    throw error;
  }
});

async function renewedPage({ ctx, frame }: Input, renewed: Begun & { code: string }) {
  const { session, code } = renewed;
  const { ctx: own } = visitBegun(ctx, renewed);
  return plainPage(frame, {
    title: translator(frame.locale, 'lostCode')('doneTitle'),
    personal: true,
    headers: { 'set-cookie': receiptCookie(session) },
    body: <RenewedCode frame={frame} mine={await myApplication(own)} code={code} />,
  });
}

function usedPage({ frame }: Input): Promise<Response> {
  return plainPage(frame, {
    title: translator(frame.locale, 'lostCode')('usedTitle'),
    status: 410,
    personal: true,
    body: <LinkUsed frame={frame} />,
  });
}
