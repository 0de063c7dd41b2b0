import { notFound } from 'next/navigation';

/** Any other address below sign-in: Next's own page for it would break the policy on styles. */
export default function NowherePage(): never {
  notFound();
}
