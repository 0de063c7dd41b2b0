import { draftCookie } from '@/app/_http/draft-cookie';
import { errorText, fieldErrorText, statusOf } from '@/app/_http/error-text';
import { comesFromAnotherSite } from '@/app/_http/headers';
import { localeOf } from '@/app/_http/locale';
import { readForm } from '@/app/_http/multipart';
import { strangerContext } from '@/app/_http/plain-route';
import { timeOf } from '@/app/_ui/plain/dates';
import { callNotice } from '@/domain/calls/queries';
import type { Ctx } from '@/domain/context';
import { AppError, isAppError } from '@/domain/errors';
import { draftForm, type SavedText, saveTyped } from '@/domain/intake/commands';
import { begunDraft } from '@/domain/intake/queries';
import { type Locale, translator } from '@/locales';
import { log } from '@/platform/log';

export const dynamic = 'force-dynamic';

type Route = (request: Request, context: { params: Promise<{ locale: string; call: string }> }) => Promise<Response>;
type Input = { request: Request; ctx: Ctx; locale: Locale; callSlug: string };

/** What the page's script saves while somebody writes: the form's own fields, without its files. */
export const POST = jsonRoute(async ({ request, ctx, locale, callSlug }) => {
  if (comesFromAnotherSite(request)) throw new AppError('not_allowed');
  const fields = new Map<string, string[]>();
  const read = await readForm(request, {
    field: (name, value) => void fields.set(name, [...(fields.get(name) ?? []), value]),
    file: async (_name, _fileName, stream) => void stream.resume(),
  });
  if (read !== 'whole') throw new AppError('invalid_input');
  const saved = await saveTyped(ctx, { callSlug, locale, fields });
  if (!saved) return new Response(null, { status: 204, headers: HEADERS });
  const { timeZone } = await callNotice(ctx, callSlug);
  return answer(savedText(saved, { locale, time: timeOf({ locale, at: ctx.now, timeZone }) }), {
    'set-cookie': draftCookie(saved.draft),
  });
});

/** What is kept, for a page that was loaded anew in the window it was written in. */
export const GET = jsonRoute(async ({ request, ctx, locale, callSlug }) => {
  const token = request.headers.get('draft-token') ?? '';
  const savedAt = await begunDraft(ctx, { token, callSlug });
  const form = savedAt && (await draftForm(ctx, { draftToken: token }));
  if (!form) throw new AppError('not_found');
  const { timeZone } = await callNotice(ctx, callSlug);
  const { values, base, code } = form;
  return answer({ values, base, code, time: timeOf({ locale, at: savedAt, timeZone }) });
});

function savedText(
  { draft, base, code, conflicts, isOpen }: SavedText,
  { locale, time }: { locale: Locale; time: string },
) {
  return {
    draft,
    base,
    code,
    time,
    conflicts: conflicts.map((fault) => ({ field: fault.field, text: fieldErrorText(locale, fault) })),
    note: isOpen ? null : translator(locale, 'draft')('closedMeanwhile'),
  };
}

const HEADERS = {
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

function answer(body: object, more: Record<string, string> = {}, status = 200): Response {
  return Response.json(body, { status, headers: { ...HEADERS, ...more } });
}

function jsonRoute(handle: (input: Input) => Promise<Response>): Route {
  return async (request, { params }) => {
    const locale = localeOf(request);
    try {
      return await handle({ request, ctx: strangerContext(request), locale, callSlug: (await params).call });
    } catch (error) {
      if (isAppError(error)) return answer({ sentence: errorText(locale, error) }, {}, statusOf(error.code));
      const reference = log.error({ event: 'draft.broken' }, error);
      return answer({ sentence: translator(locale, 'trouble')('brokenText', { reference }) }, {}, 500);
    }
  };
}
