import { isId } from '@/app/_http/ids';
import { mailFrame } from '@/app/_http/mail-frame';
import { deskLocale } from '@/app/_http/member-session';
import { AppError } from '@/domain/errors';
import { mailPreview } from '@/domain/messages/queries';
import { translator } from '@/locales';

/** One mail of the outbox as it left or will leave, for those who may see it. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  return mailFrame(async (ctx) => {
    if (!isId(id)) throw new AppError('not_found');
    const { html, text, damaged } = await mailPreview(ctx, id);
    const said = damaged ? translator(await deskLocale(), 'trouble')('unreadable') : text;
    return { html, text: said, asText: new URL(request.url).searchParams.get('as') === 'text' };
  });
}
