import { expect, it } from 'vitest';
import { changedFields } from './card-form';
import { complete, give, sendUnsent } from './kept-card';

/** As a page shows it on which writing has two points and no note is written. */
function formOfPage(fields: Record<string, string>): FormData {
  const form = new FormData();
  const shown = { 'was.score.writing': '2', 'was.score.sourcing': '', 'was.note': '' };
  for (const [name, value] of Object.entries({ ...shown, 'score.writing': '2', note: '', ...fields }))
    form.append(name, value);
  return form;
}

async function save(number: string): Promise<void> {
  await sendUnsent(number, async () => ({ values: { at: '1' } }));
}

it('leaves out what the page was made with, so that a page made earlier takes nothing back', () => {
  expect(changedFields(formOfPage({}))).toEqual([]);
  expect(changedFields(formOfPage({ 'score.sourcing': '3' }))).toEqual([['score.sourcing', '3']]);
  expect(changedFields(formOfPage({ 'score.writing': '4', note: 'Read it.' }))).toEqual([
    ['score.writing', '4'],
    ['note', 'Read it.'],
  ]);
});

it('takes a note for changed when it is emptied, not when its lines end as a form ends them', () => {
  expect(changedFields(formOfPage({ 'was.note': 'One\nTwo', note: '' }))).toEqual([['note', '']]);
  expect(changedFields(formOfPage({ 'was.note': 'One\nTwo', note: 'One\r\nTwo\r\n' }))).toEqual([]);
});

it('takes what comes without what it was as it is', () => {
  const form = new FormData();
  for (const [name, value] of [['number', 'APP-7F3K'] as const, ['score.writing', ''] as const])
    form.append(name, value);
  expect(changedFields(form)).toEqual([['score.writing', '']]);
});

it('sends what was changed back and is not saved yet, though the page was made with it', async () => {
  give('APP-1A1A', 'score.writing', '4');
  await save('APP-1A1A');
  give('APP-1A1A', 'score.writing', '2');
  const form = formOfPage({});
  complete('APP-1A1A', form);
  expect(changedFields(form)).toEqual([['score.writing', '2']]);
});

it('does not send again what is saved and stands there so', async () => {
  give('APP-2B2B', 'score.writing', '4');
  give('APP-2B2B', 'note', 'One\nTwo');
  await save('APP-2B2B');
  const form = formOfPage({ 'score.writing': '4', note: 'One\r\nTwo' });
  complete('APP-2B2B', form);
  expect(changedFields(form)).toEqual([]);
});

it('sends a score that was cleared, of which a form says nothing', () => {
  give('APP-3C3C', 'score.writing', '');
  const form = formOfPage({});
  form.delete('score.writing');
  complete('APP-3C3C', form);
  expect(changedFields(form)).toEqual([['score.writing', '']]);
});

it('leaves a field alone in which something newer stands than what was saved here', async () => {
  give('APP-4D4D', 'score.writing', '4');
  await save('APP-4D4D');
  const form = formOfPage({});
  complete('APP-4D4D', form);
  expect(changedFields(form)).toEqual([]);
});
