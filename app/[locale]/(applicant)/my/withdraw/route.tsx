import { applicantFormRoute, applicantRoute } from '@/app/_http/applicant-route';
import { readFields } from '@/app/_http/multipart';
import { seeOther } from '@/app/_http/plain-page';
import { withdrawPage } from '@/app/_http/withdraw-page';
import { LETTER_LIMIT } from '@/domain/applications/input';
import { isAppError } from '@/domain/errors';
import { withdrawMyApplication } from '@/domain/retention/commands';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = applicantRoute(async (input) => {
  if (input.mine.state !== 'submitted') return seeOther(`/${input.locale}/my/application`);
  return withdrawPage(input, { typed: '', error: null });
});

export const POST = applicantFormRoute(
  async (input) => {
    const { ctx, locale, mine, request } = input;
    if (mine.state !== 'submitted') return seeOther(`/${locale}/my/application`);
    const typed = ((await readFields(request)).get('reason') ?? '').replace(/\r\n?/g, '\n');
    try {
      await withdrawMyApplication(ctx, { reason: typed, locale });
      return seeOther(`/${locale}/my/application`);
    } catch (error) {
      if (!isAppError(error, 'invalid_input')) throw error;
      const tooLong = translator(locale, 'status')('letterTooLong', { limit: LETTER_LIMIT });
      return withdrawPage(input, { typed, error: tooLong }, 422);
    }
  },
  { field: 'reason', to: 'withdraw' },
);
