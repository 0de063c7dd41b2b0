import { notFound } from 'next/navigation';

/** Any other address of the desk: Next's own page for it would break the policy on styles. */
export default function NowherePage(): never {
  notFound();
}
