import { draftInBrowser } from '@/app/_http/draft-cookie';
import { seeOther } from '@/app/_http/plain-page';
import { plainRoute } from '@/app/_http/plain-route';
import { draftCodeText } from '@/app/_ui/plain/form/draft-code';
import { callBySlug } from '@/domain/calls/queries';
import { draftForm } from '@/domain/intake/commands';
import { begunDraft } from '@/domain/intake/queries';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

/** The code of a draft as a file, for browsers without script: only in the browser the draft is written in. */
export const GET = plainRoute<{ locale: string; call: string }>(async ({ ctx, frame, locale, params, request }) => {
  const token = draftInBrowser(request);
  const { slug } = await callBySlug(ctx, params.call);
  const isHere = token && (await begunDraft(ctx, { token, callSlug: slug }));
  const form = isHere ? await draftForm(ctx, { draftToken: token }) : null;
  if (!form?.code) return seeOther(`/${locale}/calls/${slug}/apply`);
  const name = `${translator(locale, 'draft')('fileName')}.txt`;
  return new Response(draftCodeText(frame, form.code), {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="draft.txt"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
  });
});
