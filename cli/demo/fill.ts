import { demoClock } from '@/db/demo/clock';
import { CALL } from '@/db/seed/regional-specialists';
import { callBySlug } from '@/domain/calls/queries';
import type { Ctx, Services, TxCtx } from '@/domain/context';
import { chanceOf } from './chance';
import { seatMembers } from './members';
import { inventPeople, type Person } from './people';
import { play, type Stage } from './play';
import { press } from './press';
import { type Scene, tellStory } from './story';

const DAY = 24 * 3_600_000;
const DESK_OPENED_DAYS_AGO = 42;

export type Story = { count: number; seed: string; now: Date };
export type Told = { people: readonly Person[]; scenes: readonly Scene[] };

/**
 * Fills a portal with an invented story, all of it or nothing, through the commands that pages and desk use. The times
 * lie in the past; no mail of it can ever be sent.
 */
export async function fillPortal(
  services: Services,
  { count, seed, now }: Story,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<Told> {
  const chance = chanceOf(seed);
  const people = inventPeople(chance, count);
  const scenes = tellStory(chance, people, now);
  const { connection: _, ...parts } = services;
  const outside = remembering(parts);
  try {
    await services.db.transaction(async (db) => {
      const tx: TxCtx = { ...outside.parts, actor: { kind: 'system', task: 'demo' }, now, db };
      const senders = scenes
        .flatMap((scene) => (scene.kind === 'sends' ? [people[scene.person]] : []))
        .filter((one) => one !== undefined);
      const stage = await setStage(tx, { people, press: press(chance, senders) });
      for (const [index, scene] of scenes.entries()) {
        await play(stage, scene);
        onProgress(index + 1, scenes.length);
      }
      await stage.clock.end();
    });
  } catch (error) {
    await outside.undo();
    throw error;
  }
  return { people, scenes };
}

async function setStage(tx: TxCtx, { people, press: printer }: Pick<Stage, 'people' | 'press'>): Promise<Stage> {
  const opened = new Date(tx.now.getTime() - DESK_OPENED_DAYS_AGO * DAY);
  const clock = await demoClock(tx.db, opened);
  const call = await callBySlug(tx, CALL.slug);
  const members = await seatMembers((actor) => ({ ...tx, actor, now: opened }));
  return { tx, clock, press: printer, call, people, members, sent: new Map() };
}

/** Keys and files lie outside the database: what a rollback cannot take back is noted, to be taken back by hand. */
function remembering(parts: Omit<Services, 'connection'>): {
  parts: Pick<Ctx, 'keys' | 'keyStore' | 'storage' | 'scanner' | 'portal'>;
  undo(): Promise<void>;
} {
  const keyIds: string[] = [];
  const fileIds: string[] = [];
  return {
    parts: {
      keys: parts.keys,
      portal: parts.portal,
      scanner: parts.scanner,
      keyStore: {
        ...parts.keyStore,
        create: (id) => {
          keyIds.push(id);
          return parts.keyStore.create(id);
        },
      },
      storage: {
        ...parts.storage,
        write: (id, sealed) => {
          fileIds.push(id);
          return parts.storage.write(id, sealed);
        },
      },
    },
    async undo() {
      for (const id of fileIds) await parts.storage.remove(id);
      for (const id of keyIds) await parts.keyStore.destroy(id);
    },
  };
}
