import { createCall } from '@/domain/calls/commands';
import { callInput } from '@/domain/calls/input';
import { callBySlug } from '@/domain/calls/queries';
import { closeServices, systemContext } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { setRubric } from '@/domain/reviews/commands';
import { Refusal, say } from './terminal';

/** Makes a new call with the words, regions and languages of another: a draft, without days, with the usual rubric. */
export async function copyCall([from, to]: string[]): Promise<number> {
  const slug = callInput.shape.slug.safeParse(to);
  if (!from || !slug.success) throw new Refusal('Which, and into what? npm run portal -- call:copy old-call new-call');
  const ctx = systemContext('copy-call');
  try {
    const { id: _, ...call } = await callBySlug(ctx, from);
    const input = callInput.parse({ ...call, slug: slug.data, state: 'draft', closesAt: null, answerBy: null });
    const { id } = await createCall(ctx, input);
    await setRubric(ctx, id);
    say(`The call ${slug.data} is there. Open it under Settings.`);
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'not_found') throw new Refusal('No call has this slug.', { cause });
    throw cause;
  } finally {
    await closeServices();
  }
  return 0;
}
