import { createHmac } from 'node:crypto';
import type { NextAuthOptions } from 'next-auth';
import type { Adapter, AdapterUser } from 'next-auth/adapters';
import { signOut } from '@/domain/accounts/commands';
import { memberSession } from '@/domain/accounts/queries';
import type { MemberActor } from '@/domain/actor';
import { type Ctx, contextFor, services } from '@/domain/context';
import { log } from '@/platform/log';
import { cookieName, overTls } from './cookies';

declare module 'next-auth' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be widened
  interface Session {
    member: MemberActor;
  }
}

type SignedInUser = AdapterUser & { member: MemberActor };

/** The cookie that carries a member's session; the database keeps only its keyed hash. */
export function sessionCookie() {
  return {
    name: cookieName('session'),
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure() } as const,
  };
}

export function isSecure(): boolean {
  return overTls();
}

/**
 * next-auth as we use it: sessions in our database, read and ended; nobody signs in through it.
 * @param failures next-auth answers a broken database with "not signed in"; what went wrong is left here
 */
export function authOptions(failures: unknown[] = []): NextAuthOptions {
  return {
    adapter: sessionsOnly(failures),
    session: { strategy: 'database' },
    providers: [],
    secret: createHmac('sha256', services().keys.session.bytes).update('next-auth').digest('base64url'),
    useSecureCookies: isSecure(),
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in', verifyRequest: '/sign-in', newUser: '/desk' },
    callbacks: {
      session: ({ session, user }) => ({ expires: session.expires, member: (user as SignedInUser).member }),
    },
    logger: {
      error: (code) => void log.warn({ event: 'next-auth', problem: code }),
      warn: () => {},
      debug: () => {},
    },
  };
}

function sessionsOnly(failures: unknown[]): Adapter {
  return {
    async getSessionAndUser(token) {
      try {
        const found = await memberSession(context(), token);
        if (!found) return null;
        const user: SignedInUser = { id: found.member.memberId, email: '', emailVerified: null, member: found.member };
        return { session: { sessionToken: token, userId: user.id, expires: found.expires }, user };
      } catch (error) {
        failures.push(error);
        throw error;
      }
    },
    async deleteSession(token) {
      await signOut(context(), token);
    },
    // A session ends when it was said to end: it is never prolonged behind the member's back.
    updateSession: async () => null,
  };
}

function context(): Ctx {
  return contextFor({ kind: 'system', task: 'session' });
}
