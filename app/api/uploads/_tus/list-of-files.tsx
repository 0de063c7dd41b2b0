import { refusalText } from '@/app/_http/error-text';
import { checkMark, checkWord, FileCheck } from '@/app/_ui/plain/file-check';
import { MARKS } from '@/app/_ui/plain/form/slot';
import { nameOfPart } from '@/app/_ui/plain/form/uploads';
import type { Ctx } from '@/domain/context';
import { type DraftFiles, draftFiles } from '@/domain/intake/queries';
import { type Locale, translator } from '@/locales';
import { problemOf, problemOfStatus, problemResponse } from './problem';

export const UPLOADS_PATH = '/api/uploads';

/** What the page's script asks when it was loaded anew, and after the checks: which files of its draft are here. */
export async function listOfFiles(
  ctx: Ctx,
  { request, token, locale }: { request: Request; token: string; locale: Locale },
): Promise<Response> {
  if (new URL(request.url).pathname !== UPLOADS_PATH) return problemResponse(problemOfStatus(404, locale));
  try {
    const { documents, uploads } = await draftFiles(ctx, token);
    return Response.json({
      documents: await Promise.all(
        documents.map(async (document) => ({
          slot: document.slot,
          name: document.name,
          size: document.size,
          url: document.uploadId && addressOf(document.uploadId),
          check: await checkFor(document, locale),
        })),
      ),
      uploads: uploads.map((upload) => ({
        url: addressOf(upload.id),
        slot: upload.slot,
        name: nameOfPart(locale, upload),
        size: upload.size,
        received: upload.received,
      })),
    });
  } catch (error) {
    return problemResponse(problemOf(error, locale));
  }
}

export function addressOf(uploadId: string): string {
  return `${UPLOADS_PATH}/${uploadId}`;
}

/** As the page itself would show it, so that its script need not know how. */
async function checkFor(document: DraftFiles['documents'][number], locale: Locale) {
  const { check, slot } = document;
  const state = checkMark(check);
  const { renderToStaticMarkup } = await import('react-dom/server');
  return {
    state,
    mark: MARKS[state],
    word: checkWord(locale, check),
    say: sentenceOn(document, locale),
    html: renderToStaticMarkup(<FileCheck locale={locale} file={document} id={`${slot}-check`} />),
  };
}

/** What is said aloud when the check has ended. */
function sentenceOn({ check, slot }: DraftFiles['documents'][number], locale: Locale): string {
  const t = translator(locale, 'checks.own');
  const name = translator(locale, 'documents.slots')(slot);
  if (check.state === 'waiting') return '';
  if (check.state === 'refused') return t('notTaken', { document: name, why: refusalText(locale, check.reason) });
  return t('done', { document: name });
}
