import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { applications, applicationWords } from '@/db/schema/applications';
import { reviewPlans } from '@/db/schema/reviews';
import { eraseMyApplication } from '@/domain/retention/commands';
import { aMember, aSentApplication } from '@/domain/testing/portal';
import { indexForgottenWords } from './commands';
import { findApplications } from './queries';
import { asApplicant, at, editor, idOf, numbers, portal, sevenApplications, shown } from './testing/queue';

sevenApplications();

describe('the search field', () => {
  const find = (typed: string) => findApplications(portal.as(editor), typed);

  it('takes a number with and without APP-, and look-alikes', async () => {
    const bare = at(0).slice('APP-'.length);
    for (const typed of [
      at(0),
      bare,
      bare.toLowerCase(),
      `app ${bare}`,
      ` APP-${bare.replaceAll('0', 'O').replaceAll('1', 'l')} `,
    ])
      expect(await find(typed)).toEqual({ kind: 'one', number: at(0) });
  });

  it('takes an exact address and words of a name, whatever their case and accents', async () => {
    expect(await find('K3@Example.org')).toEqual({ kind: 'one', number: at(3) });
    expect(await find('k3')).toEqual({ kind: 'none' });
    const several = await find('KÉTEVAN');
    expect(several.kind).toBe('several');
    expect(await shown(portal.as(editor), { found: several.kind === 'several' ? several.words : [] })).toEqual(numbers);
    expect(await find('no ketevan')).toMatchObject({ kind: 'several' });
    expect(await find('Ketevana')).toEqual({ kind: 'none' });
    await expect(find('  ')).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('finds nothing outside the scope', async () => {
    const armenian = portal.as(await aMember(portal, [{ role: 'editor', region: 'armenia' }]));
    expect(await findApplications(armenian, 'k0@example.org')).toEqual({ kind: 'none' });
    expect(await findApplications(armenian, at(0))).toEqual({ kind: 'none' });
  });

  it('does not give away who stands behind a working name', async () => {
    const { number } = await aSentApplication(portal, {
      fields: { name: 'Zarema Orloskalova', workingName: 'S. Terek', email: 'zarema@example.org', quiet: 'on' },
    });
    expect(await find('zarema')).toEqual({ kind: 'none' });
    expect(await find('zarema@example.org')).toEqual({ kind: 'none' });
    expect(await find('terek')).toEqual({ kind: 'one', number });
  });

  it('finds nobody by name in a call that is read blind', async () => {
    const { db } = portal.services.connection;
    const reader = portal.as(await aMember(portal, [{ role: 'reviewer' }]));
    await db.insert(reviewPlans).values({ callId: portal.callId, blind: 'reviewers', updatedAt: new Date() });
    expect(await findApplications(reader, 'k3@example.org')).toEqual({ kind: 'none' });
    expect(await findApplications(reader, 'ketevan')).toEqual({ kind: 'none' });
    expect(await findApplications(reader, at(3))).toEqual({ kind: 'one', number: at(3) });
    expect(await find('k3@example.org')).toEqual({ kind: 'one', number: at(3) });
    await db.update(reviewPlans).set({ blind: 'everyone' });
    expect(await find('k3@example.org')).toEqual({ kind: 'none' });
    await db.delete(reviewPlans);
  });

  it('takes what could be a number for a name where somebody bears it', async () => {
    const named = await aSentApplication(portal, { fields: { name: 'Nino Solovyova', email: '' } });
    const numbered = await aSentApplication(portal, { fields: { name: 'Tamar', email: '' } });
    const id = await idOf(numbered.number);
    const db = portal.services.connection.db;
    await db.update(applications).set({ number: 'APP-N1N0' }).where(eq(applications.id, id));
    expect(await find('Nino')).toEqual({ kind: 'one', number: named.number });
    for (const typed of ['N1N0', 'app-nino', 'APP NINO'])
      expect(await find(typed)).toEqual({ kind: 'one', number: 'APP-N1N0' });
    await db.update(applications).set({ number: 'APP-X0X0' }).where(eq(applications.id, id));
    expect(await find('xoxo')).toEqual({ kind: 'one', number: 'APP-X0X0' });
  });

  it('is filled afterwards for what was sent before it existed, and emptied by erasure', async () => {
    const { number, session } = await aSentApplication(portal, { fields: { name: 'Nunuka Solo', email: '' } });
    const id = await idOf(number);
    const words = () => portal.services.connection.db.$count(applicationWords, eq(applicationWords.applicationId, id));
    await portal.services.connection.db.delete(applicationWords).where(eq(applicationWords.applicationId, id));
    expect(await find('nunuka')).toEqual({ kind: 'none' });
    expect(await indexForgottenWords(portal.system())).toBe(1);
    expect(await indexForgottenWords(portal.system())).toBe(0);
    expect(await find('nunuka')).toEqual({ kind: 'one', number });
    await eraseMyApplication(await asApplicant(session));
    expect(await words()).toBe(0);
  });
});
