import Form from 'next/form';
import type { ReactNode } from 'react';
import { STAGES, stageOfView } from '@/domain/applications/rules';
import { type Locale, translator } from '@/locales';
import { activeFilters } from './active-filters';
import { numberFormat } from './formats';
import { Link } from './link';
import type { QueueFacts } from './queue-pane';
import { SaveView } from './save-view';
import { isFiltered, queryOf, queueAddress, unfiltered } from './view';
import { languageLabel, regionName, topicName } from './words';

/** What the list is narrowed by. A plain form that asks for an address: it works before any script has run. */
export function FilterMenu({ facts }: { facts: QueueFacts }) {
  const { view, locale, choices } = facts;
  const t = translator(locale, 'desk.list');
  if (view.name === 'withdrawn') return null;
  return (
    <details className="menu menu--wide" key={queryOf(view)}>
      <summary data-key="f" data-key-label={t('filter')}>
        {t('filter')}
      </summary>
      <div className="filters">
        <Form action="/desk" prefetch={false}>
          {view.name === 'new' ? null : <input type="hidden" name="view" value={view.name} />}
          {view.order === 'longest' ? null : <input type="hidden" name="order" value={view.order} />}
          {view.found.length > 0 ? <input type="hidden" name="found" value={view.found.join(',')} /> : null}
          {stageOfView(view.name) ? null : (
            <Boxes name="stage" label={t('stage')} chosen={view.stages}>
              {STAGES.filter((stage) => stage !== 'withdrawn').map((stage) => [
                stage,
                translator(locale, 'desk.stages')(stage),
              ])}
            </Boxes>
          )}
          <Boxes name="region" label={t('region')} chosen={view.regions}>
            {choices.regions.map((region) => [region, regionName(locale, region)])}
          </Boxes>
          <Boxes name="lang" label={t('language')} chosen={view.languages}>
            {choices.languages.map((language) => [language, languageLabel(locale, language)])}
          </Boxes>
          <Boxes name="topic" label={t('topic')} chosen={view.topics}>
            {choices.topics.map((topic) => [topic, topicName(locale, topic)])}
          </Boxes>
          <Figures facts={facts} />
          <p className="filters__acts">
            <button type="submit" className="btn btn--tiny">
              {t('show')}
            </button>
            {isFiltered(view) ? <Link href={queueAddress(unfiltered(view))}>{t('clear')}</Link> : null}
          </p>
        </Form>
        <SaveView facts={facts} />
      </div>
    </details>
  );
}

type Box = readonly [value: string, label: string];

function Boxes({
  name,
  label,
  chosen,
  children,
}: {
  name: string;
  label: string;
  chosen: readonly string[];
  children: readonly Box[];
}) {
  if (children.length === 0) return null;
  return (
    <fieldset>
      <legend>{label}</legend>
      {children.map(([value, text]) => (
        <label key={value}>
          <input type="checkbox" name={name} value={value} defaultChecked={chosen.includes(value)} /> {text}
        </label>
      ))}
    </fieldset>
  );
}

function Figures({ facts }: { facts: QueueFacts }) {
  const { view, locale, choices } = facts;
  const t = translator(locale, 'desk.list');
  const decimal = numberFormat(locale);
  const points = (values: readonly number[]) => values.map((value) => [String(value), decimal.format(value)] as const);
  return (
    <fieldset className="filters__figures">
      <legend>{t('more')}</legend>
      <Select name="score" label={t('score')} chosen={view.score} locale={locale}>
        {points([2, 3, 3.5, 4, 4.5])}
      </Select>
      <Select name="spread" label={t('spread')} chosen={view.spread} locale={locale}>
        {points([1, 2, 3])}
      </Select>
      <Select name="age" label={t('age')} chosen={view.age} locale={locale}>
        {[3, 7, 14, 30, 60].map((days) => [String(days), t('days', { days })] as const)}
      </Select>
      <Select name="assigned" label={t('assigned')} chosen={view.assigned} locale={locale}>
        {assignees(facts)}
      </Select>
      {choices.tags.length > 0 ? (
        <Select name="tag" label={translator(locale, 'discussion')('tagName')} chosen={view.tag} locale={locale}>
          {choices.tags.map((tag) => [tag.id, tag.name] as const)}
        </Select>
      ) : null}
      <label>
        <input type="checkbox" name="trouble" value="1" defaultChecked={view.trouble} /> {t('trouble')}
      </label>
    </fieldset>
  );
}

/** Somebody who has left, or reads elsewhere by now, is still whom a saved view asks for. */
function assignees({ view: { assigned }, locale, choices: { readers } }: QueueFacts): Box[] {
  const t = translator(locale, 'desk.list');
  const known: Box[] = [
    ['me', t('toMe')],
    ['nobody', t('toNobody')],
    ...readers.map(({ memberId, name }): Box => [memberId, name]),
  ];
  const isKnown = assigned === null || known.some(([value]) => value === assigned);
  return isKnown ? known : [...known, [assigned, t('toColleague')]];
}

function Select({
  name,
  label,
  chosen,
  locale,
  children,
}: {
  name: string;
  label: ReactNode;
  chosen: string | number | null;
  locale: Locale;
  children: readonly Box[];
}) {
  const isListed = chosen === null || children.some(([value]) => value === String(chosen));
  return (
    <label>
      {label}{' '}
      <select name={name} defaultValue={chosen ?? ''}>
        <option value="">{translator(locale, 'desk.list')('any')}</option>
        {isListed ? null : <option value={String(chosen)}>{String(chosen)}</option>}
        {children.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What the list is narrowed by, each to be taken away by itself. */
export function Chips({ facts }: { facts: QueueFacts }) {
  const t = translator(facts.locale, 'desk.list');
  const filters = activeFilters(facts.view, facts.locale, facts.choices);
  if (filters.length === 0) return null;
  return (
    <ul className="chips" aria-label={t('narrowed')}>
      {filters.map(({ text, without }) => (
        <li key={text}>
          <Link href={queueAddress(without)} aria-label={t('takeAway', { filter: text })}>
            {text} <span aria-hidden="true">×</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
