import Link from 'next/link';
import { signOutHere } from '@/app/desk/actions';
import { type Grant, highestRole, isAdministrator, type MemberActor } from '@/domain/actor';
import type { Stage } from '@/domain/applications/rules';
import { type Locale, translator } from '@/locales';
import { FIRST_VIEW, queueAddress, type View } from './view';
import { regionName } from './words';

export type RailFacts = {
  locale: Locale;
  member: MemberActor;
  publication: string;
  call: string | null;
  counts: Record<Stage | 'all', number>;
  outbox: { failed: number; held: number };
  mentions: { count: number; number: string | null };
  answers: { day: string; days: number } | null;
};

type Props = { facts: RailFacts; here: { view: View } | 'outbox' | 'settings' | 'elsewhere' };

const OPEN_STAGES: readonly Stage[] = ['new', 'reading', 'talking', 'shortlist', 'held'];
const ANSWERED_STAGES: readonly Stage[] = ['asked', 'invited', 'declined', 'withdrawn'];

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
        {[...OPEN_STAGES, 'all' as const].map((stage) => (
          <StageLink key={stage} stage={stage} facts={facts} here={here} />
        ))}
      </ul>
      <h2>{t('rail.answered')}</h2>
      <ul>
        {ANSWERED_STAGES.map((stage) => (
          <StageLink key={stage} stage={stage} facts={facts} here={here} />
        ))}
      </ul>
      <h2>{t('rail.correspondence')}</h2>
      <ul>
        <li>
          <Link href="/desk/outbox" aria-current={here === 'outbox' ? 'page' : undefined}>
            {t('rail.outbox')} <OutboxCount facts={facts} />
          </Link>
        </li>
        {facts.mentions.number ? (
          <li>
            <Link href={`/desk/applications/${facts.mentions.number}?view=all#discussion`}>
              {translator(facts.locale, 'discussion')('mentioned')} <span className="turn">{facts.mentions.count}</span>
            </Link>
          </li>
        ) : null}
        {isAdministrator(facts.member) ? (
          <li>
            <Link href="/desk/settings" aria-current={here === 'settings' ? 'page' : undefined}>
              {t('rail.settings')} <span />
            </Link>
          </li>
        ) : null}
      </ul>
      <div className="rail__foot">
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

function StageLink({ stage, facts, here }: Props & { stage: Stage | 'all' }) {
  const t = translator(facts.locale, 'desk.stages');
  const count = facts.counts[stage];
  const current = typeof here === 'object' && here.view.stage === stage;
  const region = typeof here === 'object' ? here.view.region : null;
  return (
    <li className={count === 0 && !current ? 'is-empty' : undefined}>
      <Link href={queueAddress({ ...FIRST_VIEW, stage, region })} aria-current={current ? 'page' : undefined}>
        {t(stage)} <span>{new Intl.NumberFormat(facts.locale).format(count)}</span>
      </Link>
    </li>
  );
}

function OutboxCount({ facts }: { facts: RailFacts }) {
  const { failed, held } = facts.outbox;
  if (failed > 0)
    return <span className="turn">{translator(facts.locale, 'desk.rail')('failed', { count: failed })}</span>;
  return <span>{held > 0 ? held : ''}</span>;
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
