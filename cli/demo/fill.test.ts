import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countApplications } from '@/db/demo/marker';
import { applicationForDesk, queueFor, stageCounts } from '@/domain/applications/queries';
import { deliverNextMail } from '@/domain/messages/jobs';
import { outboxFor } from '@/domain/messages/queries';
import { pendingDecisions } from '@/domain/reviews/queries';
import { aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import type { Mailer, OutgoingMail } from '@/platform/mailer';
import { fillPortal, type Told } from './fill';

const NOW = new Date();
const DAY = 24 * 3_600_000;

describe('the demo in an empty portal', () => {
  let portal: TestPortal;
  let told: Told;

  beforeAll(async () => {
    portal = await openTestPortal();
    told = await fillPortal(portal.services, { count: 14, seed: 'test', now: NOW });
  });
  afterAll(() => portal.close());

  it('sends every invented application at its own time', async () => {
    const { entries } = await queueFor(portal.system(), { order: 'longest', limit: 200 });
    const sent = told.scenes.filter((scene) => scene.kind === 'sends');
    expect(entries.map((entry) => entry.waitingSince)).toEqual(sent.map((scene) => scene.at));
    expect((await stageCounts(portal.system())).all).toBe(told.people.length);
  });

  it('has each application end where the story leaves it, with a timeline in order', async () => {
    for (const [person] of told.people.entries()) {
      const own = told.scenes.filter((scene) => scene.person === person);
      const { entries } = await queueFor(portal.system(), { order: 'longest', limit: 200 });
      const entry = entries.find((one) => one.waitingSince.getTime() === own[0]?.at.getTime());
      const application = await applicationForDesk(portal.system(), entry?.number ?? '');
      const moved = application.timeline.filter((line) => line.verb === 'application.moved').at(-1);
      expect(application.stage).toBe(moved?.details.to ?? 'new');
      const times = application.timeline.map((line) => line.at.getTime());
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(Math.max(...times)).toBeLessThan(NOW.getTime());
    }
  });

  it('has answers wait for release exactly where a decision is pending', async () => {
    const pending = await pendingDecisions(portal.system());
    const { held } = await outboxFor(portal.system(), { limit: 200 });
    expect(held).toHaveLength(pending.filter((decision) => decision.hasMail).length);
  });

  it('leaves no mail that a worker could send, now or in the next days', async () => {
    const mailer = countingMailer();
    for (const days of [0, 1, 5, 30]) {
      const later = portal.system(new Date(NOW.getTime() + days * DAY));
      while (await deliverNextMail(later, mailer));
    }
    expect(mailer.sent).toEqual([]);
    const { failed } = await outboxFor(portal.system(), { limit: 200 });
    expect(failed.map((mail) => mail.lastReply).toSorted()).toEqual(['451 4.7.1', '451 4.7.1', '550 5.1.1']);
  });

  it('knows its own applications from those of people', async () => {
    expect(await countApplications(portal.services.db)).toEqual({ invented: told.people.length, real: 0 });
    await aSentApplication(portal);
    expect(await countApplications(portal.services.db)).toEqual({ invented: told.people.length, real: 1 });
  });

  it('leaves nothing of its clock behind', async () => {
    const schemas = await portal.services.db.execute(
      sql`select 1 from information_schema.schemata where schema_name = 'demo_clock'`,
    );
    expect(schemas).toHaveLength(0);
  });
});

describe('the demo that cannot go on', () => {
  it('leaves no row, key or file behind', async () => {
    const portal = await openTestPortal();
    try {
      let scenesPlayed = 0;
      const stopped = fillPortal(portal.services, { count: 6, seed: 'test', now: NOW }, () => {
        scenesPlayed += 1;
        if (scenesPlayed === 4) throw new Error('stopped');
      });
      await expect(stopped).rejects.toThrow('stopped');
      expect(await countApplications(portal.services.db)).toEqual({ invented: 0, real: 0 });
      expect(await filesBelow(portal.folder)).toEqual([]);
    } finally {
      await portal.close();
    }
  });
});

/** Would take every mail, and counts what it is given. */
function countingMailer(): Mailer & { sent: OutgoingMail[] } {
  const sent: OutgoingMail[] = [];
  return {
    kind: 'smtp',
    sent,
    reach: async () => 'works',
    close: () => {},
    async deliver(mail) {
      sent.push(mail);
      return { outcome: 'accepted', reply: null };
    },
  };
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
