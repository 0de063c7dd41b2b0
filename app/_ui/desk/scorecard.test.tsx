import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { OpenApplication } from './open-application';
import { ScorecardForm } from './scorecard';
import { FIRST_VIEW } from './view';

test('one’s own mean is weighted as the rubric says, like the mean of all beside it', () => {
  const scorecard = {
    criteria: [
      { key: 'local_knowledge', weight: 3, names: {} },
      { key: 'writing', weight: 1, names: {} },
    ],
    mine: { local_knowledge: 5, writing: 1 },
    myNote: '',
    finished: true,
    others: [],
    othersIn: 0,
    mean: 4,
    wideApart: false,
  };
  const application = { number: 'APP-7F3K', version: 1, mayDecide: false };
  const open = { application, scorecard, view: { ...FIRST_VIEW, shown: {} }, madeAt: 0, locale: 'en' };
  const page = renderToStaticMarkup(<ScorecardForm {...(open as unknown as OpenApplication)} />);
  expect(page).toContain('<small>yours 4.0</small>');
});
