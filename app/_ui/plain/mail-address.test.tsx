import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { addressesIn, MailAddress, WithoutAddresses } from './mail-address';

const frame = { locale: 'en' } as const;

it('is a way to the address, and holds nothing of it', () => {
  const html = renderToStaticMarkup(<MailAddress frame={frame} of="questions" call="regional-specialists" />);
  expect(html).toBe('<a href="/en/contact/questions?call=regional-specialists" rel="nofollow">show the address</a>');
});

it('takes the addresses out of a text, and leaves every other word', () => {
  const text = 'Write to (imprint@example.org), or call 030 123.\nData: data.office@example.co.uk.';
  const html = renderToStaticMarkup(<WithoutAddresses frame={frame} of="imprint" text={text} />);
  expect(html).not.toMatch(/@|example/);
  expect(html.replaceAll(/<a [^>]*>[^<]*<\/a>/g, '…')).toBe('Write to (…), or call 030 123.\nData: ….');
  expect(addressesIn(text)).toEqual(['imprint@example.org', 'data.office@example.co.uk']);
});
