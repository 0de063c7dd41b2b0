import { describe, expect, it } from 'vitest';
import { numberOn, reasonAt } from './application-form';
import { severalAtOnce } from './verdict';
import { plainCharacters, textOf } from './visitor';

describe('reading the portal’s answers', () => {
  it('gives character references as the characters they stand for, and leaves unknown ones', () => {
    expect(plainCharacters('&lt;b&gt; &amp;amp; &#x27;&#39; &quot; &nonsense;')).toBe(`<b> &amp; '' " &nonsense;`);
  });

  it('reads what stands on a page and not what its scripts say', () => {
    expect(textOf('<p>a<!-- -->&lt;i&gt;</p><script>"hidden"</script>').replaceAll('\n', '')).toBe('a<i>');
  });

  it('finds the public number on a receipt and on no refusal', () => {
    const html = '<p>Your number is <b>APP-7F3K</b>.</p>';
    expect(numberOn({ status: 200, html })).toBe('APP-7F3K');
    expect(numberOn({ status: 422, html })).toBeNull();
  });

  it('knows why a field was refused by the sentence at that field', () => {
    const html = `<div id="cv-error"><p>We cannot open this kind of file. Save or export it as PDF or Word, and choose that one.</p></div>`;
    expect(reasonAt(html, 'cv')).toBe('document_wrong_type');
    expect(reasonAt(html, 'coverLetter')).toBeNull();
    expect(reasonAt('<div id="cv-error"><p>No.</p></div>', 'cv')).toBeNull();
  });
});

describe('working through cases several at a time', () => {
  it('keeps the order of the cases, whichever is done first', async () => {
    const release = Promise.withResolvers<void>();
    const results = await severalAtOnce(['slow', 'quick'], 2, async (item) => {
      if (item === 'slow') await release.promise;
      else release.resolve();
      return item;
    });
    expect(results).toEqual(['slow', 'quick']);
  });
});
