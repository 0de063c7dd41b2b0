'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import type { DecisionKind } from '@/domain/reviews/rules';
import { useSent } from './action-form.client';
import { Link } from './link';

type Numbers = readonly string[];

/** What is listed still: what the form was last sent with, or of that what was left as it is; at first all of it. */
function useListed(all: Numbers): Numbers {
  return useSent().values?.listed?.split(' ') ?? all;
}

/** Sends along what is listed, and takes out of the address what is not: after a reload nobody is to be told twice. */
export function Listed({ all, kind }: { all: Numbers; kind: DecisionKind }) {
  const router = useRouter();
  const listed = useListed(all);
  const address = all.every((number) => listed.includes(number)) ? null : addressOf(kind, listed);
  useEffect(() => {
    if (address) router.replace(address, { scroll: false });
  }, [router, address]);
  return <input type="hidden" name="listed" value={listed.join(' ')} />;
}

/** Shows what belongs to some as long as one of them is listed. */
export function WhileListed({ of, children }: { of: Numbers; children: ReactNode }) {
  const listed = useListed(of);
  return of.some((number) => listed.includes(number)) ? children : null;
}

/** Shows what is said of all of them as long as all are listed. */
export function WhileAllListed({ of, children, then }: { of: Numbers; children: ReactNode; then?: ReactNode }) {
  const listed = useListed(of);
  return of.every((number) => listed.includes(number)) ? children : then;
}

export function CountListed({ of }: { of: Numbers }) {
  const listed = useListed(of);
  return of.filter((number) => listed.includes(number)).length;
}

type KindLinkProps = { kind: DecisionKind; isChosen: boolean; of: Numbers; children: ReactNode };

/** To the same page with another decision, for those that are listed still. */
export function KindLink({ kind, isChosen, of, children }: KindLinkProps) {
  const listed = useListed(of);
  return (
    <Link className="btn btn--small" href={addressOf(kind, listed)} aria-current={isChosen ? 'true' : undefined}>
      {children}
    </Link>
  );
}

function addressOf(kind: DecisionKind, numbers: Numbers): string {
  return `/desk/decide?${new URLSearchParams([['kind', kind], ...numbers.map((number) => ['pick', number])])}`;
}
