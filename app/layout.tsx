import type { Metadata } from 'next';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { deskLocale } from '@/app/_http/member-session';
import { writtenLocale } from '@/locales';
import '@/app/_ui/desk/desk.css';
import '@/app/_ui/desk/reader.css';
import '@/app/_ui/desk/decisions.css';
import '@/app/_ui/desk/insights.css';
import '@/app/_ui/desk/reviewing.css';

/** The frame of the members' side only: what applicants see is rendered by route handlers and never passes here. */
export default async function Layout({ children }: { children: ReactNode }) {
  // Nothing here can be known while building: every page belongs to a person.
  await connection();
  return (
    <html lang={writtenLocale(await deskLocale())}>
      <body>{children}</body>
    </html>
  );
}

export const metadata: Metadata = {
  title: 'Redaktion',
  robots: { index: false, follow: false },
  // Browsers that find no icon ask for one on every page.
  icons: { icon: 'data:,' },
};
