import { expect, it } from 'vitest';
import { SMALL_FORM_BYTES, smallForm } from './small-form';

const URLENCODED = 'application/x-www-form-urlencoded';

function posted(body: string, headers: Record<string, string>): Request {
  return new Request('http://portal.test/', { method: 'POST', body, headers });
}

it('reads a form that says how long it is', async () => {
  const form = await smallForm(posted('pick=APP-7F3K', { 'content-type': URLENCODED, 'content-length': '13' }));
  expect(form.get('pick')).toBe('APP-7F3K');
});

it.each([
  ['is too long', { 'content-type': URLENCODED, 'content-length': String(SMALL_FORM_BYTES + 1) }],
  ['does not say how long it is', { 'content-type': URLENCODED }],
  ['says something else for its length', { 'content-type': URLENCODED, 'content-length': 'much' }],
])('leaves one unread that %s', async (_, headers) => {
  const request = posted('pick=APP-7F3K', headers);
  await expect(smallForm(request)).rejects.toMatchObject({ code: 'invalid_input' });
  expect(request.bodyUsed).toBe(false);
});

it('refuses what is no form', async () => {
  const request = posted('{}', { 'content-type': 'application/json', 'content-length': '2' });
  await expect(smallForm(request)).rejects.toMatchObject({ code: 'invalid_input' });
});
