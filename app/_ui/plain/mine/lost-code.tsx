import type { Frame } from '@/app/_http/frame';
import type { MyApplication } from '@/domain/applications/queries';
import { translator } from '@/locales';
import { ErrorLine } from '../form/field';
import { Opening, Section } from '../section';
import { ReceiptCode } from './receipt-code';
import { Leaving } from './sections';

type AskProps = { frame: Frame; typed?: string; error?: string | null };

/** A new code for whoever has lost theirs and gave an address. */
export function AskForNewCode({ frame, typed = '', error = null }: AskProps) {
  const t = translator(frame.locale, 'lostCode');
  return (
    <form className="stack" action={`/${frame.locale}/my/lost`} method="post">
      <p className="measure">{t('text')}</p>
      <div className="field">
        <label htmlFor="address">{t('address')}</label>
        <p className="hint" id="address-hint">
          {t('noMail')}
        </p>
        <ErrorLine id="address-error" text={error} />
        <input
          className="input"
          id="address"
          name="address"
          type="email"
          dir="ltr"
          autoComplete="email"
          maxLength={254}
          required
          defaultValue={typed}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? 'address-hint address-error' : 'address-hint'}
        />
      </div>
      <p>
        <button type="submit" className="btn">
          {t('send')}
        </button>
      </p>
    </form>
  );
}

export function LostCode(props: AskProps) {
  const t = translator(props.frame.locale, 'my');
  return (
    <main id="main">
      <Opening title={t('lost')}>
        <AskForNewCode {...props} />
      </Opening>
    </main>
  );
}

/** `page`: a secret of this very page, so that a second press does no harm. */
type RenewProps = { frame: Frame; page: string };

/** The same words for every address. */
export function LinkSent({ frame, page, minutes }: RenewProps & { minutes: number }) {
  const t = translator(frame.locale, 'lostCode');
  return (
    <main id="main">
      <Opening title={t('sentTitle')} lead={t('sentLead')}>
        <p className="measure">{t('sentOnce', { minutes })}</p>
        <p className="hint measure">{t('sentSame')}</p>
      </Opening>
      <Section id="quiet" name={t('quietHead')}>
        <form className="stack" action={`/${frame.locale}/my/new-code`} method="post">
          <input type="hidden" name="page" value={page} />
          <div className="field">
            <label htmlFor="link">{t('mailCode')}</label>
            <p className="hint" id="link-hint">
              {t('quietText')}
            </p>
            <input
              className="input input--code"
              id="link"
              name="link"
              dir="ltr"
              autoComplete="off"
              autoCapitalize="characters"
              autoCorrect="off"
              spellCheck={false}
              maxLength={80}
              required
              aria-describedby="link-hint"
            />
          </div>
          <p>
            <button type="submit" className="btn">
              {t('make')}
            </button>
          </p>
        </form>
      </Section>
    </main>
  );
}

/** What a link from the mail opens: a button, because mail programs open links too. */
export function RenewCode({ frame, page, link }: RenewProps & { link: string }) {
  const t = translator(frame.locale, 'lostCode');
  return (
    <main id="main">
      <Opening title={t('openTitle')} lead={t('openLead')}>
        <form action={`/${frame.locale}/my/new-code`} method="post">
          <input type="hidden" name="page" value={page} />
          <input type="hidden" name="link" value={link} />
          <button type="submit" className="btn btn--go">
            {t('make')}
          </button>
        </form>
      </Opening>
    </main>
  );
}

export function LinkUsed({ frame }: { frame: Frame }) {
  const t = translator(frame.locale, 'lostCode');
  return (
    <main id="main">
      <Opening title={t('usedTitle')} lead={t('usedLead')}>
        <p>
          <a className="btn" href={`/${frame.locale}/my/lost`}>
            {t('again')}
          </a>
        </p>
      </Opening>
    </main>
  );
}

export function RenewedCode({ frame, mine, code }: { frame: Frame; mine: MyApplication; code: string }) {
  const t = translator(frame.locale, 'lostCode');
  return (
    <main id="main" data-receipt={`/${frame.locale}/my/application`}>
      <Opening title={t('doneTitle')} lead={t('doneLead')} />
      <ReceiptCode frame={frame} code={code} number={mine.number} />
      <p className="receipt no-print">
        <a className="btn" href={`/${frame.locale}/my/application`}>
          {t(mine.state === 'draft' ? 'onwardsDraft' : 'onwards')}
        </a>
      </p>
      <Leaving frame={frame} />
    </main>
  );
}
