import type { ReactNode } from 'react';
import { moveStage } from '@/app/desk/applications/actions';
import type { DeskApplication } from '@/domain/applications/queries';
import { nextStages } from '@/domain/applications/rules';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, Submit } from './action-form.client';
import { blindLine, Masked, Unmask } from './blind';
import { NewerMark } from './check-note';
import { Conflict } from './conflict';
import { Decide } from './decide';
import { DiscussionSections, poolText } from './discussion';
import { happened } from './happened';
import { type OpenApplication, Standing } from './open-application';
import { Own } from './own';
import { inReadingOrder } from './pieces';
import { Readers } from './readers';
import { RelativesSections } from './relatives';
import { unreadable } from './said';
import { ScorecardForm } from './scorecard';
import { sizeText } from './times';
import { languageName, regionName, scriptLanguage, topicName } from './words';

/** What is known about the open application, what was said about it, and what can be done. */
export function Inspector(open: OpenApplication) {
  const { application, times, locale } = open;
  const t = translator(locale, 'desk.facts');
  return (
    <aside className="insp" aria-label={t('label')}>
      <header className="topline">
        <Own as="h1" className="insp__name" whole>
          {application.name}
        </Own>
      </header>
      <p className="subline">
        <bdi>
          {application.withheld
            ? blindLine(open)
            : (application.nameLatin ?? (application.workingName ? t('workingName') : ''))}
        </bdi>
        <span className="num">
          {application.withheld || application.unreadable ? '' : `${application.number}, `}
          {t('days', { days: times.daysSince(application.submittedAt) })}
        </span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="insp__body" tabIndex={0} aria-label={t('about')}>
        {application.unreadable ? <p className="notice-line">{t(`unreadable.${application.unreadable}`)}</p> : null}
        <Facts {...open} />
        {application.mayDecide && nextStages(application.stage).length > 0 ? <Stage {...open} /> : null}
        <Documents {...open} />
        <ScorecardForm {...open} />
        <RelativesSections {...open} />
        <Readers {...open} />
        <DiscussionSections {...open} />
        <Messages {...open} />
        <Conflict {...open} />
        <Unmask {...open} />
        <Timeline {...open} />
      </section>
      <Decide {...open} />
    </aside>
  );
}

