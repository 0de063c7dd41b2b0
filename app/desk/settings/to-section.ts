import { redirect } from 'next/navigation';

/** Back to a part of the settings. */
export function toSection(name: string, query = ''): never {
  redirect(`/desk/settings${query}#${name}`);
}
