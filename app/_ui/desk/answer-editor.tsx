import { sendAnswer } from '@/app/desk/applications/actions';
import type { DecisionKind } from '@/domain/reviews/rules';
import { isLocale, type Locale, translator, writtenLocale } from '@/locales';
import { ActionForm, FormSays, Submit, TheirWords, TypedArea, TypedInput } from './action-form.client';
import { AnswerAid, Preview } from './answer-beside';
import { KeptWords } from './kept-words.client';
import { Link } from './link';
import { type OpenApplication, Standing } from './open-application';
import { applicationAddress } from './view';
import { languageName } from './words';

export type Aid = { subject: string; text: string; locale: Locale; isDefault: boolean };
type Props = OpenApplication & {
  kind: DecisionKind;
  answer: { subject: string; text: string; locale: string };
  /** the default words in the editor's own language */
  aid: Aid | null;
};

/** The answer that goes with a decision: whatever the template says, the editor has the last word. */
export function AnswerEditor({ kind, answer, aid, ...open }: Props) {
  const { application, view, locale } = open;
  const t = translator(locale, 'desk.answer');
  const a = translator(locale, 'answering');
  const written = isLocale(answer.locale) ? writtenLocale(answer.locale) : answer.locale;
  const word = translator(locale, 'desk.decide.kinds')(kind);
  return (
    <section className="mail" aria-label={t('label')}>
      <header className="topline">
        <h2 className="pane-title">{t('title', { kind: word })}</h2>
        <Link className="hint" href={applicationAddress(application.number, view, view.shown)}>
          {t('cancel')}
        </Link>
      </header>
      <ActionForm className="mail__form" action={sendAnswer} key={`${application.number} ${kind}`}>
        <Standing application={application} view={view} />
        <input type="hidden" name="kind" value={kind} />
        <dl className="mail__head">
          <dt>{t('to')}</dt>
          <dd>
            <bdi>{application.email ?? application.name}</bdi>
            <span className="quiet">{howItArrives(open)}</span>
          </dd>
          <dt>{t('language')}</dt>
          <dd>
            <span className="badge">
              {languageName(locale, answer.locale)} <small>{answer.locale}</small>
            </span>
            <span className="quiet">{written === answer.locale ? t('languageHint') : t('languageMissing')}</span>
          </dd>
          <dt>
            <label htmlFor="subject">{t('subject')}</label>
          </dt>
          <dd>
            <TypedInput
              id="subject"
              name="subject"
              lang={written}
              dir="auto"
              defaultValue={answer.subject}
              maxLength={200}
              required
              autoComplete="off"
            />
          </dd>
        </dl>
        <div className="mail__body">
          <TypedArea
            className="mail__text"
            name="text"
            data-begin=""
            lang={written}
            dir="auto"
            aria-label={t('text')}
            defaultValue={answer.text}
            maxLength={20_000}
            required
            spellCheck
          />
          <aside className="mail__aid">
            <TheirWords also={<LeaveTheirs {...open} />} />
            {aid ? <AnswerAid aid={aid} locale={locale} /> : null}
          </aside>
        </div>
        <Preview number={application.number} kind={kind} locale={locale} note={arrivalNote(open)} />
        <footer className="mail__foot">
          <KeptWords of={`${application.number} ${kind}`} words={{ back: a('wordsBack'), drop: a('wordsDrop') }} />
          <FormSays />
          <p className="acts">
            <Submit className="btn btn--go btn--small" name="then" value="send">
              {t('send')}
            </Submit>
            <Submit className="btn btn--small" name="then" value="keep" data-chord="enter">
              {t('keep')}
            </Submit>
          </p>
          <p>{t('hint')}</p>
        </footer>
      </ActionForm>
    </section>
  );
}

function howItArrives({ application, locale }: OpenApplication): string {
  const t = translator(locale, 'desk.answer');
  if (application.noMail || (!application.email && !application.workingName)) return t('toNoMail');
  return application.quiet ? t('toQuiet') : t('toMail');
}

function LeaveTheirs({ application, view, locale }: OpenApplication) {
  return (
    <Link className="btn btn--small" href={applicationAddress(application.number, view, view.shown)}>
      {translator(locale, 'answering')('leaveTheirs')}
    </Link>
  );
}

function arrivalNote({ application, locale }: OpenApplication): string | null {
  const t = translator(locale, 'answering');
  if (application.noMail || (!application.email && !application.workingName)) return t('pageNote');
  return application.quiet ? t('quietNote') : null;
}
