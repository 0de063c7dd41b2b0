import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { DeskApplication } from '@/domain/applications/queries';
import { RelativesSections } from './relatives';
import { times } from './times';
import { FIRST_VIEW } from './view';

const application = { number: 'APP-7F3K', version: 1, mayDecide: false } as DeskApplication;

function pageOf(mayTakeApart: boolean): string {
  const relatives = { duplicates: [], folded: [], foldedInto: 'APP-8G4M' };
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
});
