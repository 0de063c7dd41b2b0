import { Readable } from 'node:stream';
import { text } from '@/app/_http/action';
import { statusOf } from '@/app/_http/error-text';
import { comesFromAnotherSite } from '@/app/_http/headers';
import { isNumber } from '@/app/_http/ids';
import { askingBrowser, memberContext } from '@/app/_http/member-session';
import { viewFromQuery } from '@/app/_ui/desk/view';
import { queueQuery } from '@/app/desk/facts';
import { isAppError } from '@/domain/errors';
import { exportApplications } from '@/domain/exports/commands';
import { EXPORT_FORMATS } from '@/domain/exports/rules';

/** The selection as a file that is made while it travels. */
export async function POST(request: Request): Promise<Response> {
  if (comesFromAnotherSite(request)) return refused(403);
  const form = await request.formData();
  const format = EXPORT_FORMATS.find((known) => known === text(form, 'format'));
  if (!format) return refused(422);
  const picked = form.getAll('pick').filter((value) => typeof value === 'string' && isNumber(value));
  const { after: _, before: __, ...query } = queueQuery(viewFromQuery(text(form, 'query')));
  try {
    const { fileName, mediaType, stream } = await exportApplications(await memberContext(), {
      format,
      numbers: picked.map(String),
      query,
      browser: (await askingBrowser()) ?? 'none',
    });
    return new Response(Readable.toWeb(Readable.from(stream)) as ReadableStream, {
      headers: {
        'Content-Type': mediaType,
        'Content-Disposition': `attachment; filename="${fileName}"`,
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'private, no-store',
        'Cross-Origin-Resource-Policy': 'same-origin',
      },
    });
  } catch (error) {
    if (isAppError(error, 'proof_needed')) return backTo(form);
    if (isAppError(error)) return refused(statusOf(error.code));
    throw error;
  }
}

/** The five minutes are over: the same page asks for a code again. */
function backTo(form: FormData): Response {
  const selection = new URLSearchParams(text(form, 'query'));
  for (const number of form.getAll('pick')) if (typeof number === 'string') selection.append('pick', number);
  return new Response(null, {
    status: 303,
    headers: { Location: `/desk/export?${selection}`, 'Cache-Control': 'no-store' },
  });
}

function refused(status: number): Response {
  return new Response(null, { status, headers: { 'Cache-Control': 'no-store' } });
}
