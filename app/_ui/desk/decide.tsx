import { settleAnswer } from '@/app/desk/applications/actions';
import { DECISION_KINDS } from '@/domain/reviews/rules';
import { translator } from '@/locales';
import { ActionForm, FormSays, Submit } from './action-form.client';
import { Key } from './key';
import { Link } from './link';
import { type OpenApplication, Standing } from './open-application';
import { applicationAddress } from './view';

const KEYS = { invite: 'I', hold: 'H', ask: 'A', decline: 'D' } as const;

/** Four equal buttons: the page takes no side. While an answer waits, what can be done with it stands here instead. */
export function Decide(open: OpenApplication) {
  const { application, decision, deciding, view, times, locale } = open;
  const t = translator(locale, 'desk.decide');
  if (!application.mayDecide) {
    return <ScoreFooter {...open} />;
  }
  if (decision?.state === 'pending') return <Waiting {...open} decision={decision} />;
  // No answer could be sealed.
  if (application.unreadable === 'everything') return null;
  return (
    <footer className="decide">
      <nav className="decide__row" aria-label={t('label')}>
        {DECISION_KINDS.map((kind) => (
          <Link
            key={kind}
            className="btn"
            href={applicationAddress(application.number, view, { ...view.shown, decide: kind })}
            aria-current={kind === deciding ? 'true' : undefined}
            data-key={KEYS[kind].toLowerCase()}
          >
            {t(`kinds.${kind}`)} <Key>{KEYS[kind]}</Key>
          </Link>
        ))}
      </nav>
      <p>
        {decision ? (
          <>
            {t('released', { kind: t(`kinds.${decision.kind}`), moment: times.short(decision.at) })}{' '}
            <Link href={applicationAddress(application.number, view, { show: 'answer' })}>{t('readAnswer')}</Link>
          </>
        ) : (
          <>
            {t('hint')} <Key>?</Key> <span aria-hidden="true">{t('keys')}</span>
          </>
        )}
      </p>
    </footer>
  );
}

/** Reviewers score: their way on is the score, not the decision. */
function ScoreFooter({ application, scorecard, locale }: OpenApplication) {
  const c = translator(locale, 'reviewing.card');
  const open = scorecard.criteria.filter(({ key }) => scorecard.mine[key] === undefined).length;
  return (
    <footer className="decide">
      <div className="decide__row">
        <button type="submit" form="scorecard" name="then" value="finish" className="btn btn--go" data-key="n">
          {c('finish')} <Key>N</Key>
        </button>
        <Link className="btn" href={`/desk/reviewing?next&but=${encodeURIComponent(application.number)}`} data-key="s">
          {c('skip')} <Key>S</Key>
        </Link>
      </div>
      <p>
        {c('keys')} {c('open', { count: open })} {translator(locale, 'desk.decide')('readOnly')}
      </p>
    </footer>
  );
}

function Waiting({
  application,
  decision,
  deciding,
  view,
  times,
  locale,
}: OpenApplication & { decision: NonNullable<OpenApplication['decision']> }) {
  const t = translator(locale, 'desk.decide');
  return (
    <footer className="decide">
      <ActionForm action={settleAnswer}>
        <Standing application={application} view={view} />
        <FormSays />
        <div className="decide__row">
          {/* While an answer is being written, its own buttons send it: two that say the same would be one too many. */}
          {deciding ? null : (
            <>
              {decision.text === null ? null : (
                <Submit className="btn btn--go" name="then" value="send" data-command="">
                  {t('sendNow')}
                </Submit>
              )}
              {application.unreadable === 'everything' ? null : (
                <Link
                  className="btn"
                  href={applicationAddress(application.number, view, { ...view.shown, decide: decision.kind })}
                >
                  {t('change')}
                </Link>
              )}
            </>
          )}
          <Submit className="btn" name="then" value="back" data-key="u">
            {t('undo')} <Key>U</Key>
          </Submit>
        </div>
      </ActionForm>
      {decision.text === null ? (
        <p className="notice-line">{t(application.unreadable === 'everything' ? 'damagedKey' : 'damaged')}</p>
      ) : null}
      <p>
        {t('pending', {
          kind: t(`kinds.${decision.kind}`),
          moment: times.short(decision.at),
          who: decision.by ?? t('somebody'),
        })}
      </p>
    </footer>
  );
}
