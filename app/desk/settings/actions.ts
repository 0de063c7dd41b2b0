'use server';

import { action, id, text } from '@/app/_http/action';
import { fromLocalTime } from '@/app/_ui/desk/zoned-time';
import { changeGrants, inviteMember, removeMember } from '@/domain/accounts/commands';
import { ROLES } from '@/domain/actor';
import { scheduleCall } from '@/domain/calls/commands';
import { CALL_STATES } from '@/domain/calls/rules';
import { AppError } from '@/domain/errors';
import { DECISION_KINDS } from '@/domain/reviews/rules';
import {
  addInbox,
  changeInbox,
  changePublication,
  changeTemplate,
  removeInbox,
  resetTemplate,
} from '@/domain/settings/commands';
import { INBOX_PURPOSES, PRIVACY_LEVELS } from '@/domain/settings/rules';
import { LOCALES } from '@/locales';
import { seenIn, unlessChanged } from './meanwhile';
import { toSection } from './to-section';

export const invite = action(async ({ ctx, form }) => {
  await inviteMember(ctx, { address: text(form, 'address'), name: text(form, 'name'), grants: grantsIn(form) });
  toSection('members');
});

export const changeMember = action((request) =>
  unlessChanged(request, async ({ ctx, form }) => {
    const memberId = id(form, 'member');
    if (text(form, 'then') === 'remove') await removeMember(ctx, memberId);
    else await changeGrants(ctx, memberId, grantsIn(form), seenIn(form));
    toSection('members');
  }),
);

export const changeCall = action((request) =>
  unlessChanged(request, async ({ ctx, form }) => {
    const timeZone = text(form, 'timeZone');
    const schedule = {
      state: oneOf(CALL_STATES, form, 'state'),
      timeZone,
      closesAt: momentIn(form, 'closesAt', timeZone),
      answerBy: momentIn(form, 'answerBy', timeZone),
    };
    await scheduleCall(ctx, text(form, 'slug'), schedule, seenIn(form));
    toSection('calls');
  }),
);

export const saveInbox = action((request) =>
  unlessChanged(request, async ({ ctx, form }) => {
    if (text(form, 'then') === 'remove') {
      await removeInbox(ctx, id(form, 'inbox'));
      toSection('inboxes');
    }
    const values = {
      address: text(form, 'address'),
      purpose: oneOf(INBOX_PURPOSES, form, 'purpose'),
      privacyLevel: oneOf(PRIVACY_LEVELS, form, 'privacyLevel'),
      callId: text(form, 'callId') || null,
    };
    if (text(form, 'inbox')) await changeInbox(ctx, id(form, 'inbox'), values, seenIn(form));
    else await addInbox(ctx, values);
    toSection('inboxes');
  }),
);

export const savePublication = action((request) =>
  unlessChanged(request, async ({ ctx, form }) => {
    const wanted = {
      name: text(form, 'name'),
      homeUrl: text(form, 'homeUrl'),
      leaveUrl: text(form, 'leaveUrl'),
      privacyContact: text(form, 'privacyContact'),
      retentionDays: Number(text(form, 'retentionDays')),
      rememberLanguage: text(form, 'rememberLanguage') === 'on',
      imprint: textsIn(form, 'imprint'),
      privacyText: textsIn(form, 'privacyText'),
    };
    await changePublication(ctx, wanted, seenIn(form));
    toSection('publication');
  }),
);

/** What was written in each language; a language without words is left out. */
function textsIn(form: FormData, name: string): Record<string, string> {
  const written = LOCALES.map((locale) => [locale, text(form, `${name}.${locale}`)] as const);
  return Object.fromEntries(written.filter(([, words]) => words !== ''));
}

/** Rows of a role and where it holds; a row without a role is none. */
function grantsIn(form: FormData) {
  const rows = [...form.keys()].flatMap((name) => /^role\.(.+)$/.exec(name)?.[1] ?? []);
  return rows.flatMap((row) => {
    const role = ROLES.find((known) => known === text(form, `role.${row}`));
    return role
      ? [{ role, region: text(form, `region.${row}`) || null, callId: text(form, `call.${row}`) || null }]
      : [];
  });
}

function momentIn(form: FormData, name: string, timeZone: string): Date | null {
  const typed = text(form, name);
  if (typed === '') return null;
  const moment = fromLocalTime(typed.length === 10 ? `${typed}T23:59` : typed, timeZone);
  if (!moment) throw new AppError('unlikely_day', { field: name });
  return moment;
}

function oneOf<const T extends string>(known: readonly T[], form: FormData, name: string): T {
  const found = known.find((value) => value === text(form, name));
  if (!found) throw new AppError('invalid_input', { field: name });
  return found;
}

export const saveTemplate = action((request) =>
  unlessChanged(request, async ({ ctx, form }) => {
    const which = {
      callId: text(form, 'callId') === '' ? null : id(form, 'callId'),
      kind: oneOf(DECISION_KINDS, form, 'kind'),
      locale: oneOf(LOCALES, form, 'locale'),
    };
    if (text(form, 'then') === 'reset') await resetTemplate(ctx, which);
    else {
      const version = Number(text(form, 'version'));
      await changeTemplate(ctx, { ...which, version, subject: text(form, 'subject'), text: text(form, 'text') });
    }
    toSection('templates', which.callId ? `?templates=${which.callId}` : '');
  }),
);
