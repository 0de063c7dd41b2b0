import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { DeskApplication } from '@/domain/applications/queries';
import type { Relatives } from '@/domain/duplicates/queries';
import { RelativesSections } from './relatives';
import { times } from './times';
import { FIRST_VIEW } from './view';

const application = { number: 'APP-7F3K', version: 1, mayDecide: false } as DeskApplication;

const INTO: Relatives = { duplicates: [], folded: [], foldedInto: 'APP-8G4M', keptBack: null };

function pageOf(mayTakeApart: boolean, relatives = INTO): string {
  const when = times('en', 'UTC', new Date());
  return renderToStaticMarkup(
    <RelativesSections
      {...{ application, mayTakeApart, relatives }}
      view={{ ...FIRST_VIEW, shown: {} }}
      times={when}
      locale="en"
    />,
  );
}

describe('a folded application', () => {
  it('can be taken apart on its page by whoever decides, and only read by others', () => {
    expect(pageOf(true)).toContain('Take APP-7F3K apart');
    expect(pageOf(false)).not.toContain('apart</button>');
    expect(pageOf(false)).toContain('APP-8G4M');
  });

  it('says so where the other is kept back, and names only itself', () => {
    const page = (keptBack: Relatives['keptBack']) => pageOf(true, { ...INTO, foldedInto: null, keptBack });
    for (const keptBack of ['primary', 'folded'] as const)
      expect(page(keptBack)).toContain('Which one is not shown while one of the two is read blind');
    expect(page('primary')).toContain('Take APP-7F3K apart');
    expect(page('folded')).not.toContain('apart</button>');
    expect(page(null)).toBe('');
  });
});
