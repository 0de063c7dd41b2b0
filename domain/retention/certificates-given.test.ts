import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { certificateOnce } from './commands/certificates-given';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const CERTIFICATE = { id: 'one', erasedAt: new Date(0), files: 3, letters: 0, seal: 'ours' };
const none = () => Promise.resolve(null);

it('remembers a certificate for a minute, and only under its own key', async () => {
  await certificateOnce('mine', () => Promise.resolve(CERTIFICATE));
  vi.advanceTimersByTime(59_999);
  expect(await certificateOnce('mine', none)).toBe(CERTIFICATE);
  expect(await certificateOnce('another', none)).toBeNull();
  vi.advanceTimersByTime(1);
  expect(await certificateOnce('mine', none)).toBeNull();
});

it('remembers neither that there was none nor a fault', async () => {
  expect(await certificateOnce('again', none)).toBeNull();
  await expect(certificateOnce('again', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await certificateOnce('again', () => Promise.resolve(CERTIFICATE))).toBe(CERTIFICATE);
});
