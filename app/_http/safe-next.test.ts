import { expect, it } from 'vitest';
import { safeNext } from './safe-next';

it('returns to a page of the desk with its query', () => {
  expect(safeNext('/desk/applications/APP-7F3K?view=all&region=georgia')).toBe(
    '/desk/applications/APP-7F3K?view=all&region=georgia',
  );
  expect(safeNext('/desk?find=Nino+Beridze')).toBe('/desk?find=Nino+Beridze');
  expect(safeNext('/desk?after=MjAyNi0xMS0yM1Q&order=newest')).toBe('/desk?after=MjAyNi0xMS0yM1Q&order=newest');
});

it('goes to the desk instead of anywhere else', () => {
  const elsewhere = [
    undefined,
    '',
    '/',
    '//evil.example',
    'https://evil.example/desk',
    '/desk.evil',
    '/deskx',
    '/desk/../api',
    '/desk/\n',
    '/en/my',
    '/desk@evil',
    'javascript:alert(1)',
  ];
  for (const next of elsewhere) expect(safeNext(next), String(next)).toBe('/desk');
});
