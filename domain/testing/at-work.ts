import type { Actor, MemberActor } from '@/domain/actor';
import { applicantSession, writeToEditors } from '@/domain/applications/commands';
import { applicationForDesk, myApplication } from '@/domain/applications/queries';
import { addTask, writeComment } from '@/domain/discussion/commands';
import { discussionOf } from '@/domain/discussion/queries';
import { checkDocument } from '@/domain/documents/commands';
import { assign, decide, score } from '@/domain/reviews/commands';
import { aSentApplication, type FormParts, type TestPortal } from './portal';

export type Sent = {
  id: string;
  number: string;
  code: string;
  session: string;
  versionIds: string[];
  applicant: Actor;
};

/** A sent application with all that leads to it, from the desk and from its applicant's own pages. */
export async function sentTo(portal: TestPortal, parts: FormParts = {}): Promise<Sent> {
  const { number, code, session } = await aSentApplication(portal, parts);
  const found = await applicantSession(portal.stranger(), session);
  if (!found) throw new Error('no session');
  const applicant: Actor = { kind: 'applicant', applicationId: found.applicationId, sessionHash: found.sessionHash };
  const { documents } = await myApplication(portal.as(applicant));
  return { id: found.applicationId, number, code, session, versionIds: documents.map(({ id }) => id), applicant };
}

export type Crew = { editor: MemberActor; reviewer: MemberActor };

/** What members and applicant do until an answer waits: checks, a letter, talk, tasks, readers, cards, a decision. */
export async function beAtWorkOn(portal: TestPortal, sent: Sent, { editor, reviewer }: Crew): Promise<void> {
  const { number } = sent;
  const ctx = portal.as(editor);
  for (const id of sent.versionIds) await checkDocument(portal.system(), id);
  await writeToEditors(portal.as(sent.applicant), { text: 'Has it arrived?', locale: 'en' });
  const { readers } = await discussionOf(ctx, number);
  const called = readers.find(({ memberId }) => memberId === reviewer.memberId);
  await writeComment(ctx, { number, text: `@${called?.name} look at this.` });
  await addTask(ctx, { number, text: 'Call back', assigneeId: editor.memberId });
  await assign(ctx, { number, memberId: reviewer.memberId });
  await score(ctx, { number, scores: {}, note: 'Strong' });
  const { version } = await applicationForDesk(ctx, number);
  await decide(ctx, { number, version, kind: 'hold', subject: 'Not yet', text: 'We are still reading.' });
}
