import { expect, it } from 'vitest';
import { kindOfName, kindsFor, SLOTS } from '@/domain/documents/rules';
import { acceptFor } from './accept';

it('offers what is taken, and asks no telephone for a picture that nobody can show', () => {
  for (const slot of SLOTS) {
    const offered = acceptFor(slot).split(',');
    for (const ending of offered) expect(kindsFor(slot)).toContain(kindOfName(`file${ending}`));
    expect(offered).not.toContain('.heic');
  }
  expect(acceptFor('cv')).toContain('.jpg,.jpeg');
  expect(kindsFor('cv')).toContain('heic');
});
