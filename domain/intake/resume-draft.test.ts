import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applicantSession, enterReceiptCode } from '@/domain/applications/commands';
import { type Ctx, contextFor } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { aSentApplication, openTestPortal, postForm, type TestPortal } from '@/domain/testing/portal';
import { newDraftToken, resumeDraft } from './commands';
import type { FormOutcome } from './input';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

const NONE = { name: '', bytes: Buffer.alloc(0) };
const NO_FILES = { cv: NONE, coverLetter: NONE, writingSample: NONE };

async function applicantWith(code: string): Promise<Ctx> {
  const { session } = await enterReceiptCode(portal.stranger(), { typed: code });
  const found = await applicantSession(portal.stranger(), session);
  if (!found) throw new Error('no session');
  const { applicationId, sessionHash } = found;
  return contextFor({ kind: 'applicant', applicationId, sessionHash }, portal.services);
}

function asForm(outcome: FormOutcome): Extract<FormOutcome, { kind: 'form' }> {
  if (outcome.kind !== 'form') throw new Error('it was sent');
  return outcome;
}

async function savedDraft(): Promise<{ draft: string; code: string }> {
  const draft = newDraftToken(portal.stranger());
  const { form } = asForm(await postForm(portal.stranger(), { fields: { draft, action: 'save', name: 'Saba' } }));
  if (!form.code) throw new Error('a saved draft without a code');
  return { draft, code: form.code };
}

describe('a saved draft', () => {
  it('comes back with its code, text and files', async () => {
    const { code } = await savedDraft();
    const form = await resumeDraft(await applicantWith(code));
    expect(form.values.name).toBe('Saba');
    expect(Object.keys(form.documents).sort()).toEqual(['cover_letter', 'cv', 'writing_sample']);
    expect(form.code).toBeNull();
  });

  it('is sent from where it was resumed, and keeps the code that was written down', async () => {
    const { code } = await savedDraft();
    const { draft } = await resumeDraft(await applicantWith(code));
    const sent = await postForm(portal.stranger(), { fields: { draft }, files: NO_FILES });
    expect(sent).toMatchObject({ kind: 'sent', code: null, replay: false });
    await expect(enterReceiptCode(portal.stranger(), { typed: code })).resolves.toBeDefined();
  });

  it('is the same draft in the window it was first written in', async () => {
    const { draft, code } = await savedDraft();
    const resumed = await resumeDraft(await applicantWith(code));
    const sent = await postForm(portal.stranger(), { fields: { draft: resumed.draft }, files: NO_FILES });
    const again = await postForm(portal.stranger(), { fields: { draft }, files: NO_FILES });
    if (sent.kind !== 'sent') throw new Error('it was not sent');
    expect(again).toMatchObject({ kind: 'sent', number: sent.number, replay: true });
  });
});

describe('nobody resumes', () => {
  it('an application that has been sent', async () => {
    const { code } = await aSentApplication(portal);
    await expect(applicantWith(code ?? '').then(resumeDraft)).rejects.toThrow(new AppError('not_found'));
  });

  it('anything as a stranger', async () => {
    await expect(resumeDraft(portal.stranger())).rejects.toThrow(new AppError('not_found'));
  });
});
