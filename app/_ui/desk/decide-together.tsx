import { decideTogether } from '@/app/desk/decide/actions';
import type { Answer } from '@/domain/reviews/input';
import type { BulkDraft } from '@/domain/reviews/queries';
import { BULK_LIMIT, DECISION_KINDS, type DecisionKind } from '@/domain/reviews/rules';
import { type Locale, translator } from '@/locales';
import { AreaField, AroundForm, FormSays, FormWithin, Submit, TextField } from './action-form.client';
import { PreviewButton, PreviewFrame } from './answer-beside';
import { KeptWords } from './kept-words.client';
import { CountListed, KindLink, Listed, WhileAllListed, WhileListed } from './left-over.client';
import { Link } from './link';
import { Own } from './own';
import { languageName } from './words';

type Facts = {
  /** null until one is chosen: the page takes no side */
  kind: DecisionKind | null;
  drafts: readonly BulkDraft[];
  texts: ReadonlyMap<Locale, Answer>;
  /** how many were selected; no more than `BULK_LIMIT` are decided on at once */
  picked: number;
  /** how many of the selected the member may not see (any more) */
  missing: number;
  locale: Locale;
};

/** Each application under the language it will be answered in, with the words they share and a look at each mail. */
export function DecideTogether({ facts, said }: { facts: Facts; said: string | null }) {
  const { kind, drafts, picked, missing, locale } = facts;
  const t = translator(locale, 'bulk');
  const numbers = drafts.map((draft) => draft.number);
  return (
    <section className="set" aria-labelledby="view">
      <AroundForm key={kind} action={decideTogether}>
        <header className="topline">
          <h1 className="pane-title" id="view">
            {t('decide')}{' '}
            <small>
              <CountListed of={numbers} />
            </small>
          </h1>
          <Link className="hint" href="/desk">
            {t('back')}
          </Link>
        </header>
        <WhileAllListed of={numbers}>
          <p className="subline">{t('lead', { count: drafts.length })}</p>
        </WhileAllListed>
        <div className="together">
          <div>
            <Said said={said} locale={locale} />
            {picked > BULK_LIMIT ? (
              <p className="notice-line">{t('tooMany', { count: picked, limit: BULK_LIMIT })}</p>
            ) : null}
            {missing > 0 ? <p className="notice-line">{t('missing', { count: missing })}</p> : null}
            {drafts.length === 0 && missing === 0 && !said ? <p>{t('empty')}</p> : null}
            {drafts.length === 0 ? <FormSays /> : <Kinds kind={kind} numbers={numbers} locale={locale} />}
            {drafts.length > 0 && kind ? <Together {...facts} kind={kind} /> : null}
          </div>
          {kind && drafts.length > 0 ? (
            <div className="together__frame">
              <h2>{translator(locale, 'answering')('frame')}</h2>
              <PreviewFrame src={firstPreview(drafts, kind)} title={translator(locale, 'answering')('frame')} />
            </div>
          ) : null}
        </div>
      </AroundForm>
    </section>
  );
}

function Kinds({ kind, numbers, locale }: { kind: DecisionKind | null; numbers: string[]; locale: Locale }) {
  const kinds = translator(locale, 'desk.decide.kinds');
  return (
    <>
      <nav className="together__kinds" aria-label={translator(locale, 'desk.decide')('label')}>
        {DECISION_KINDS.map((one) => (
          <KindLink key={one} kind={one} isChosen={one === kind} of={numbers}>
            {kinds(one)}
          </KindLink>
        ))}
      </nav>
      {kind ? null : <p>{translator(locale, 'bulk')('choose')}</p>}
    </>
  );
}

function Together({ kind, drafts, texts, locale }: Facts & { kind: DecisionKind }) {
  const a = translator(locale, 'answering');
  const t = translator(locale, 'bulk');
  const numbers = drafts.map((draft) => draft.number);
  return (
    <FormWithin>
      <input type="hidden" name="kind" value={kind} />
      <Listed all={numbers} kind={kind} />
      <FormSays />
      {[...Map.groupBy(drafts, (draft) => draft.locale)].map(([language, group]) => (
        <Group key={language} language={language} group={group} answer={texts.get(language)} locale={locale} />
      ))}
      <KeptWords of={`${kind} ${numbers.join(' ')}`} words={{ back: a('wordsBack'), drop: a('wordsDrop') }} />
      <p className="acts">
        <Submit className="btn btn--go btn--small" name="then" value="keep">
          {t('keep')}
        </Submit>
        <Submit name="then" value="send">
          {t('sendNow')}
        </Submit>
      </p>
      <p className="hint">{t('keepHint')}</p>
    </FormWithin>
  );
}

type Worded = { language: Locale; answer: Answer | undefined; locale: Locale };

function Group({ group, ...worded }: Worded & { group: BulkDraft[] }) {
  const { language, locale } = worded;
  const numbers = group.map((draft) => draft.number);
  const name = languageName(locale, language);
  return (
    <WhileListed of={numbers}>
      <fieldset>
        <legend>
          <WhileAllListed of={numbers} then={name}>
            {translator(locale, 'bulk')('group', { language: name, count: group.length })}
          </WhileAllListed>
        </legend>
        <Words {...worded} />
        <ul className="together__list">
          {group.map((draft) => (
            <WhileListed key={draft.number} of={[draft.number]}>
              <Row draft={draft} locale={locale} />
            </WhileListed>
          ))}
        </ul>
      </fieldset>
    </WhileListed>
  );
}

function Words({ language, answer, locale }: Worded) {
  const t = translator(locale, 'desk.answer');
  return (
    <>
      <TextField
        label={t('subject')}
        name={`subject.${language}`}
        defaultValue={answer?.subject}
        lang={language}
        dir="auto"
        maxLength={200}
        required
      />
      <AreaField
        label={t('text')}
        hint={translator(locale, 'bulk')('hint')}
        name={`text.${language}`}
        defaultValue={answer?.text}
        lang={language}
        dir="auto"
        maxLength={20_000}
        required
      />
    </>
  );
}

function Row({ draft, locale }: { draft: BulkDraft; locale: Locale }) {
  const t = translator(locale, 'bulk');
  const kinds = translator(locale, 'desk.decide.kinds');
  const notes = [
    draft.number,
    translator(locale, 'answering')(`arrival.${draft.arrival}`),
    draft.waiting ? t('replaces', { kind: kinds(draft.waiting) }) : null,
    draft.mayDecide ? null : t('mayNot'),
  ].filter(Boolean);
  return (
    <li>
      <Own className="entry__name">{draft.name}</Own>
      <span className="quiet">{notes.join(' · ')}</span>
      {draft.mayDecide ? (
        <>
          <input type="hidden" name="pick" value={`${draft.number}:${draft.version}`} />
          <PreviewButton value={`${draft.number}:${draft.locale}`}>
            {t('previewOf', { number: draft.number })}
          </PreviewButton>
        </>
      ) : null}
    </li>
  );
}

function Said({ said, locale }: { said: string | null; locale: Locale }) {
  if (!said) return null;
  return (
    <div className="notice-line" role="status">
      <p>
        {said} <Link href="/desk/outbox">{translator(locale, 'bulk')('toOutbox')}</Link>
      </p>
    </div>
  );
}

function firstPreview(drafts: readonly BulkDraft[], kind: DecisionKind): string | undefined {
  const first = drafts.find((draft) => draft.mayDecide);
  return first ? `/api/answers/preview?number=${first.number}&kind=${kind}` : undefined;
}
