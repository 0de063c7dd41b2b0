import { afterAll, beforeAll } from 'vitest';
import type { MemberActor } from '@/domain/actor';
import type { Ctx } from '@/domain/context';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { applicantSession, changeStage } from '../commands';
import { applicationForDesk, queueFor } from '../queries';

export let portal: TestPortal;
export let editor: MemberActor;

/** A portal of the test file's own in which seven applications were sent, one after the other. */
export function sevenApplications(): void {
  beforeAll(async () => {
    portal = await openTestPortal();
    editor = await aMember(portal);
    for (let index = 0; index < 7; index += 1) {
      const { number } = await aSentApplication(portal, {
        fields: {
          name: `Ketevan No ${index}`,
          email: `k${index}@example.org`,
          region: index % 2 === 0 ? ['georgia'] : ['armenia', 'other'],
          writes: index % 3 === 0 ? ['ka', 'en'] : ['hy'],
          topics: index === 5 ? ['water-and-land'] : [],
          keepInPool: index === 6 ? 'on' : '',
        },
      });
      numbers.push(number);
    }
  });
  afterAll(() => portal.close());
}

export const numbers: string[] = [];
export const at = (place: number) => numbers[place] ?? '';

export const shown = async (ctx: Ctx, input: Parameters<typeof queueFor>[1]) =>
  (await queueFor(ctx, { limit: 200, ...input })).entries.map((entry) => entry.number);

export async function idOf(number: string): Promise<string> {
  return (await applicationForDesk(portal.system(), number)).id;
}

export async function move(number: string, to: 'new' | 'reading' | 'talking' | 'shortlist' | 'held') {
  const { version } = await applicationForDesk(portal.system(), number);
  await changeStage(portal.as(editor), { number, version, to });
}

export function asApplicant(session: string): Promise<Ctx> {
  return asApplicantOf(portal, session);
}

export async function asApplicantOf(testPortal: TestPortal, session: string): Promise<Ctx> {
  const found = await applicantSession(testPortal.stranger(), session);
  if (!found) throw new Error('no session');
  return testPortal.as({ kind: 'applicant', applicationId: found.applicationId, sessionHash: found.sessionHash });
}
