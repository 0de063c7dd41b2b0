/**
 * A mail address that works without script and is not found by programs that look for something@somewhere in the
 * source: every character of it, in the link and in the text, is a numbered entity.
 */
export function MailAddress({ address }: { address: string }) {
  const coded = entities(address);
  const html = `<a href="${entities('mailto:')}${coded}" translate="no">${coded}</a>`;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: holds numbered entities only, whatever the address says
  return <span dangerouslySetInnerHTML={{ __html: html }} />;
}

function entities(text: string): string {
  return Array.from(text, (character) => `&#${character.codePointAt(0)};`).join('');
}
