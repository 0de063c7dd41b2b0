import type { Frame } from '@/app/_http/frame';
import { translator } from '@/locales';

/** Asks once, above the page, with two buttons of one kind; without an answer nothing is set. */
export function ChoiceBanner({ frame }: { frame: Frame }) {
  const { offered, answer } = frame.choice;
  // The page on cookies asks in its own section.
  if (!offered || answer !== null || frame.path === '/cookies') return null;
  const t = translator(frame.locale, 'cookies');
  return (
    <section className="ask" aria-labelledby="ask-name">
      <h2 className="strong" id="ask-name">
        {t('askTitle')}
      </h2>
      <p>
        {t('askText')} <a href={`/${frame.locale}/cookies`}>{t('askMore')}</a>
      </p>
      <ChoiceForm frame={frame} />
    </section>
  );
}

/** Works without script: a form, and the same page again. */
export function ChoiceForm({ frame }: { frame: Frame }) {
  const t = translator(frame.locale, 'cookies');
  const { answer } = frame.choice;
  return (
    <form className="answers" action={`/${frame.locale}/cookies`} method="post">
      <input type="hidden" name="back" value={frame.path} />
      {answer !== 'accepted' && (
        <button type="submit" className="btn" name="answer" value="accept">
          {t('accept')}
        </button>
      )}
      {answer !== 'declined' && (
        <button type="submit" className="btn" name="answer" value="decline">
          {t(answer === 'accepted' ? 'withdraw' : 'decline')}
        </button>
      )}
    </form>
  );
}
