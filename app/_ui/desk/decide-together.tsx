import { decideTogether } from '@/app/desk/decide/actions';
import type { Answer } from '@/domain/reviews/input';
import type { BulkDraft } from '@/domain/reviews/queries';
import { BULK_LIMIT, DECISION_KINDS, type DecisionKind } from '@/domain/reviews/rules';
import { type Locale, translator } from '@/locales';
import { ActionForm, AreaField, FormSays, Submit, TextField } from './action-form.client';
import { PreviewButton, PreviewFrame } from './answer-beside';
import { KeptWords } from './kept-words.client';
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
export function DecideTogether({
  facts,
  said,
  failed,
}: {
  facts: Facts;
  said: string | null;
  failed: readonly string[];
}) {
  const { kind, drafts, picked, missing, locale } = facts;
  const t = translator(locale, 'bulk');
  const kinds = translator(locale, 'desk.decide.kinds');
  return (
    <section className="set" aria-labelledby="view">
      <header className="topline">
        <h1 className="pane-title" id="view">
          {t('decide')} <small>{drafts.length}</small>
        </h1>
        <Link className="hint" href="/desk">
          {t('back')}
        </Link>
      </header>
      <p className="subline">{t('lead', { count: drafts.length })}</p>
      <div className="together">
        <div>
          <Said said={said} failed={failed} locale={locale} />
          {picked > BULK_LIMIT ? (
            <p className="notice-line">{t('tooMany', { count: picked, limit: BULK_LIMIT })}</p>
          ) : null}
          {missing > 0 ? <p className="notice-line">{t('missing', { count: missing })}</p> : null}
          {drafts.length === 0 && !said ? <p>{t('empty')}</p> : null}
          {drafts.length === 0 ? null : (
            <>
              <nav className="together__kinds" aria-label={translator(locale, 'desk.decide')('label')}>
                {DECISION_KINDS.map((one) => (
                  <Link
                    key={one}
                    className="btn btn--small"
                    href={addressOf(one, drafts)}
                    aria-current={one === kind ? 'true' : undefined}
                  >
                    {kinds(one)}
                  </Link>
                ))}
              </nav>
              {kind ? <Together key={kind} {...facts} kind={kind} /> : <p>{t('choose')}</p>}
            </>
          )}
        </div>
        {kind && drafts.length > 0 ? (
          <div className="together__frame">
            <h2>{translator(locale, 'answering')('frame')}</h2>
            <PreviewFrame src={firstPreview(drafts, kind)} title={translator(locale, 'answering')('frame')} />
          </div>
        ) : null}
      </div>
    </section>
  );
}

function Together({ kind, drafts, texts, locale }: Facts & { kind: DecisionKind }) {
  const a = translator(locale, 'answering');
  const t = translator(locale, 'bulk');
  return (
    <ActionForm action={decideTogether}>
      <input type="hidden" name="kind" value={kind} />
      {[...Map.groupBy(drafts, (draft) => draft.locale)].map(([language, group]) => (
        <fieldset key={language}>
          <legend>{t('group', { language: languageName(locale, language), count: group.length })}</legend>
          <Words language={language} answer={texts.get(language)} locale={locale} />
          <ul className="together__list">
            {group.map((draft) => (
              <Row key={draft.number} draft={draft} locale={locale} />
            ))}
          </ul>
        </fieldset>
      ))}
      <KeptWords
        of={`${kind} ${drafts.map((draft) => draft.number).join(' ')}`}
        words={{ back: a('wordsBack'), drop: a('wordsDrop') }}
      />
      <FormSays />
      <p className="acts">
        <Submit className="btn btn--go btn--small" name="then" value="keep">
          {t('keep')}
        </Submit>
        <Submit name="then" value="send">
          {t('sendNow')}
        </Submit>
      </p>
      <p className="hint">{t('keepHint')}</p>
    </ActionForm>
  );
}

function Words({ language, answer, locale }: { language: Locale; answer: Answer | undefined; locale: Locale }) {
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

function Said({ said, failed, locale }: { said: string | null; failed: readonly string[]; locale: Locale }) {
  if (!said) return null;
  const t = translator(locale, 'bulk');
  return (
    <div className={failed.length > 0 ? 'notice-line notice-line--turn' : 'notice-line'} role="status">
      <p>
        {said} <Link href="/desk/outbox">{t('toOutbox')}</Link>
      </p>
      {failed.length > 0 ? (
        <>
          <p>{t('failed', { count: failed.length })}</p>
          <ul>
            {failed.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}

function addressOf(kind: DecisionKind, drafts: readonly BulkDraft[]): string {
  return `/desk/decide?${new URLSearchParams([['kind', kind], ...drafts.map(({ number }) => ['pick', number])])}`;
}

function firstPreview(drafts: readonly BulkDraft[], kind: DecisionKind): string | undefined {
  const first = drafts.find((draft) => draft.mayDecide);
  return first ? `/api/answers/preview?number=${first.number}&kind=${kind}` : undefined;
}
