import { STAGES, type Stage } from '@/domain/applications/rules';

/** What the queue shows; it stands whole in the address, so a view can be bookmarked and sent to a colleague. */
export type View = {
  stage: Stage | 'all';
  region: string | null;
  order: 'newest' | 'longest';
  /** Opaque places in the list, where a page of it begins or ends. */
  after: string | null;
  before: string | null;
};

export const FIRST_VIEW: View = { stage: 'new', region: null, order: 'longest', after: null, before: null };

export function viewOf(search: Record<string, string>): View {
  const stage = [...STAGES, 'all' as const].find((known) => known === search.view);
  return {
    stage: stage ?? FIRST_VIEW.stage,
    region: search.region && /^[a-z][a-z0-9-]{0,40}$/.test(search.region) ? search.region : null,
    order: search.order === 'newest' ? 'newest' : 'longest',
    after: cursor(search.after),
    before: cursor(search.before),
  };
}

function cursor(value: string | undefined): string | null {
  return value && /^[\w\-.~=:]{1,200}$/.test(value) ? value : null;
}

/** A view as names and values, without what is said anyway. */
export function viewEntries(view: View): [string, string][] {
  const entries: [string, string | null][] = [
    ['view', view.stage === FIRST_VIEW.stage ? null : view.stage],
    ['region', view.region],
    ['order', view.order === FIRST_VIEW.order ? null : view.order],
    ['after', view.after],
    ['before', view.before],
  ];
  return entries.filter((entry): entry is [string, string] => entry[1] !== null);
}

function viewQuery(view: View, more: Record<string, string> = {}): string {
  const query = new URLSearchParams([...viewEntries(view), ...Object.entries(more)]).toString();
  return query === '' ? '' : `?${query}`;
}

export function queueAddress(view: View): string {
  return `/desk${viewQuery(view)}`;
}

export function applicationAddress(number: string, view: View, more: Record<string, string> = {}): string {
  return `/desk/applications/${encodeURIComponent(number)}${viewQuery(view, more)}`;
}
