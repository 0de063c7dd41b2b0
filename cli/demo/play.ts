import { Readable } from 'node:stream';
import type { DemoClock } from '@/db/demo/clock';
import { DEMO_TASK } from '@/db/demo/marker';
import { sayMailDeferred, sayMailRefused, sayMailsLeft } from '@/db/demo/post-office';
import { CALL } from '@/db/seed/regional-specialists';
import type { Actor } from '@/domain/actor';
import { changeStage, newDraftToken, openDraft, writeToEditors } from '@/domain/applications/commands';
import { applicationForDesk, type DeskApplication } from '@/domain/applications/queries';
import { record } from '@/domain/audit/commands';
import type { Call } from '@/domain/calls/queries';
import type { Ctx, TxCtx } from '@/domain/context';
import { beginIntake } from '@/domain/intake/commands';
import { decide, releaseDecision, score, undoDecision } from '@/domain/reviews/commands';
import { answerDraft } from '@/domain/reviews/queries';
import type { DecisionKind } from '@/domain/reviews/rules';
import { Refusal } from '../terminal';
import type { DemoMembers } from './members';
import type { Person } from './people';
import type { Press } from './press';
import type { Scene } from './story';

export type Stage = {
  tx: TxCtx;
  clock: DemoClock;
  press: Press;
  call: Call;
  people: readonly Person[];
  members: DemoMembers;
  /** By person: what they have sent. */
  sent: Map<number, { id: string; number: string }>;
};

/** Plays one scene through the portal's own commands, at its own time. */
export async function play(stage: Stage, scene: Scene): Promise<void> {
  await stage.clock.set(scene.at);
  const as = (actor: Actor): TxCtx => ({ ...stage.tx, actor, now: scene.at });
  if (scene.kind === 'sends') await sends(stage, scene, as);
  else if (scene.kind === 'replies') await replies(stage, scene, as);
  else await actsOnDesk(stage, scene, as);
  // In the transaction that wrote them: no mail of a scene is ever seen waiting by a worker.
  await sayMailsLeft(stage.tx.db, sentBy(stage, scene).id);
}

async function actsOnDesk(stage: Stage, scene: OnDesk['scene'], as: (actor: Actor) => TxCtx): Promise<void> {
  const ctx = as(stage.members[scene.by]);
  const application = await applicationForDesk(ctx, sentBy(stage, scene).number);
  await onDesk({ ctx, scene, application, person: personIn(stage, scene) });
}

type OnDesk = {
  ctx: Ctx;
  scene: Exclude<Scene, { kind: 'sends' | 'replies' }>;
  application: DeskApplication;
  person: Person;
};

async function onDesk({ ctx, scene, application, person }: OnDesk): Promise<void> {
  const { number, version } = application;
  switch (scene.kind) {
    case 'opens':
      return opens(ctx, application, scene.field);
    case 'scores':
      await score(ctx, { number, scores: scene.scores, note: scene.note, finish: true });
      return;
    case 'moves':
      return changeStage(ctx, { number, version, to: scene.to });
    case 'decides':
      await decide(ctx, {
        number,
        version,
        kind: scene.decision,
        ...(await answerFor(ctx, { number, person, kind: scene.decision })),
      });
      return;
    case 'undoes':
      return undoDecision(ctx, { number, version });
    case 'releases':
      return releaseDecision(ctx, { number, version });
  }
}

async function opens(ctx: Ctx, { documents }: DeskApplication, slot: 'cv' | 'writing_sample'): Promise<void> {
  const document = documents.find((one) => one.slot === slot);
  if (!document) return;
  // The trail of an opening, without one: files that have just come in are still being checked.
  await record(ctx, {
    verb: 'document.opened',
    subject: { kind: 'document', id: document.id },
    details: { slot },
  });
}

/** The portal's own wording; a question is written where the wording leaves room for one. */
async function answerFor(
  ctx: Ctx,
  { number, person, kind }: { number: string; person: Person; kind: DecisionKind },
): Promise<{ subject: string; text: string }> {
  const { subject, text } = await answerDraft(ctx, { number, kind });
  return { subject, text: kind === 'ask' ? text.replace(/\n{3,}/, `\n\n${person.tongue.question}\n\n`) : text };
}

async function replies(stage: Stage, scene: Scene, as: (actor: Actor) => TxCtx): Promise<void> {
  const { id } = sentBy(stage, scene);
  const { tongue, locale } = personIn(stage, scene);
  const applicant = as({ kind: 'applicant', applicationId: id, sessionHash: Buffer.alloc(0) });
  await writeToEditors(applicant, { text: tongue.reply, locale });
}

async function sends(
  stage: Stage,
  scene: Extract<Scene, { kind: 'sends' }>,
  as: (actor: Actor) => TxCtx,
): Promise<void> {
  const person = personIn(stage, scene);
  const portal = as({ kind: 'system', task: DEMO_TASK });
  const token = newDraftToken(portal);
  const { applicationId } = await openDraft(portal, { token, callId: stage.call.id, locale: person.locale });
  const number = await fillForm(as({ kind: 'stranger', peer: `demo-${scene.person}` }), { stage, person, token });
  stage.sent.set(scene.person, { id: applicationId, number });
  await hinder(portal, applicationId, scene.mail);
}

async function fillForm(
  ctx: Ctx,
  { stage, person, token }: { stage: Stage; person: Person; token: string },
): Promise<string> {
  const intake = await beginIntake(ctx, { callSlug: CALL.slug, locale: person.locale });
  const fields = { draft: token, ...person.fields, action: 'send' };
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) intake.field(name, value);
  for (const { field, name, bytes } of await stage.press(person))
    await intake.file(field, name, Readable.from([bytes]));
  const outcome = await intake.finish();
  if (outcome.kind === 'sent') return outcome.number;
  const faults = outcome.errors.map(({ field, code }) => `${field} ${code}`).join(', ');
  throw new Refusal(
    `An invented application was not taken (${outcome.notice ?? outcome.status}): ${faults || 'is the call open?'}`,
  );
}

/** What went wrong with the first mail, where something did. */
async function hinder(
  ctx: TxCtx,
  applicationId: string,
  fate: Extract<Scene, { kind: 'sends' }>['mail'],
): Promise<void> {
  if (fate === 'deferred') return sayMailDeferred(ctx.db, applicationId);
  if (fate !== 'refused') return;
  const id = await sayMailRefused(ctx.db, applicationId);
  if (!id) throw new Error('no mail that could be refused');
  const details = { trouble: 'refused', reply: '550 5.1.1' };
  await record(ctx, { verb: 'mail.failed', subject: { kind: 'mail', id }, details });
}

function sentBy({ sent }: Stage, { person }: Scene): { id: string; number: string } {
  const application = sent.get(person);
  if (!application) throw new Error('somebody acts on an application before it was sent');
  return application;
}

function personIn({ people }: Stage, { person }: Scene): Person {
  const found = people[person];
  if (!found) throw new Error('a scene without its person');
  return found;
}
