import { signOutHere } from '@/app/desk/actions';
import { type Grant, highestRole, isAdministrator, type MemberActor } from '@/domain/actor';
import type { SavedView, ViewCounts } from '@/domain/applications/queries';
import { COUNTED_TO } from '@/domain/applications/rules';
import { type Locale, translator } from '@/locales';
import { numberFormat } from './formats';
import { Link } from './link';
import { FIRST_VIEW, fromStart, queryOf, queueAddress, type View, viewFromQuery } from './view';
import { regionName, viewName } from './words';

export type RailFacts = {
  locale: Locale;
  member: MemberActor;
  publication: string;
  call: string | null;
  counts: ViewCounts;
  saved: readonly SavedView[];
  outbox: { failed: number; held: number };
  mentions: { count: number; number: string | null };
  /** being written, and nobody's to read */
  drafts: number;
  /** questions that wait for an answer; null for those who may not see any */
  questions: number | null;
  answers: { day: string; days: number } | null;
};

type Props = {
  facts: RailFacts;
  here: { view: View } | 'outbox' | 'questions' | 'insights' | 'reviewing' | 'settings' | 'elsewhere';
};

const FIRST: readonly View['name'][] = ['new', 'mine', 'decide', 'shortlist', 'pool', 'all'];
const AT_STAGE: readonly View['name'][] = ['reading', 'talking', 'held', 'asked', 'invited', 'declined', 'withdrawn'];

export function Rail({ facts, here }: Props) {
  const t = translator(facts.locale, 'desk');
  return (
    <nav className="rail" aria-label={t('views')}>
      <p className="topline">
        <Link href="/desk">
          Redaktion<i>.</i>
        </Link>
      </p>
      <p className="subline">
        <span>
          {facts.publication}
          {facts.call ? <span className="rail__call">{facts.call}</span> : null}
        </span>
      </p>
      <ul>
        {FIRST.map((name) => (
          <ViewLink key={name} name={name} facts={facts} here={here} />
        ))}
      </ul>
      <SavedViews facts={facts} here={here} />
      <h2>{t('list.byStage')}</h2>
      <ul>
        {AT_STAGE.map((name) => (
          <ViewLink key={name} name={name} facts={facts} here={here} />
        ))}
      </ul>
      <h2>{t('rail.correspondence')}</h2>
      <ul>
        <li>
          <Link href="/desk/outbox" aria-current={here === 'outbox' ? 'page' : undefined}>
            {t('rail.outbox')} <OutboxCount facts={facts} />
          </Link>
        </li>
        {facts.questions === null ? null : (
          <li>
            <Link href="/desk/questions" aria-current={here === 'questions' ? 'page' : undefined}>
              {t('rail.questions')}{' '}
              <span>{facts.questions > 0 ? countText(facts.questions, facts.locale, true) : ''}</span>
            </Link>
          </li>
        )}
        {facts.mentions.number ? (
          <li>
            <Link href={`/desk/applications/${facts.mentions.number}?view=all#discussion`}>
              {translator(facts.locale, 'discussion')('mentioned')} <span className="turn">{facts.mentions.count}</span>
            </Link>
          </li>
        ) : null}
        <li>
          <Link href="/desk/insights" aria-current={here === 'insights' ? 'page' : undefined}>
            {t('rail.insights')} <span />
          </Link>
        </li>
        <li>
          <Link href="/desk/reviewing" aria-current={here === 'reviewing' ? 'page' : undefined}>
            {t('rail.reviewing')} <span />
          </Link>
        </li>
        {isAdministrator(facts.member) ? (
          <li>
            <Link href="/desk/settings" aria-current={here === 'settings' ? 'page' : undefined}>
              {t('rail.settings')} <span />
            </Link>
          </li>
        ) : null}
      </ul>
      <div className="rail__foot">
        {facts.drafts > 0 ? <p>{t('rail.drafts', { count: facts.drafts })}</p> : null}
        {facts.answers ? <p>{answersDue(facts.answers, facts.locale)}</p> : null}
        <form className="rail__me" action={signOutHere}>
          <span>{roleText(facts.member.grants, facts.locale)}</span>
          <button type="submit" className="as-link">
            {t('rail.signOut')}
          </button>
        </form>
      </div>
    </nav>
  );
}

function ViewLink({ name, facts, here }: Props & { name: View['name'] }) {
  const count = facts.counts[name];
  const current = typeof here === 'object' && here.view.name === name && savedHere(facts, here.view) === undefined;
  const counted = countText(count, facts.locale, name === 'mine');
  return (
    <li className={count === 0 && !current ? 'is-empty' : undefined}>
      <Link href={queueAddress({ ...FIRST_VIEW, name })} aria-current={current ? 'page' : undefined}>
        {viewName(facts.locale, name)} <span>{counted}</span>
      </Link>
    </li>
  );
}

/** @param capped counted one by one, and only so far */
function countText(count: number, locale: Locale, capped: boolean): string {
  const text = numberFormat(locale).format(count);
  return capped && count >= COUNTED_TO ? `${text}+` : text;
}

function savedHere({ saved }: RailFacts, view: View): SavedView | undefined {
  const query = queryOf(fromStart(view));
  return saved.find((one) => one.query === query);
}

function SavedViews({ facts, here }: Props) {
  if (facts.saved.length === 0) return null;
  const t = translator(facts.locale, 'desk.list');
  const current = typeof here === 'object' ? savedHere(facts, here.view) : undefined;
  return (
    <>
      <h2>{t('saved')}</h2>
      <ul className="rail__saved">
        {facts.saved.map((one) => (
          <li key={one.id}>
            <Link
              href={queueAddress(viewFromQuery(one.query))}
              aria-current={one === current ? 'page' : undefined}
              dir="auto"
            >
              {one.name} <span>{one.isMine ? '' : t('shared')}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

function OutboxCount({ facts }: { facts: RailFacts }) {
  const { failed, held } = facts.outbox;
  if (failed > 0)
    return <span className="turn">{translator(facts.locale, 'desk.rail')('failed', { count: failed })}</span>;
  return <span>{held > 0 ? countText(held, facts.locale, true) : ''}</span>;
}

function answersDue({ day, days }: { day: string; days: number }, locale: Locale): string {
  const t = translator(locale, 'desk.rail');
  return `${t('answersDue', { day })}, ${days < 0 ? t('overdue', { days: -days }) : t('dueIn', { days })}`;
}

function roleText(grants: readonly Grant[], locale: Locale): string {
  const t = translator(locale, 'desk.rail');
  const highest = highestRole(grants);
  if (!highest) return '';
  const role = t(`roles.${highest}`);
  const regions = grants.filter((grant) => grant.role === highest).map((grant) => grant.region);
  const bounded = regions.filter((region) => region !== null);
  if (bounded.length < regions.length) return role;
  return t('roleFor', { role, region: bounded.map((region) => regionName(locale, region)).join(', ') });
}
