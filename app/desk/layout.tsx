import type { ReactNode } from 'react';
import { deskLocale } from '@/app/_http/member-session';
import { Keys } from '@/app/_ui/desk/keys.client';
import { keyWords } from '@/app/_ui/desk/page-words';

/** The keys belong to every page of the desk; the pages say in `data-key` what there is to press. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  return (
    <>
      {children}
      <Keys words={keyWords(await deskLocale())} />
    </>
  );
}