function Facts({ application, discussion, times, locale }: OpenApplication) {
  const t = translator(locale, 'desk.facts');
  const regions = [...application.regions.map((region) => regionName(locale, region)), application.place]
    .filter(Boolean)
    .join(', ');
  return (
    <dl className="kv">
      <Fact name={t('region')}>
        <bdi>{regions}</bdi>
      </Fact>
      <Fact name={t('languages')}>{languages(application, locale)}</Fact>
      <Fact name={t('topics')}>{application.topics.map((topic) => topicName(locale, topic)).join(', ')}</Fact>
      <Fact name={t('cooperation')}>
        {application.cooperation ? <Masked text={application.cooperation} locale={locale} /> : null}
      </Fact>
      <Fact name={t('reach')}>
        <bdi>{reach(application, locale)}</bdi>
      </Fact>
      <Fact name={t('quiet')}>{application.quiet ? t('quietText') : null}</Fact>
      <Fact name={t('name')}>{application.workingName ? t('workingNameText') : null}</Fact>
      <Fact name={t('pool')}>{discussion.pool ? poolText(discussion.pool, times, locale) : null}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === '') return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function languages({ writes, follows }: DeskApplication, locale: Locale): string {
  const t = translator(locale, 'desk.facts');
  const names = (codes: readonly string[]) => codes.map((code) => languageName(locale, code)).join(', ');
  const parts = [
    writes.length > 0 ? t('writes', { list: names(writes) }) : '',
    follows.length > 0 ? t('follows', { list: names(follows) }) : '',
  ];
  return parts.filter(Boolean).join('; ');
}

function reach(application: DeskApplication, locale: Locale): string {
  const { email, noMail, workingName, withheld, unreadable: lost, locale: theirs } = application;
  const t = translator(locale, 'desk.facts');
  const language = languageName(locale, theirs);
  if (lost) return t('reachUnreadable', { language });
  if (withheld) return translator(locale, 'reviewing.blind')('withheld');
  if (workingName) return t('reachWithheld', { language });
  if (!email) return t('reachNone', { language });
  return noMail ? t('reachNoMail', { address: email, language }) : t('reachMail', { address: email, language });
}

function Stage({ application, view, locale }: OpenApplication) {
  const t = translator(locale, 'desk');
  return (
    <section>
      <h2>
        {t('facts.stage')} <small>{t(`stages.${application.stage}`)}</small>
      </h2>
      <ActionForm action={moveStage}>
        <FormSays />
        <Standing application={application} view={view} />
        <p className="moves">
          {nextStages(application.stage).map((stage) => (
            <Submit
              key={stage}
              className="btn btn--tiny"
              name="to"
              value={stage}
              data-command=""
              data-key-label={`${t('facts.stage')}: ${t(`stages.${stage}`)}`}
            >
              {t(`stages.${stage}`)}
            </Submit>
          ))}
        </p>
      </ActionForm>
    </section>
  );
}

function Documents({ application, locale }: OpenApplication) {
  const t = translator(locale, 'desk');
  const slots = translator(locale, 'documents.slots');
  const kinds = translator(locale, 'documents.kinds');
  const checks = translator(locale, 'checks.own');
  return (
    <section>
      <h2>
        {t('facts.documents')} <small>{hasOriginals(application) ? t('facts.originals') : null}</small>
      </h2>
      {application.documents.length === 0 ? <p className="quiet">{t('reader.noDocuments')}</p> : null}
      {application.withheld ? <p className="hint">{translator(locale, 'reviewing.blind')('files')}</p> : null}
      <ul className="mini">
        {inReadingOrder(application.documents).map((file) => (
          <li key={file.id}>
            {application.withheld || application.unreadable === 'everything' || file.check.state !== 'clear' ? (
              <span className="quiet">{slots(file.slot)}</span>
            ) : (
              <a href={`/api/documents/${file.id}`} download="">
                {slots(file.slot)}
                {file.slot === 'writing_sample' ? (
                  <>
                    , <Own className="title">{withoutEnding(file.name)}</Own>
                  </>
                ) : null}
              </a>
            )}
            <span className={file.check.state === 'clear' ? undefined : 'mini__check'}>
              {kinds(file.kind)}, {sizeText(file.size, locale)}
              {file.versionNumber > 1 ? `, ${t('reader.version', { number: file.versionNumber })}` : ''}
              {file.check.state === 'clear'
                ? ''
                : ` · ${checks(file.check.state === 'refused' ? 'refused' : 'checking')}`}
              <NewerMark newer={file.newer} locale={locale} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function hasOriginals({ documents, withheld, unreadable: lost }: DeskApplication): boolean {
  return documents.length > 0 && !withheld && lost !== 'everything';
}

function withoutEnding(name: string): string {
  return name.replace(/\.[^.]{1,8}$/, '') || name;
}

function Messages({ application, times, locale }: OpenApplication) {
  const t = translator(locale, 'desk.facts');
  if (application.messages.length === 0) return null;
  return (
    <section>
      <h2>
        {t('messages')} <small>{t('messagesHint')}</small>
      </h2>
      <ul className="say">
        {application.messages.map((message) => (
          <li key={message.id}>
            <b>{message.from === 'editors' ? t('fromEditors') : t('fromApplicant')}</b>{' '}
            <time dateTime={message.at.toISOString()}>{times.short(message.at)}</time>
            {message.subject === '' ? (
              <MessageText text={message.text} locale={locale} />
            ) : (
              <details className="say__more">
                <summary>
                  <Masked text={message.subject} locale={locale} />
                </summary>
                <MessageText text={message.text} locale={locale} />
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function MessageText({ text, locale }: { text: string | null; locale: Locale }) {
  if (text === null) return <p className="quiet">{unreadable(locale)}</p>;
  return (
    <p className="say__text" dir="auto" lang={scriptLanguage(text)}>
      <Masked text={text} locale={locale} />
    </p>
  );
}

function Timeline({ application, times, locale }: OpenApplication) {
  const t = translator(locale, 'desk.facts');
  const lines = [...application.timeline].reverse();
  return (
    <section>
      <h2>
        {t('happened')} <small>{application.timeZone}</small>
      </h2>
      <ol className="log">
        {lines.map((line) => (
          <li key={`${line.at.getTime()} ${line.verb} ${JSON.stringify(line.details)}`}>
            <time dateTime={line.at.toISOString()}>{times.short(line.at)}</time>
            {happened(line, locale)}
          </li>
        ))}
      </ol>
    </section>
  );
}
