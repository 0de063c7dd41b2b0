import NextLink from 'next/link';
import type { ComponentProps } from 'react';

/** A link of the desk: nothing is fetched before it is followed, unless it says so. A page has two dozen of them. */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
