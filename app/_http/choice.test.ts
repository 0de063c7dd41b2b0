import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PUBLICATION } from '@/db/seed/regional-specialists';
import { answerCookies, choiceCookies, choiceOf, pageToReturnTo } from './choice';

const PUBLICATION_NOW = { ...PUBLICATION, retentionDays: 180, imprint: {}, privacyText: {} };
const offered = { ...PUBLICATION_NOW, rememberLanguage: true };
const notOffered = { ...PUBLICATION_NOW, rememberLanguage: false };

function visit(cookie?: string): Request {
  return new Request('http://portal.test/ka', cookie ? { headers: { cookie } } : {});
}

beforeEach(() => {
  vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none');
  vi.stubEnv('PORTAL_KEY', '0'.repeat(64));
});

describe('the one optional cookie', () => {
  it('is not set before somebody has agreed', () => {
    expect(choiceOf(visit(), offered)).toEqual({ offered: true, answer: null, remembered: null });
    expect(choiceCookies(choiceOf(visit(), offered), 'ka')).toEqual([]);
  });

  it('follows the language of the page once somebody has', () => {
    const choice = choiceOf(visit('redaktion-language=ru'), offered);
    expect(choice.answer).toBe('accepted');
    expect(choiceCookies(choice, 'ka')).toEqual([expect.stringMatching(/^redaktion-language=ka; .*Max-Age=15552000$/)]);
    expect(choiceCookies(choice, 'ru')).toEqual([]);
  });

  it('ends when the publication no longer offers it', () => {
    const ended = choiceCookies(choiceOf(visit('redaktion-language=ru'), notOffered), 'ka');
    expect(ended).toEqual([expect.stringMatching(/^redaktion-language=; .*Max-Age=0$/)]);
    expect(choiceCookies(choiceOf(visit('redaktion-declined=1'), notOffered), 'ka')[0]).toContain('Max-Age=0');
  });

  it('is ended by declining, which is remembered', () => {
    expect(answerCookies(false, 'ka').map((cookie) => cookie.split(';')[0])).toEqual([
      'redaktion-declined=1',
      'redaktion-language=',
    ]);
  });
});

it('leads back to a page of ours and to no other', () => {
  expect(pageToReturnTo('/calls/regional-specialists', 'ka')).toBe('/ka/calls/regional-specialists');
  expect(pageToReturnTo('', 'ka')).toBe('/ka');
  expect(pageToReturnTo('/contact/editorial?call=one-2', 'ka')).toBe('/ka/contact/editorial?call=one-2');
  for (const foreign of [undefined, '//evil.example', '/..//evil.example', '/a?b', 'https://evil.example', '/\\evil'])
    expect(pageToReturnTo(foreign, 'ka')).toBe('/ka/cookies');
});
