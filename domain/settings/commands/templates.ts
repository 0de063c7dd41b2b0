import { and, eq, isNull } from 'drizzle-orm';
import { answerTemplates } from '@/db/schema/settings';
import { isAdministrator } from '@/domain/actor';
import { record } from '@/domain/audit/commands';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { unknownPlaceholder } from '@/domain/reviews/rules';
import { type TemplateInput, templateInput } from '../input';

/**
 * Writes the newsroom's words for an answer, in one language, for one call or all. Errors: not_found (no administrator),
 * unknown_placeholder {placeholder, field}, conflict (somebody changed them since they were read).
 */
export async function changeTemplate(ctx: Ctx, input: TemplateInput): Promise<void> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  const { version, ...values } = templateInput.parse(input);
  for (const field of ['subject', 'text'] as const) {
    const placeholder = unknownPlaceholder(values[field]);
    if (placeholder !== null) throw new AppError('unknown_placeholder', { placeholder, field });
  }
  await transaction(ctx, async (tx) => {
    const written =
      version === 0
        ? await tx.db
            .insert(answerTemplates)
            .values({ ...values, updatedAt: tx.now })
            .onConflictDoNothing()
            .returning({ id: answerTemplates.id })
        : await tx.db
            .update(answerTemplates)
            .set({ subject: values.subject, text: values.text, version: version + 1, updatedAt: tx.now })
            .where(and(theOne(values), eq(answerTemplates.version, version)))
            .returning({ id: answerTemplates.id });
    const [row] = written;
    if (!row) throw new AppError('conflict');
    await record(tx, {
      verb: 'template.changed',
      subject: { kind: 'template', id: row.id },
      details: { kind: values.kind, locale: values.locale },
    });
  });
}

/** Back to the words the portal brings. Errors: not_found (no administrator, or nothing to take back). */
export async function resetTemplate(
  ctx: Ctx,
  input: Pick<TemplateInput, 'kind' | 'locale'> & { callId: string | null },
): Promise<void> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  await transaction(ctx, async (tx) => {
    const [row] = await tx.db.delete(answerTemplates).where(theOne(input)).returning({ id: answerTemplates.id });
    if (!row) throw new AppError('not_found');
    await record(tx, {
      verb: 'template.reset',
      subject: { kind: 'template', id: row.id },
      details: { kind: input.kind, locale: input.locale },
    });
  });
}

function theOne({ callId, kind, locale }: Pick<TemplateInput, 'kind' | 'locale'> & { callId: string | null }) {
  return and(
    callId === null ? isNull(answerTemplates.callId) : eq(answerTemplates.callId, callId),
    eq(answerTemplates.kind, kind),
    eq(answerTemplates.locale, locale),
  );
}
