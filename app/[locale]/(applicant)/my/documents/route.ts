import { type ApplicantInput, applicantFormRoute, applicantRoute } from '@/app/_http/applicant-route';
import { errorText, fieldErrorText, statusOf } from '@/app/_http/error-text';
import { type ReadForm, readForm } from '@/app/_http/multipart';
import { seeOther } from '@/app/_http/plain-page';
import { statusPage } from '@/app/_http/status-page';
import { replaceMyDocument } from '@/domain/applications/commands';
import { cleanFileName } from '@/domain/documents/rules';
import { type AppError, isAppError } from '@/domain/errors';
import { FILE_FIELDS } from '@/domain/intake/input';
import { documentFault } from '@/domain/intake/rules';
import type { Locale } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = applicantRoute(async ({ locale }) => seeOther(`/${locale}/my/application`));

type Refused = { field: string; fileName: string; refusal: AppError };

/** A newer version of one document; the field's name says which. */
export const POST = applicantFormRoute(async (input) => {
  const { ctx, locale, request } = input;
  const refused: Refused[] = [];
  let named: string | undefined;
  let received = 0;
  const read = await readForm(request, {
    field: () => {},
    async file(field, fileName, stream) {
      const slot = FILE_FIELDS[field];
      if (!slot) return;
      named = field;
      try {
        await replaceMyDocument(ctx, { slot, fileName, stream });
        received += 1;
      } catch (error) {
        if (!isAppError(error)) throw error;
        refused.push({ field, fileName: cleanFileName(fileName), refusal: error });
      }
    },
  });
  const [first] = refused;
  if (!first && read === 'gone') return new Response(null, { status: 400 });
  if (!first && received === 0) return nothingCame(input, { field: named ?? 'cv', read });
  return first ? refusedPage(input, first) : seeOther(`/${locale}/my/application#sent`);
});

/** No file was chosen, or it did not come whole: nothing has changed, and the page must not look as if it had. */
function nothingCame(input: ApplicantInput, { field, read }: { field: string; read: ReadForm }): Promise<Response> {
  const isTooMuch = read === 'too_much';
  const code = isTooMuch ? 'document_too_large' : 'document_missing';
  // Nothing is missing: the earlier file stands. So the sentence is the one for any document.
  const error = fieldErrorText(input.locale, { field: 'other', code });
  return statusPage(input, { replacement: { field, fileName: '', error } }, isTooMuch ? 413 : 422);
}

function refusedPage(input: ApplicantInput, { field, fileName, refusal }: Refused): Promise<Response> {
  const error = refusalText(input.locale, { field, refusal });
  return statusPage(input, { replacement: { field, fileName, error } }, statusOf(refusal.code));
}

function refusalText(locale: Locale, { field, refusal }: Omit<Refused, 'fileName'>): string {
  const fault = documentFault(refusal, field);
  return fault ? fieldErrorText(locale, fault) : errorText(locale, refusal);
}
