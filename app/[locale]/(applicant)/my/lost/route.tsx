import { errorText, statusOf } from '@/app/_http/error-text';
import { readFields } from '@/app/_http/multipart';
import { plainPage } from '@/app/_http/plain-page';
import { type PlainInput, plainFormRoute, plainRoute } from '@/app/_http/plain-route';
import { LinkSent, LostCode } from '@/app/_ui/plain/mine/lost-code';
import { askForNewCode, CODE_LINK_MINUTES } from '@/domain/applications/commands';
import { type AppError, isAppError } from '@/domain/errors';
import { translator } from '@/locales';
import { randomToken } from '@/platform/codes';

export const dynamic = 'force-dynamic';

type Input = PlainInput<{ locale: string }>;

export const GET = plainRoute<{ locale: string }>((input) => askingPage(input));

export const POST = plainFormRoute<{ locale: string }>(async (input) => {
  const { ctx, frame, request } = input;
  const typed = (await readFields(request)).get('address') ?? '';
  try {
    await askForNewCode(ctx, { address: typed });
  } catch (error) {
    if (isAppError(error, 'invalid_input') || isAppError(error, 'too_many_tries'))
      return askingPage(input, { typed, refusal: error });
    throw error;
  }
  return plainPage(frame, {
    title: translator(frame.locale, 'lostCode')('sentTitle'),
    personal: true,
    body: <LinkSent frame={frame} page={randomToken()} minutes={CODE_LINK_MINUTES} />,
  });
});

function askingPage({ frame }: Input, refused?: { typed: string; refusal: AppError }): Promise<Response> {
  const t = translator(frame.locale, 'lostCode');
  const code = refused?.refusal.code;
  const error = code === 'invalid_input' ? t('badAddress') : refused && errorText(frame.locale, refused.refusal);
  return plainPage(frame, {
    title: translator(frame.locale, 'my')('lost'),
    status: code ? statusOf(code) : 200,
    personal: true,
    body: <LostCode frame={frame} typed={refused?.typed.slice(0, 254) ?? ''} error={error ?? null} />,
  });
}
