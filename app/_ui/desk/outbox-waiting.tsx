import { settleSelected } from '@/app/desk/outbox/actions';
import type { PendingDecision } from '@/domain/reviews/queries';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, Submit } from './action-form.client';
import { Link } from './link';
import { Own } from './own';
import { Pick } from './picks';
import { ageText } from './queue-rows';
import { Said } from './said';
import type { Times } from './times';

type Props = { pending: readonly PendingDecision[]; open: string | null; times: Times; locale: Locale };

const FORM = 'waiting';

/** Answers that wait, each to be ticked: let go or taken back together, and the form says what became of each. */
export function WaitingAnswers({ pending, open, times, locale }: Props) {
  const t = translator(locale, 'bulk');
  return (
    <>
      <ActionForm id={FORM} className="picked" action={settleSelected} aria-label={t('label')}>
        <FormSays />
        {pending.map((decision) => (
          <input key={decision.id} type="hidden" name="every" value={pickOf(decision)} />
        ))}
        {pending.length > 0 ? (
          <p className="picks">
            <Submit className="btn btn--tiny" name="then" value="send">
              {t('sendSelected')}
            </Submit>
            <Submit className="btn btn--tiny" name="then" value="back">
              {t('undoSelected')}
            </Submit>
            <Submit className="btn btn--tiny" name="then" value="send-every">
              {t('sendAll', { count: pending.length })}
            </Submit>
          </p>
        ) : null}
      </ActionForm>
      <ol>
        {pending.map((decision) => (
          <li key={decision.id} className="pickable">
            <Pick form={FORM} number={decision.number} value={pickOf(decision)} locale={locale} />
            <WaitingAnswer decision={decision} open={open} times={times} locale={locale} />
          </li>
        ))}
      </ol>
    </>
  );
}

function WaitingAnswer({ decision, open, times, locale }: Omit<Props, 'pending'> & { decision: PendingDecision }) {
  const kinds = translator(locale, 'desk.decide.kinds');
  return (
    <Link
      className="mailrow"
      href={`/desk/outbox?answer=${decision.number}`}
      aria-current={open === decision.number ? 'true' : undefined}
    >
      <Own className="entry__name">{decision.name}</Own>
      <span>{ageText(decision.at, locale, times)}</span>
      <Said text={decision.text && decision.subject} locale={locale} />
      <span>
        {kinds(decision.kind)}, {decision.locale}
      </span>
    </Link>
  );
}

function pickOf({ number, version }: PendingDecision): string {
  return `${number}:${version}`;
}
