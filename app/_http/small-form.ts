import { AppError } from '@/domain/errors';

/** What one can type, tick and choose on a page of the desk; a file is never in such a form. */
export const SMALL_FORM_BYTES = 1024 * 1024;

/**
 * The form of a page of the desk, which is held in memory whole: so only one that says how long it is, and is short, is
 * read at all. To be called once it is known who asks. Errors: invalid_input (too long, or no form).
 */
export async function smallForm(request: Request): Promise<FormData> {
  if (!isSmall(request)) throw new AppError('invalid_input');
  const form = await request.formData().catch(() => null);
  if (!form) throw new AppError('invalid_input');
  return form;
}

/** Does the body say that it is short? Node lets no more through than it says. */
export function isSmall(request: Request): boolean {
  const announced = request.headers.get('content-length');
  return announced !== null && Number(announced) <= SMALL_FORM_BYTES;
}
