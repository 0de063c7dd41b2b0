import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { MailAddress } from './mail-address';

const decoded = (html: string) => html.replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

it('is a link for people and nothing for programs that look for an @', () => {
  const html = renderToStaticMarkup(<MailAddress address="questions@example.org" />);
  expect(html).not.toMatch(/@|mailto|questions|example/);
  expect(decoded(html)).toContain('href="mailto:questions@example.org"');
  expect(decoded(html)).toContain('>questions@example.org</a>');
});

it('cannot become markup', () => {
  const html = renderToStaticMarkup(<MailAddress address={'"><script>@x'} />);
  expect(html).not.toContain('script');
});
