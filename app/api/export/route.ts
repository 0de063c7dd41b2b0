import { Readable } from 'node:stream';
import { text } from '@/app/_http/action';
import { errorText, statusOf } from '@/app/_http/error-text';
import { pickedIn } from '@/app/_http/export-selection';
import { comesFromAnotherSite } from '@/app/_http/headers';
import { askingBrowser, deskLocale, memberContext } from '@/app/_http/member-session';
import { memberTrouble } from '@/app/_http/member-trouble';
import { smallForm } from '@/app/_http/small-form';
import { queueAddress, viewFromQuery } from '@/app/_ui/desk/view';
import { queueQuery } from '@/app/desk/facts';
import { AppError, isAppError } from '@/domain/errors';
import { type Exported, exportApplications } from '@/domain/exports/commands';
import type { ExportInput } from '@/domain/exports/input';
import { EXPORT_FORMATS } from '@/domain/exports/rules';
import { translator } from '@/locales';
import { log } from '@/platform/log';

/** The selection as a file that is made while it travels. */
export async function POST(request: Request): Promise<Response> {
  let form = new FormData();
  try {
    if (comesFromAnotherSite(request)) return await fromElsewhere();
    const ctx = await memberContext();
    form = await smallForm(request);
    const exported = await exportApplications(ctx, {
      format: formatIn(form),
      selection: selectionIn(form),
      browser: (await askingBrowser()) ?? 'none',
    });
    return download(exported);
  } catch (error) {
    if (isAppError(error, 'proof_needed')) return backTo(form);
    return refused(form, error);
  }
}

function formatIn(form: FormData): ExportInput['format'] {
  const format = EXPORT_FORMATS.find((known) => known === text(form, 'format'));
  if (!format) throw new AppError('invalid_input');
  return format;
}

function selectionIn(form: FormData): ExportInput['selection'] {
  const { asked, numbers } = pickedIn(form.getAll('pick'));
  if (numbers.length > 0) return { numbers };
  const view = viewFromQuery(text(form, 'query'));
  // Nobody reads the withdrawn any more, so nobody takes them along.
  if (asked || view.name === 'withdrawn') throw new AppError('nothing_to_export');
  const { after: _, before: __, ...query } = queueQuery(view);
  return { query };
}

function download({ fileName, mediaType, stream }: Exported): Response {
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

async function fromElsewhere(): Promise<Response> {
  const locale = await deskLocale();
  const t = translator(locale, 'trouble');
  return memberTrouble({ locale, status: 403, title: t('crossSiteTitle'), text: t('crossSiteText'), back: '/desk' });
}

async function refused(form: FormData, error: unknown): Promise<Response> {
  const locale = await deskLocale();
  const back = queueAddress(viewFromQuery(text(form, 'query')));
  if (isAppError(error, 'not_allowed'))
    return memberTrouble({ locale, status: 403, text: translator(locale, 'exports')('mayNot'), back });
  if (isAppError(error))
    return memberTrouble({ locale, status: statusOf(error.code), text: errorText(locale, error), back });
  const reference = log.error({ event: 'export.failed' }, error);
  const t = translator(locale, 'trouble');
  return memberTrouble({
    locale,
    status: 500,
    title: t('brokenTitle'),
    text: t('brokenText', { reference }),
    back,
  });
}
