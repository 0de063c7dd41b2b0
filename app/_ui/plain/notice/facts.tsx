import type { Frame } from '@/app/_http/frame';
import type { Call } from '@/domain/calls/queries';
import { translator } from '@/locales';
import { dayOf, elsewhereOf, momentOf, shortDayOf, timeOf, zoneName } from '../dates';

type FactsProps = { frame: Frame; call: Call; isOpen: boolean };

export function NoticeFacts({ frame, call, isOpen }: FactsProps) {
  const t = translator(frame.locale, 'notice');
  const { locale } = frame;
  return (
    <div className="facts-col">
      <dl className="facts">
        <div>
          <dt>{t(isOpen ? 'closes' : 'closedOn')}</dt>
          <dd>
            <Closing frame={frame} call={call} isOpen={isOpen} />
          </dd>
        </div>
        {call.answerBy && (
          <div>
            <dt>{t('answerBy')}</dt>
            <dd>{t('answerByWhatever', { date: dayOf({ locale, at: call.answerBy, timeZone: call.timeZone }) })}</dd>
          </div>
        )}
        {isOpen && (
          <div>
            <dt>{t('takes')}</dt>
            <dd>{t('takesHowLong')}</dd>
          </div>
        )}
      </dl>
      {isOpen && (
        <a className="btn btn--go btn--wide only-wide" href={applyPath(frame, call)}>
          {t('apply')}
        </a>
      )}
    </div>
  );
}

function Closing({ frame, call, isOpen }: FactsProps) {
  const t = translator(frame.locale, 'notice');
  if (!call.closesAt) return t(isOpen ? 'openUntilFilled' : 'filled');
  const moment = { locale: frame.locale, at: call.closesAt, timeZone: call.timeZone };
  return (
    <>
      <time dateTime={call.closesAt.toISOString()}>{momentOf(moment)}</time>
      <p className="hint">{elsewhereOf(moment)}</p>
    </>
  );
}

/** On narrow screens this line stays at the bottom, so that one can apply from anywhere in the text. */
export function ClosingBar({ frame, call }: { frame: Frame; call: Call }) {
  const t = translator(frame.locale, 'notice');
  const moment = call.closesAt && { locale: frame.locale, at: call.closesAt, timeZone: call.timeZone };
  return (
    <div className="bar">
      <p className="bar__say">
        <b>{moment ? t('barCloses', { date: shortDayOf(moment) }) : t('barOpen')}</b>{' '}
        {moment ? `${timeOf(moment)} ${zoneName(frame.locale, call.timeZone)}` : t('barOpenMore')}
      </p>
      <a className="btn btn--go" href={applyPath(frame, call)}>
        {t('apply')}
      </a>
    </div>
  );
}

export function applyPath(frame: Frame, call: Pick<Call, 'slug'>): string {
  return `/${frame.locale}/calls/${call.slug}/apply`;
}
