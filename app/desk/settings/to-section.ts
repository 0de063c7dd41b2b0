import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';

/**
 * Back to a part of the settings. To the browser that is the page it stands on: without being told, it would keep what
 * it shows.
 */
export function toSection(name: string, query = ''): never {
  refresh();
  redirect(`/desk/settings${query}#${name}`);
}
