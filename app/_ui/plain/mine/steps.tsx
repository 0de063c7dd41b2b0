import type { Frame } from '@/app/_http/frame';
import type { MyApplication } from '@/domain/applications/queries';
import type { ApplicantStatus } from '@/domain/applications/rules';
import { translator } from '@/locales';
import { dayOf, shortMomentOf } from '../dates';
import { Section } from '../section';

type StepName = 'arrived' | 'waiting' | 'reading' | 'talking' | 'question' | 'answered';
type Step = { name: StepName; state: 'done' | 'now' | 'to-come' };

/** Four steps; "being read" and "we have a question" take the place of the one they interrupt. */
const PATHS: Partial<Record<ApplicantStatus, { now: number; names: readonly StepName[] }>> = {
  arrived: { now: 1, names: ['arrived', 'waiting', 'talking', 'answered'] },
  waiting: { now: 1, names: ['arrived', 'waiting', 'talking', 'answered'] },
  reading: { now: 1, names: ['arrived', 'reading', 'talking', 'answered'] },
  talking: { now: 2, names: ['arrived', 'reading', 'talking', 'answered'] },
  question: { now: 2, names: ['arrived', 'reading', 'question', 'answered'] },
  answered: { now: 3, names: ['arrived', 'reading', 'talking', 'answered'] },
};

export function stepsOf(status: ApplicantStatus): Step[] {
  const path = PATHS[status];
  if (!path) return [];
  return path.names.map((name, index) => ({ name, state: stateAt(index, path.now) }));
}

function stateAt(index: number, now: number): Step['state'] {
  if (index === now) return 'now';
  return index < now ? 'done' : 'to-come';
}

export function Steps({ frame, mine }: { frame: Frame; mine: MyApplication }) {
  const t = translator(frame.locale, 'status');
  const steps = stepsOf(mine.status);
  if (steps.length === 0) return null;
  return (
    <Section id="next" name={t('next')}>
      <ol className="steps">
        {steps.map(({ name, state }) => (
          <li key={name} data-s={state} aria-current={state === 'now' ? 'step' : undefined}>
            <h3>{t(`steps.${name}`)}</h3>
            <StepTime frame={frame} mine={mine} name={name} />
            <StepText frame={frame} mine={mine} step={{ name, state }} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function StepTime({ frame, mine, name }: { frame: Frame; mine: MyApplication; name: StepName }) {
  const { submittedAt, answerBy, timeZone } = mine;
  const { locale } = frame;
  if (name === 'arrived' && submittedAt) {
    return <time dateTime={submittedAt.toISOString()}>{shortMomentOf({ locale, at: submittedAt, timeZone })}</time>;
  }
  if (name === 'answered' && answerBy && mine.status !== 'answered') {
    const date = dayOf({ locale, at: answerBy, timeZone });
    const words = mine.isLate ? 'steps.answeredLate' : 'steps.answeredBy';
    return <time dateTime={answerBy.toISOString()}>{translator(locale, 'status')(words, { date })}</time>;
  }
  return null;
}

function StepText({ frame, mine, step: { name, state } }: { frame: Frame; mine: MyApplication; step: Step }) {
  const t = translator(frame.locale, 'status');
  if (state === 'done' && name !== 'arrived') return null;
  if (name === 'answered' && state === 'now') return <p>{t('steps.answeredHere')}</p>;
  const isRefused = mine.documents.some((document) => document.check.state === 'refused');
  if (name === 'arrived' && isRefused) return <p>{t('steps.arrivedRefused')}</p>;
  // What is damaged is said above, and that nothing is missing would be untrue.
  if (name === 'arrived' && mine.unreadable) return null;
  return <p>{t(`steps.${name}Text`)}</p>;
}
