import { describe, expect, it } from 'vitest';
import { DEMO_MEMBERS } from '@/db/demo/desk';
import { CALL } from '@/db/seed/regional-specialists';
import { answersInput } from '@/domain/applications/input';
import { patienceEnds } from '@/domain/messages/rules';
import { DEFAULT_CRITERIA } from '@/domain/reviews/rules';
import { LOCALES } from '@/locales';
import { chanceOf } from './chance';
import { inventPeople } from './people';
import { tellStory } from './story';

const NOW = new Date('2026-05-20T12:00:00Z');
const people = inventPeople(chanceOf('caucasus'), 150);
const scenes = tellStory(chanceOf('caucasus'), people, NOW);

describe('the invented people', () => {
  it('are 150, with no name and no address twice', () => {
    expect(people).toHaveLength(150);
    expect(new Set(people.map((person) => person.name[0])).size).toBe(150);
    const addresses = people.flatMap((person) => (person.hasAddress ? [person.fields.email] : []));
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it('apply in all six languages and for every region of the call', () => {
    expect(new Set(people.map((person) => person.locale))).toEqual(new Set(LOCALES));
    expect(new Set(people.flatMap((person) => person.regions))).toEqual(new Set(CALL.regions));
  });

  it('have addresses only where none can exist', () => {
    const addresses = [
      ...people.map((person) => String(person.fields.email)),
      ...DEMO_MEMBERS.map(({ address }) => address),
    ];
    for (const address of addresses) expect(address).toMatch(/^$|^[a-z.]+@example\.(org|net)$/);
    for (const { fields } of people) expect(String(fields.writingSampleUrl)).toMatch(/^$|^https:\/\/example\.org\//);
  });

  it('fill in only fields that the form has, and topics that the call has', () => {
    const known = new Set(Object.keys(answersInput.shape));
    for (const { fields } of people) {
      expect(Object.keys(fields).filter((name) => !known.has(name))).toEqual([]);
      expect([fields.topics].flat().filter((topic) => !CALL.topics.includes(topic ?? ''))).toEqual([]);
    }
  });

  it('include quiet ones, some of them without a mail, some under a working name', () => {
    const quiet = people.filter((person) => person.quiet);
    expect(quiet.length).toBeGreaterThan(10);
    expect(quiet.some((person) => !person.wantsMail)).toBe(true);
    expect(quiet.some((person) => person.fields.workingName !== '')).toBe(true);
  });
});

describe('the invented story', () => {
  it('is the same for the same seed and day, and another for another seed', () => {
    expect(tellStory(chanceOf('caucasus'), inventPeople(chanceOf('caucasus'), 150), NOW)).toEqual(scenes);
    expect(tellStory(chanceOf('other'), people, NOW)).not.toEqual(scenes);
  });

  it('is told in the order of time, and everything in it has happened', () => {
    const times = scenes.map((scene) => scene.at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Math.max(...times)).toBeLessThan(NOW.getTime());
    expect(Math.min(...times)).toBeGreaterThan(NOW.getTime() - 42 * 24 * 3_600_000);
  });

  it('lets everybody send first, once', () => {
    for (const [index] of people.entries()) {
      const own = scenes.filter((scene) => scene.person === index);
      expect(own.map((scene) => scene.kind).filter((kind) => kind === 'sends')).toHaveLength(1);
      expect(own[0]?.kind).toBe('sends');
    }
  });

  it('leaves decisions waiting, questions answered and one mail refused', () => {
    const kinds = scenes.map((scene) => scene.kind);
    const count = (kind: (typeof kinds)[number]) => kinds.filter((one) => one === kind).length;
    expect(count('decides') - count('releases') - count('undoes')).toBeGreaterThan(3);
    expect(count('replies')).toBeGreaterThan(2);
    expect(scenes.filter((scene) => scene.kind === 'sends' && scene.mail === 'refused')).toHaveLength(1);
  });

  it('scores by the criteria of the call', () => {
    const given = scenes.flatMap((scene) => (scene.kind === 'scores' ? Object.keys(scene.scores) : []));
    expect(new Set(given)).toEqual(new Set(DEFAULT_CRITERIA));
  });

  it('has mails wait that the portal will have given up before it may try again', () => {
    const deferred = scenes.filter((scene) => scene.kind === 'sends' && scene.mail === 'deferred');
    expect(deferred).toHaveLength(2);
    for (const { at } of deferred) {
      const nextAttempt = at.getTime() + (5 * 24 * 60 + 6) * 60_000;
      expect(nextAttempt).toBeGreaterThan(patienceEnds('received', at).getTime());
      expect(nextAttempt).toBeGreaterThan(NOW.getTime());
    }
  });
});
