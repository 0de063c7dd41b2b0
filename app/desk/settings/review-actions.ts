'use server';

import { action, id, text } from '@/app/_http/action';
import { setLanguages } from '@/domain/accounts/commands';
import { AppError } from '@/domain/errors';
import { assignOpen, changePlan, changeRubric } from '@/domain/reviews/commands';
import { BLIND_MODES } from '@/domain/reviews/rules';
import { LOCALES, translator } from '@/locales';
import { seenIn, unlessChanged } from './meanwhile';
import { toSection } from './to-section';

export const saveRubric = action((request) =>
  unlessChanged(request, async ({ ctx, form }) => {
    await changeRubric(ctx, id(form, 'call'), rowsIn(form), seenIn(form));
    toSection('review');
  }),
);

export const savePlan = action((request) =>
  unlessChanged(request, async ({ ctx, form }) => {
    const blind = BLIND_MODES.find((mode) => mode === text(form, 'blind'));
    if (!blind) throw new AppError('invalid_input', { field: 'blind' });
    const plan = {
      reviewersEach: text(form, 'reviewersEach'),
      dueDays: text(form, 'dueDays') || null,
      automatic: form.has('automatic'),
      mayUnmask: form.has('mayUnmask'),
      blind,
    };
    await changePlan(ctx, id(form, 'call'), plan, seenIn(form));
    toSection('review');
  }),
);

export const assignNow = action(async ({ ctx, form, locale }) => {
  const count = await assignOpen(ctx, { callId: id(form, 'call') });
  return { notice: translator(locale, 'reviewing.settings')('assignedNow', { count }) };
});

export const saveLanguages = action((request) =>
  unlessChanged(request, async ({ ctx, form }) => {
    const languages = [...form.keys()].flatMap((name) => /^languages\.(.+)$/.exec(name)?.[1] ?? []);
    await setLanguages(ctx, id(form, 'member'), languages, seenIn(form));
    toSection('members');
  }),
);

/** The criteria in the order of their places; those taken out, and the empty row for one more, are none. */
function rowsIn(form: FormData) {
  const rows = [...form.keys()].flatMap((name) => /^weight\.(.+)$/.exec(name)?.[1] ?? []);
  return rows
    .map((row) => ({ row, key: text(form, `key.${row}`) || null, names: namesIn(form, row) }))
    .filter(({ row, key, names }) => (key === null ? Object.keys(names).length > 0 : !form.has(`out.${row}`)))
    .sort((one, other) => Number(text(form, `place.${one.row}`)) - Number(text(form, `place.${other.row}`)))
    .map(({ row, key, names }) => ({ key, names, weight: text(form, `weight.${row}`) }));
}

function namesIn(form: FormData, row: string): Record<string, string> {
  const named = (['und', ...LOCALES] as const).map((language) => [language, text(form, `name.${row}.${language}`)]);
  return Object.fromEntries(named.filter(([, name]) => name !== ''));
}
