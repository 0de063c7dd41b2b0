import type { Frame } from '@/app/_http/frame';
import { LETTER_LIMIT } from '@/domain/applications/input';
import type { Certificate } from '@/domain/retention/commands';
import { translator } from '@/locales';
import { ErrorLine } from '../form/field';
import { Opening } from '../section';
import { NotSentYet, type Written } from './not-sent-yet';

type WithdrawProps = { frame: Frame } & Written;

/** One page before something that cannot be taken back: what it means, and one button. */
export function Withdraw({ frame, typed, error }: WithdrawProps) {
  const t = translator(frame.locale, 'endings');
  return (
    <main id="main">
      <Opening title={t('withdrawTitle')} lead={t('withdrawLead')}>
        <form
          className="stack"
          action={`/${frame.locale}/my/withdraw`}
          method="post"
          data-no-line={translator(frame.locale, 'my')('noLine')}
        >
          <NotSentYet frame={frame} written={{ typed, error }} at="reason" />
          <div className="field">
            <label htmlFor="reason">
              {t('reason')} <span className="opt">{translator(frame.locale, 'apply')('optional')}</span>
            </label>
            <p className="hint" id="reason-hint">
              {t('reasonHint', { limit: LETTER_LIMIT })}
            </p>
            <ErrorLine id="reason-error" text={error} />
            <textarea
              className="input"
              id="reason"
              name="reason"
              rows={4}
              dir="auto"
              defaultValue={typed}
              aria-describedby={error ? 'reason-hint reason-error' : 'reason-hint'}
              aria-invalid={error ? true : undefined}
            />
          </div>
          <Choice frame={frame} word={t('withdrawDo')} />
        </form>
      </Opening>
    </main>
  );
}

/** @param claim what a second click on the button shows the certificate by */
export function Erase({ frame, isDraft, claim }: { frame: Frame; isDraft: boolean; claim: string }) {
  const t = translator(frame.locale, 'endings');
  return (
    <main id="main">
      <Opening title={t('eraseTitle')} lead={t(isDraft ? 'eraseDraftLead' : 'eraseLead')}>
        <p className="hint measure">{t('eraseHow')}</p>
        <form className="stack" action={`/${frame.locale}/my/erase`} method="post">
          <input type="hidden" name="claim" value={claim} />
          <Choice frame={frame} word={t('eraseDo')} />
        </form>
      </Opening>
    </main>
  );
}

function Choice({ frame, word }: { frame: Frame; word: string }) {
  return (
    <p className="sendrow">
      <button type="submit" className="btn btn--go">
        {word}
      </button>
      <a className="btn" href={`/${frame.locale}/my/application`}>
        {translator(frame.locale, 'endings')('back')}
      </a>
    </p>
  );
}

/** The certificate names nobody; it is shown once, and nothing leads back from it. */
export function Erased({ frame, certificate }: { frame: Frame; certificate: Certificate }) {
  const t = translator(frame.locale, 'endings');
  const { id, erasedAt, files, letters, seal } = certificate;
  return (
    <main id="main">
      <Opening title={t('erasedTitle')} lead={t('erasedLead')}>
        <dl className="terms certificate">
          <div>
            <dt>{t('certificate')}</dt>
            <dd className="mono" translate="no">
              {id}
            </dd>
          </div>
          <div>
            <dt>{t('erasedAt')}</dt>
            <dd>
              <time dateTime={erasedAt.toISOString()}>{erasedAt.toISOString()}</time>
            </dd>
          </div>
          <div>
            <dt>{t('erasedWhat')}</dt>
            <dd>{t('erasedCounts', { files, letters })}</dd>
          </div>
          <div>
            <dt>{t('seal')}</dt>
            <dd className="mono" translate="no">
              {seal}
            </dd>
          </div>
        </dl>
        <p className="hint measure">{t('sealHint')}</p>
        <p>
          <button
            className="btn"
            type="button"
            data-print
            data-word={translator(frame.locale, 'receipt')('print')}
            hidden
          />
        </p>
      </Opening>
    </main>
  );
}
