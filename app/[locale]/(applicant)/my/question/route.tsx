import { askerFormRoute, askerRoute } from '@/app/_http/asker-route';
import { errorText, statusOf } from '@/app/_http/error-text';
import { readFields } from '@/app/_http/multipart';
import { seeOther } from '@/app/_http/plain-page';
import { questionPage } from '@/app/_http/question-page';
import { isAppError } from '@/domain/errors';
import { writeAgain } from '@/domain/questions/commands';
import { QUESTION_MAX } from '@/domain/questions/rules';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = askerRoute((input) => questionPage(input, null));

/** More to the same question. */
export const POST = askerFormRoute(
  async (input) => {
    const { ctx, locale, request, session } = input;
    const typed = ((await readFields(request)).get('text') ?? '').replaceAll('\0', '').replace(/\r\n?/g, '\n');
    try {
      await writeAgain(ctx, { session, text: typed });
      return seeOther(`/${locale}/my/question#thread`);
    } catch (error) {
      const t = translator(locale, 'questions');
      if (isAppError(error, 'invalid_input')) {
        const text = typed.trim() === '' ? t('missing') : t('tooLong', { limit: QUESTION_MAX });
        return questionPage(input, { typed, error: text }, 422);
      }
      if (isAppError(error, 'too_many_tries'))
        return questionPage(input, { typed, error: errorText(locale, error) }, statusOf(error.code));
      throw error;
    }
  },
  { field: 'text', to: 'question' },
);
