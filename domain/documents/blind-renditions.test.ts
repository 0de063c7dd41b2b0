import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { MemberActor } from '@/domain/actor';
import { applicationForDesk } from '@/domain/applications/queries';
import { changePlan } from '@/domain/reviews/commands';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { aPdf } from '@/platform/renditions/testing/papers';
import { renderDocument, renditionFor } from './commands';
import { readingsOf } from './queries';

vi.setConfig({ testTimeout: 60_000 });

let portal: TestPortal;
let reviewer: MemberActor;
let editor: MemberActor;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal, [{ role: 'editor' }]);
  reviewer = await aMember(portal, [{ role: 'reviewer' }]);
  await changePlan(portal.system(), portal.callId, {
    reviewersEach: 2,
    automatic: false,
    dueDays: null,
    blind: 'reviewers',
    mayUnmask: true,
  });
});
afterAll(() => portal?.close());

const HER = /მთისძირ|ქეთევან|Mtisdzir|Ketevan|Кетеван|example\.org/i;

test('a document is read blind as text with masks, never as pages', async () => {
  const sample =
    'Меня зовут Кетеван Мтисдзирели, ქეთევანის ტექსტი. Пишите: keti@example.org.\n\nВода приходит в четверг.\n';
  const { number } = await aSentApplication(portal, {
    files: {
      cv: {
        name: 'Ketevan.pdf',
        bytes: await aPdf(['Ketevan Mtisdzireli was born here. The water comes on Thursday.']),
      },
      writingSample: { name: 'Ketevan.txt', bytes: Buffer.from(sample) },
    },
  });
  await portal.services.connection.sql`
    insert into document_checks (version_id, state, checked_at) select id, 'clear', now() from document_versions
    on conflict (version_id) do update set state = 'clear', reason = null, checked_at = now()`;
  const { documents } = await applicationForDesk(portal.as(editor), number);
  for (const { id, slot } of documents) {
    if (slot !== 'cv' && slot !== 'writing_sample') continue;
    await renderDocument(portal.system(), id);
    const reading = (await readingsOf(portal.as(reviewer), [id])).get(id);
    expect(reading).toMatchObject({ state: 'ready', sheets: [], hasText: true });
    expect(JSON.stringify(reading)).not.toMatch(HER);
    await expect(renditionFor(portal.as(reviewer), id, { kind: 'page', page: 1 })).rejects.toMatchObject({
      code: 'not_found',
    });
    for (const kind of ['html', 'text'] as const) {
      const shown = await renditionFor(portal.as(reviewer), id, { kind });
      const text = shown.state === 'made' ? shown.bytes.toString() : shown.state;
      expect(text).not.toMatch(HER);
      expect(text).toMatch(/The water comes on Thursday|Вода приходит в четверг/);
      expect(text).toMatch(kind === 'html' ? /<span class="mask" role="img"/ : /▬▬▬▬▬/);
      const whole = await renditionFor(portal.as(editor), id, { kind });
      expect(whole.state === 'made' && whole.bytes.toString()).toMatch(HER);
    }
  }
});
