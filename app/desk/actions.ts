'use server';

import { redirect } from 'next/navigation';
import { closeSession, strangerContext } from '@/app/_http/member-session';
import { signOut } from '@/domain/accounts/commands';

export async function signOutHere(): Promise<void> {
  const token = await closeSession();
  if (token) await signOut(await strangerContext(), token);
  redirect('/sign-in');
}
