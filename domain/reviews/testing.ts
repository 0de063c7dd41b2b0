import { afterAll, beforeAll } from 'vitest';
import type { MemberActor } from '@/domain/actor';
import { applicationForDesk } from '@/domain/applications/queries';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';

export let portal: TestPortal;
export let editor: MemberActor;
export let administrator: MemberActor;

/** A portal of the test file's own. */
export function aPortalWithReviews(): void {
  beforeAll(async () => {
    portal = await openTestPortal();
    editor = await aMember(portal, [{ role: 'editor', region: 'armenia' }]);
    administrator = await aMember(portal, [{ role: 'administrator' }]);
  });
  afterAll(() => portal.close());
}

export const ALL = { local_knowledge: 4, writing: 4, sourcing: 4, languages: 4, reliability: 4 };

export async function inArmenia() {
  const { number } = await aSentApplication(portal, { fields: { region: ['armenia'], writes: ['hy'] } });
  return applicationForDesk(portal.as(administrator), number);
}
