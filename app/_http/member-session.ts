import { randomBytes } from 'node:crypto';
import { cookies, headers } from 'next/headers';
import { getServerSession } from 'next-auth';
import { cache } from 'react';
import type { MemberActor } from '@/domain/actor';
import { type Ctx, contextFor } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { isLocale, type Locale } from '@/locales';
import { authOptions, isSecure, sessionCookie } from './auth';
import { cookieEntry, cookieName } from './cookies';
import { preferredLocale } from './locale';

export type MemberCtx = Ctx & { actor: MemberActor };

/** Who is signed in, or null; asked once per request. */
export const currentMember = cache(async (): Promise<MemberActor | null> => {
  const failures: unknown[] = [];
  const session = await getServerSession(authOptions(failures));
  if (failures.length > 0) throw failures[0];
  return session?.member ?? null;
});

/** A context whose actor is the member who is signed in. Errors: not_signed_in. */
export async function memberContext(): Promise<MemberCtx> {
  const member = await currentMember();
  if (!member) throw new AppError('not_signed_in');
  return { ...contextFor(member), actor: member };
}

/** A context for somebody who is not signed in (yet). */
export async function strangerContext(): Promise<Ctx> {
  const peer = (await headers()).get('x-portal-peer') ?? 'unknown';
  return contextFor({ kind: 'stranger', peer });
}

export async function openSession(session: { sessionToken: string; expires: Date }): Promise<void> {
  const { name, options } = sessionCookie();
  (await cookies()).set(name, session.sessionToken, { ...options, expires: session.expires });
}

/** Forgets the session's cookie and returns what it held. */
export async function closeSession(): Promise<string | null> {
  const { name, options } = sessionCookie();
  const jar = await cookies();
  const token = jar.get(name)?.value ?? null;
  jar.set(name, '', { ...options, maxAge: 0 });
  return token;
}

/** The random value that ties a sign-in mail to the browser that asked for it; null where none has asked. */
export async function askingBrowser(): Promise<string | null> {
  return (await cookies()).get(cookieName('browser'))?.value ?? null;
}

/** The same, made where there is none yet. Only in actions: pages cannot set cookies. */
export async function markBrowser(): Promise<string> {
  const mark = (await askingBrowser()) ?? randomBytes(32).toString('base64url');
  // Set anew each time: it must live as long as the mail that was asked for last.
  (await cookies()).set(cookieName('browser'), mark, {
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: isSecure(),
    maxAge: cookieEntry('browser').seconds ?? undefined,
  });
  return mark;
}

/**
 * The language of the members' side: the member's own, else the one the browser asks for, as it is while the database is
 * away. Never throws: what a fault is told in must not be the next fault.
 */
export const deskLocale = cache(async (): Promise<Locale> => {
  // Whoever needs the member meets the same fault, and tells it.
  const member = await currentMember().catch(() => null);
  if (member && isLocale(member.locale)) return member.locale;
  return preferredLocale((await headers()).get('accept-language'));
});
