import { text } from '@/app/_http/action';
import { comesFromAnotherSite } from '@/app/_http/headers';
import { isNumber } from '@/app/_http/ids';
import { mailFrame } from '@/app/_http/mail-frame';
import { smallForm } from '@/app/_http/small-form';
import { AppError } from '@/domain/errors';
import { answerDraft, answerPreview, templatePreview } from '@/domain/reviews/queries';
import { DECISION_KINDS } from '@/domain/reviews/rules';

/** The mail that the default answer would become. */
export async function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams;
  return mailFrame(async (ctx) => {
    const number = asked.get('number') ?? '';
    const kind = DECISION_KINDS.find((known) => known === asked.get('kind'));
    if (!isNumber(number) || !kind) throw new AppError('not_found');
    const written = await answerPreview(ctx, { number, ...(await answerDraft(ctx, { number, kind })) });
    return { ...written, asText: asked.get('as') === 'text' };
  });
}

/**
 * The mail that what stands in the form would become. In the form for several, `preview` names one of them and the
 * language whose words are hers, as in APP-7F3K:ka.
 */
export async function POST(request: Request): Promise<Response> {
  if (comesFromAnotherSite(request)) return new Response(null, { status: 403 });
  return mailFrame(async (ctx) => {
    const form = await smallForm(request);
    const [number = '', locale] = (
      text(form, 'preview').includes(':') ? text(form, 'preview') : text(form, 'number')
    ).split(':');
    const suffix = locale === undefined ? '' : `.${locale}`;
    if (!isNumber(number)) throw new AppError('not_found');
    const answer = { subject: text(form, `subject${suffix}`), text: text(form, `text${suffix}`) };
    const preview = locale === undefined ? answerPreview : templatePreview;
    const written = await preview(ctx, { number, subject: answer.subject || '–', text: answer.text || '–' });
    return { ...written, asText: text(form, 'preview') === 'text' };
  });
}
