import { isByScores, ORDERS, type Order, STAGES, type Stage, VIEWS, type ViewName } from '@/domain/applications/rules';

/** What the queue shows; it stands whole in the address, so a view can be bookmarked, saved and sent to a colleague. */
export type View = {
  name: ViewName | 'withdrawn';
  stages: readonly Stage[];
  regions: readonly string[];
  languages: readonly string[];
  topics: readonly string[];
  /** at least: points, points, days */
  score: number | null;
  spread: number | null;
  age: number | null;
  /** `me`, `nobody` or a member's id */
  assigned: string | null;
  trouble: boolean;
  /** the id of a tag */
  tag: string | null;
  /** keyed hashes of the words searched for; no name ever stands in an address */
  found: readonly string[];
  order: Order;
  /** Opaque places in the list, where a page of it begins or ends. */
  after: string | null;
  before: string | null;
};

export const FIRST_VIEW: View = {
  name: 'new',
  stages: [],
  regions: [],
  languages: [],
  topics: [],
  score: null,
  spread: null,
  age: null,
  assigned: null,
  trouble: false,
  tag: null,
  found: [],
  order: 'longest',
  after: null,
  before: null,
};

/** What of an open application was shown, and how; as it stands in the address. */
export type Shown = { show?: string; as?: string };

/** A view with an application open in it. */
export type OpenView = View & { shown: Shown };

const KEY = /^[a-z][a-z0-9-]{0,40}$/;
const LANGUAGE = /^[a-z]{2,3}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads a view from an address; whatever makes no sense there is as if it were not. */
export function viewOf(search: Record<string, string>): View {
  return {
    name: [...VIEWS, 'withdrawn' as const].find((known) => known === search.view) ?? FIRST_VIEW.name,
    stages: STAGES.filter((stage) => stage !== 'withdrawn' && parts(search.stage).includes(stage)),
    regions: keys(search.region),
    languages: parts(search.lang).filter((part) => LANGUAGE.test(part)),
    topics: keys(search.topic),
    score: amount(search.score, { from: 1, to: 5 }),
    spread: amount(search.spread, { from: 0.5, to: 4 }),
    age: amount(search.age, { from: 1, to: 3650, whole: true }),
    assigned: assignee(search.assigned),
    trouble: search.trouble === '1',
    tag: search.tag && UUID.test(search.tag) ? search.tag : null,
    found: parts(search.found)
      .filter((word) => /^[\w-]{22}$/.test(word))
      .slice(0, 8),
    order: ORDERS.find((known) => known === search.order) ?? FIRST_VIEW.order,
    after: cursor(search.after),
    before: cursor(search.before),
  };
}

function parts(value: string | undefined): string[] {
  return [...new Set((value ?? '').split(','))].filter(Boolean).slice(0, 20);
}

function keys(value: string | undefined): string[] {
  return parts(value).filter((part) => KEY.test(part));
}

function amount(value: string | undefined, { from, to, whole }: { from: number; to: number; whole?: true }) {
  const read = value === undefined || value === '' ? Number.NaN : Number(value);
  if (!(read >= from && read <= to)) return null;
  return whole ? Math.floor(read) : Math.round(read * 10) / 10;
}

function assignee(value: string | undefined): string | null {
  return value === 'me' || value === 'nobody' || (value && UUID.test(value)) ? value : null;
}

function cursor(value: string | undefined): string | null {
  return value && /^[\w\-.~=:]{1,200}$/.test(value) ? value : null;
}

/** A view as names and values, without what is said anyway. */
export function viewEntries(view: View): [string, string][] {
  const list = (values: readonly string[]) => (values.length > 0 ? values.join(',') : null);
  const figure = (value: number | null) => (value === null ? null : String(value));
  const entries: [string, string | null][] = [
    ['view', view.name === FIRST_VIEW.name ? null : view.name],
    ['stage', list(view.stages)],
    ['region', list(view.regions)],
    ['lang', list(view.languages)],
    ['topic', list(view.topics)],
    ['score', figure(view.score)],
    ['spread', figure(view.spread)],
    ['age', figure(view.age)],
    ['assigned', view.assigned],
    ['trouble', view.trouble ? '1' : null],
    ['tag', view.tag],
    ['found', list(view.found)],
    ['order', view.order === FIRST_VIEW.order ? null : view.order],
    ['after', view.after],
    ['before', view.before],
  ];
  return entries.filter((entry): entry is [string, string] => entry[1] !== null);
}

/** The view from its first page on. */
export function fromStart(view: View): View {
  return { ...view, after: null, before: null };
}

/** What has to go so that a view holds again what the member has not scored. */
export function withoutScores({ order }: View): Pick<View, 'score' | 'spread' | 'order'> {
  return { score: null, spread: null, order: isByScores(order) ? FIRST_VIEW.order : order };
}

/** The same way in and order, and nothing narrowed. */
export function unfiltered(view: View): View {
  return { ...FIRST_VIEW, name: view.name, order: withoutScores(view).order };
}

export function isFiltered(view: View): boolean {
  return queryOf(fromStart(view)) !== queryOf(unfiltered(view));
}

/** The view as one text, by which it is saved and compared. */
export function queryOf(view: View): string {
  // A comma may stand in a query as it is, and reads better.
  return new URLSearchParams(viewEntries(view)).toString().replaceAll('%2C', ',');
}

export function viewFromQuery(query: string): View {
  return viewOf(Object.fromEntries(new URLSearchParams(query)));
}

/** What follows a path in the address of something opened from this view. */
export function addressQuery(view: View, more: Record<string, string> = {}): string {
  const query = [queryOf(view), new URLSearchParams(more).toString()].filter(Boolean).join('&');
  return query === '' ? '' : `?${query}`;
}

export function queueAddress(view: View): string {
  return `/desk${addressQuery(view)}`;
}

export function applicationAddress(number: string, view: View, more: Record<string, string> = {}): string {
  return `/desk/applications/${encodeURIComponent(number)}${addressQuery(view, more)}`;
}

export function shownOf({ show, as }: Record<string, string>): Shown {
  return {
    ...(show && /^[a-z_]{1,20}$/.test(show) ? { show } : {}),
    ...(as === 'pages' || as === 'text' ? { as } : {}),
  };
}

/** All that leads back to an application as it was being read, as one text. */
export function placeOf(view: OpenView): string {
  return addressQuery(view, view.shown).slice(1);
}

/** The application as it was being read. */
export function placeAddress(number: string, place: string): string {
  const search = Object.fromEntries(new URLSearchParams(place));
  return applicationAddress(number, viewOf(search), shownOf(search));
}
