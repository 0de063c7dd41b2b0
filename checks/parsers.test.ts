import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judge } from './boundaries';
import { parsersInWeb, parsersOf } from './parsers';
import { factsOf } from './source';
import { isCode, readTree } from './tree';

const root = join(import.meta.dirname, '..');
const tree = readTree(root);
const facts = new Map([...tree.keys()].filter(isCode).map((path) => [path, factsOf(path, tree.get(path) ?? '')]));

/** The portal as it is, with lines put before those of one file or in a new one. */
function withPlants(plants: Readonly<Record<string, string>>) {
  const planted = Object.entries(plants).map(([path, lines]) => [path, `${lines}\n${tree.get(path) ?? ''}`] as const);
  return {
    tree: new Map([...tree, ...planted]),
    facts: new Map([...facts, ...planted.map(([path, text]) => [path, factsOf(path, text)] as const)]),
  };
}

const messages = (plants: Readonly<Record<string, string>>) =>
  parsersInWeb(withPlants(plants)).map(({ path, message }) => `${path} ${message}`);

describe('the web process', () => {
  it('reads no document: none of what the child processes read files with is in it', () => {
    expect(parsersInWeb({ tree, facts })).toEqual([]);
    expect(parsersOf({ tree, facts })).toEqual([
      '@embedpdf/pdfium',
      '@jsquash/png',
      '@jsquash/webp',
      'chardet',
      'exifr',
      'franc',
      'iconv-lite',
      'mammoth',
      'sanitize-html',
      'saxes',
      'word-extractor',
      'yauzl',
    ]);
  });

  it.each([
    [
      'a page that opens a file',
      { 'app/desk/page.tsx': `import mammoth from 'mammoth';` },
      'app/desk/page.tsx mammoth',
    ],
    ['the server itself', { 'cli/web.ts': `import { SaxesParser } from 'saxes';` }, 'cli/web.ts saxes reads documents'],
    [
      'a command that does it at once, by and by',
      { 'domain/documents/commands/open-original.ts': `const { fromBuffer } = await import('yauzl');` },
      'domain/documents/commands/open-original.ts yauzl',
    ],
    [
      'the door to the child processes, which goes in itself',
      { 'platform/renditions.ts': `export { pagesOf } from './renditions/pdf';` },
      'platform/renditions/pdf.ts reads documents in the web process',
    ],
    [
      'a reader written by hand, of no package',
      { 'platform/sandbox.ts': `import './renditions/rtf/tokens';` },
      'platform/renditions/rtf/tokens.ts reads documents',
    ],
    [
      'a reader that is new in the child',
      { 'platform/renditions/odt.ts': `import 'new-reader';`, 'proxy.ts': `import 'new-reader';` },
      'proxy.ts new-reader reads documents',
    ],
  ])('is not %s', (_, plants, said) => {
    expect(messages(plants).join('\n')).toContain(said);
  });

  it('is told over which files a reader came in', () => {
    const [said] = messages({ 'platform/sandbox/run.ts': `import 'exifr';` });
    expect(said).toMatch(/: (app|cli)\/\S+ → .*platform\/sandbox\.ts → platform\/sandbox\/run\.ts$/);
  });

  it('may know the shape of what a reader says', () => {
    const types = `import type { Attributes } from 'sanitize-html';\nimport type { Kind } from '@/platform/renditions/pdf';`;
    expect(messages({ 'platform/renditions.ts': types })).toEqual([]);
  });

  it('is judged with the rest of the import law', () => {
    const { tree: planted } = withPlants({ 'cli/web.ts': `import 'saxes';` });
    const { violations } = judge(planted, readFileSync(join(root, 'package.json'), 'utf8'));
    expect(violations.map(({ path }) => path)).toEqual(['cli/web.ts']);
  });
});
