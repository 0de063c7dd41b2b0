import { type ApplicantInput, applicantFormRoute, applicantRoute } from '@/app/_http/applicant-route';
import { errorText, fieldErrorText, LIMIT_IN_MEGABYTES, statusOf } from '@/app/_http/error-text';
import { type ReadForm, readForm, statusWithoutFile } from '@/app/_http/multipart';
import { seeOther } from '@/app/_http/plain-page';
import { statusPage } from '@/app/_http/status-page';
import { replaceMyDocument } from '@/domain/applications/commands';
import { cleanFileName } from '@/domain/documents/rules';
import { type AppError, isAppError, isDamage } from '@/domain/errors';
import { FILE_FIELDS } from '@/domain/intake/input';
import { documentFault } from '@/domain/intake/rules';
import { type Locale, translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = applicantRoute(async ({ locale }) => seeOther(`/${locale}/my/application`));

type Refused = { field: string; fileName: string; refusal: AppError };

/** A newer version of one document; the field's name says which. */
export const POST = applicantFormRoute(async (input) => {
  const { ctx, locale, request } = input;
  const refused: Refused[] = [];
  let replaced = 0;
  let isDamaged = false;
  const read = await readForm(request, {
    field: () => {},
    async file(field, fileName, stream) {
      const slot = FILE_FIELDS[field];
      if (!slot) return;
      try {
        await replaceMyDocument(ctx, { slot, fileName, bytes: { stream, freesChunks: true } });
        replaced += 1;
      } catch (error) {
        if (isDamage(error)) {
          isDamaged = true;
          return;
        }
        if (!isAppError(error)) throw error;
        refused.push({ field, fileName: cleanFileName(fileName), refusal: error });
      }
    },
  });
  if (isDamaged) return damagedPage(input);
  const [first] = refused;
  if (first) return refusedPage(input, first);
  if (replaced > 0) return seeOther(`/${locale}/my/application#sent`);
  return read === 'gone' ? new Response(null, { status: 400 }) : notArrivedPage(input, read);
});

function refusedPage(input: ApplicantInput, { field, fileName, refusal }: Refused): Promise<Response> {
  const error = refusalText(input.locale, { field, refusal });
  return statusPage(input, { replacement: { file: { field, name: fileName }, error } }, statusOf(refusal.code));
}

/** With a damaged key nothing can be sealed any more. */
function damagedPage(input: ApplicantInput): Promise<Response> {
  const error = translator(input.locale, 'status')('unreadable.everything');
  return statusPage(input, { replacement: { file: null, error } }, 500);
}

function notArrivedPage(input: ApplicantInput, read: Exclude<ReadForm, 'gone'>): Promise<Response> {
  const error = translator(input.locale, 'status')('replaceNotArrived', { limit: LIMIT_IN_MEGABYTES });
  return statusPage(input, { replacement: { file: null, error } }, statusWithoutFile(read));
}

function refusalText(locale: Locale, { field, refusal }: Omit<Refused, 'fileName'>): string {
  const fault = documentFault(refusal, field);
  return fault ? fieldErrorText(locale, fault) : errorText(locale, refusal);
}
