import { statusOf } from '@/app/_http/error-text';
import { isNumber } from '@/app/_http/ids';
import { deskLocale, memberContext } from '@/app/_http/member-session';
import { bePresent } from '@/domain/applications/commands';
import { colleaguesAt } from '@/domain/applications/queries';
import { isAppError } from '@/domain/errors';
import { translator } from '@/locales';
import { log } from '@/platform/log';

type Params = { params: Promise<{ code: string }> };

/** Says that a member has the application open, and answers with one line about who else has; empty where nobody has. */
export async function POST(request: Request, { params }: Params): Promise<Response> {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return new Response(null, { status: 403 });
  const { code } = await params;
  if (!isNumber(code)) return new Response(null, { status: 404 });
  try {
    const ctx = await memberContext();
    await bePresent(ctx, code);
    const names = await colleaguesAt(ctx, code);
    const locale = await deskLocale();
    const list = new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
    const line =
      names.length === 0 ? '' : translator(locale, 'desk.list')('present', { count: names.length, names: list });
    return new Response(line, {
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    });
  } catch (error) {
    if (isAppError(error)) return new Response(null, { status: statusOf(error.code) });
    log.error({ event: 'presence.failed' }, error);
    return new Response(null, { status: 500 });
  }
}
