import type { APIRequest, APIRequestContext, Page } from '@playwright/test';
import { Address } from '../addresses';
import type { AnotherPortal } from '../another-portal';
import { keepingHold } from '../database';
import { expect } from '../test';
import type { Door } from './attempts';
import { WHO, type Who } from './cells';
import type { Database } from './database';
import type { Post } from './post';

/** What each of them sends requests with: cookies and an address of their own. */
export type People = Record<Who, APIRequestContext>;
type Grant = { role: string; region?: string; call?: string };
export type Member = { who: Who; id: string; address: string };

export const SIGN_IN = 'app/sign-in/actions.ts signInStep';
export const CONFIRM = 'app/desk/export/actions.ts confirmAgain';

type Opener = { opener: APIRequest; personWith(options: { baseURL: string }): Promise<Page> };
type Gathered = { people: People; pages: Record<'applicant' | 'other applicant', Page>; leave(): Promise<void> };

/** Everybody, not signed in yet; only those who apply need pages. `leave` closes what was opened for the others. */
export async function gather(baseURL: string, { opener, personWith }: Opener): Promise<Gathered> {
  const pages = { applicant: await personWith({ baseURL }), 'other applicant': await personWith({ baseURL }) };
  const opened = await Promise.all(
    WHO.filter((who) => !(who in pages)).map(async (who) => {
      const address = await Address.open();
      const proxy = address.proxy ? { proxy: address.proxy } : {};
      return { who, address, context: await opener.newContext({ baseURL, ...proxy }) };
    }),
  );
  const leave = async () => {
    for (const { context, address } of opened) {
      await context.dispose();
      await address.close();
    }
  };
  const withPages = Object.entries(pages).map(([who, page]) => [who, page.context().request] as const);
  const others = opened.map(({ who, context }) => [who, context] as const);
  return { people: Object.fromEntries([...withPages, ...others]) as People, pages, leave };
}

/** What each of the invited holds. */
export function grantsOf({ call, other }: { call: string; other: string }): Partial<Record<Who, Grant[]>> {
  const [here, elsewhere] = ['georgia', 'armenia'];
  return {
    reviewer: [{ role: 'reviewer' }],
    'reviewer elsewhere': [{ role: 'reviewer', region: elsewhere }],
    'reviewer of another call': [{ role: 'reviewer', call: other }],
    editor: [{ role: 'editor' }],
    'editor elsewhere': [{ role: 'editor', region: elsewhere }],
    'editor of another call': [{ role: 'editor', call: other }],
    'editor by halves': [
      { role: 'editor', region: here, call: other },
      { role: 'editor', region: elsewhere, call },
    ],
    'editor with a conflict': [{ role: 'editor' }],
    'editor here, reviewer elsewhere': [
      { role: 'editor', region: here, call },
      { role: 'reviewer', call: other },
    ],
    'reviewer here, editor elsewhere': [
      { role: 'reviewer', region: here, call },
      { role: 'editor', call: other },
    ],
    'removed member': [{ role: 'editor' }],
  };
}

export type Company = { door: Door; people: People; database: Database; post: Post };

export function addressOf(name: string): string {
  return `${name.replaceAll(/\W+/g, '-')}@example.org`;
}

/** Invites a member and tells her id. */
export async function invite(
  { door, people, database }: Omit<Company, 'post'>,
  name: string,
  grants: Grant[],
): Promise<{ id: string; address: string }> {
  const address = addressOf(name);
  const rows = grants.flatMap(({ role, region = '', call = '' }, at) => [
    [`role.${at}`, role],
    [`region.${at}`, region],
    [`call.${at}`, call],
  ]);
  await door.act(people.administrator, 'app/desk/settings/actions.ts invite', {
    name,
    address,
    ...Object.fromEntries(rows),
  });
  const [row] = await database.sql<{ id: string }[]>`select id from members order by created_at desc limit 1`;
  return { id: row?.id ?? '', address };
}

/** The first administrator, by the link that the portal has printed. */
export async function signInByLink({ door, people }: Pick<Company, 'door' | 'people'>, link: string): Promise<void> {
  const token = new URL(link).searchParams.get('token') ?? '';
  const response = await door.act(people.administrator, 'app/sign-in/actions.ts followLink', { token });
  expect(response.headers()['x-action-redirect']).toContain('/desk');
}

/** Every member in a browser of their own, by the code in the mail. */
export async function signInAll(company: Company, members: Member[]): Promise<void> {
  const { door, people, post } = company;
  await Promise.all(members.map(({ who, address }) => door.act(people[who], SIGN_IN, { step: 'ask', address })));
  const codes = await post.codesTo(members.map(({ address }) => address));
  for (const { who, address } of members) {
    const response = await door.act(people[who], SIGN_IN, { address, code: codes.get(address) ?? '' });
    expect(response.headers()['x-action-redirect'], who).toContain('/desk');
  }
}

/** Each of them has shown anew whose hands the browser is in. */
export async function confirmAll(company: Company, members: Member[]): Promise<void> {
  const { door, people, post } = company;
  await Promise.all(members.map(({ who }) => door.act(people[who], CONFIRM, { step: 'ask' })));
  const codes = await post.codesTo(members.map(({ address }) => address));
  for (const { who, address } of members) {
    const response = await door.act(people[who], CONFIRM, { step: 'code', code: codes.get(address) ?? '' });
    expect(response.headers()['x-action-redirect'], who).toContain('/desk/export');
  }
}

type Removing = Pick<Company, 'door' | 'people'> & { portal: AnotherPortal };

/**
 * Removes a member, whose browser goes on as if she were signed in. Her sessions and grants, which go with her, are put back:
 * that her membership has ended must shut her out by itself.
 */
export async function remove({ door, people, portal: { dataDir } }: Removing, { id }: Member): Promise<void> {
  const change = { member: id, ...Object.fromEntries([['then', 'remove']]) };
  await keepingHold(
    id,
    () => door.act(people.administrator, 'app/desk/settings/actions.ts changeMember', change),
    dataDir,
  );
}
