import { applicantFormRoute, applicantRoute } from '@/app/_http/applicant-route';
import { errorText, statusOf } from '@/app/_http/error-text';
import { readFields } from '@/app/_http/multipart';
import { seeOther } from '@/app/_http/plain-page';
import { statusPage } from '@/app/_http/status-page';
import { writeToEditors } from '@/domain/applications/commands';
import { LETTER_LIMIT } from '@/domain/applications/input';
import { isAppError, isDamage } from '@/domain/errors';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = applicantRoute(async ({ locale }) => seeOther(`/${locale}/my/application`));

export const POST = applicantFormRoute(
  async (input) => {
    const { ctx, locale, request } = input;
    const typed = ((await readFields(request)).get('text') ?? '').replace(/\r\n?/g, '\n');
    try {
      await writeToEditors(ctx, { text: typed, locale });
      return seeOther(`/${locale}/my/application#messages`);
    } catch (error) {
      if (isAppError(error, 'invalid_input')) {
        const t = translator(locale, 'status');
        const text = typed.trim() === '' ? t('letterEmpty') : t('letterTooLong', { limit: LETTER_LIMIT });
        return statusPage(input, { letter: { typed, error: text } }, 422);
      }
      if (isAppError(error, 'too_many_tries') || isAppError(error, 'withdrawn')) {
        return statusPage(input, { letter: { typed, error: errorText(locale, error) } }, statusOf(error.code));
      }
      if (isDamage(error)) {
        const text = translator(locale, 'status')('unreadable.everything');
        return statusPage(input, { letter: { typed, error: text } }, 500);
      }
      throw error;
    }
  },
  { field: 'text', to: 'letter' },
);
