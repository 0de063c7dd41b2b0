import type { Frame } from '@/app/_http/frame';
import type { FormWait } from '@/domain/intake/input';
import type { QuestionFault } from '@/domain/questions/input';
import { QUESTION_MAX } from '@/domain/questions/rules';
import { translator } from '@/locales';
import { ErrorLine } from '../form/field';
import { Guard, waitSaying } from '../guard';

export type AskModel = {
  frame: Frame;
  /** proves that the form is ours, and makes the receipt code */
  token: string;
  calls: readonly { slug: string; title: string }[];
  typed: { text: string; name: string; email: string; call: string; quiet: boolean; noMail: boolean };
  faults: readonly QuestionFault[];
  /** said where the guard asks for patience */
  wait: FormWait | null;
  pause: string;
};

export const NOTHING_TYPED: AskModel['typed'] = {
  text: '',
  name: '',
  email: '',
  call: '',
  quiet: false,
  noMail: false,
};

/** A question to the newsroom. Nothing but the text is needed. */
export function AskForm({ model }: { model: AskModel }) {
  const { frame, token, typed } = model;
  const t = translator(frame.locale, 'questions');
  return (
    <form
      className="stack"
      action={`/${frame.locale}/questions#ask`}
      method="post"
      noValidate
      data-no-line={translator(frame.locale, 'my')('noLine')}
    >
      <input type="hidden" name="token" value={token} />
      <Outcome model={model} />
      <p className="measure">{t('askText')}</p>
      <div className="field">
        <label htmlFor="text">{t('text')}</label>
        <p className="hint" id="text-hint">
          {t('textHint', { limit: QUESTION_MAX, number: t('textHintNumber') })}
        </p>
        <ErrorLine id="text-error" text={faultText(model, 'text')} />
        <textarea
          className="input"
          rows={7}
          dir="auto"
          required
          defaultValue={typed.text}
          {...described(model, 'text')}
        />
      </div>
      {model.calls.length > 0 && <AboutField model={model} />}
      <PlainField model={model} name="name" type="text" />
      <PlainField model={model} name="email" type="email" />
      <CareFields model={model} />
      <Guard locale={frame.locale} pause={model.pause} />
      <p>
        <button type="submit" className="btn btn--go">
          {t('send')}
        </button>
      </p>
    </form>
  );
}

function Outcome({ model }: { model: AskModel }) {
  const { frame, faults, wait } = model;
  const t = translator(frame.locale, 'questions');
  if (faults.length === 0 && !wait) return null;
  const said = wait ? waitSaying(frame.locale, wait) : { title: t('faultTitle', { count: faults.length }), text: '' };
  return (
    <div className="notice-line notice-line--turn" id="outcome" role="alert" tabIndex={-1}>
      <p className="strong">{said.title}</p>
      {said.text && <p>{said.text}</p>}
      {faults.length > 0 && (
        <ul className="faults">
          {faults.map(({ field }) => (
            <li key={field}>
              <a href={`#${field}`}>{t(labelOf(field))}</a> <span className="hint">{faultText(model, field)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function AboutField({ model: { frame, calls, typed } }: { model: AskModel }) {
  const t = translator(frame.locale, 'questions');
  return (
    <div className="field">
      <label htmlFor="call">{t('call')}</label>
      <select className="input" id="call" name="call" defaultValue={typed.call}>
        <option value="">{t('noCall')}</option>
        {calls.map(({ slug, title }) => (
          <option key={slug} value={slug}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
}

function PlainField({ model, name, type }: { model: AskModel; name: 'name' | 'email'; type: 'text' | 'email' }) {
  const { frame, typed } = model;
  const t = translator(frame.locale, 'questions');
  return (
    <div className="field">
      <label htmlFor={name}>
        {t(name)} <span className="opt">{translator(frame.locale, 'apply')('optional')}</span>
      </label>
      <p className="hint" id={`${name}-hint`}>
        {t(`${name}Hint`)}
      </p>
      <ErrorLine id={`${name}-error`} text={faultText(model, name)} />
      <input
        className="input"
        type={type}
        dir={type === 'email' ? 'ltr' : 'auto'}
        autoComplete="off"
        defaultValue={typed[name]}
        {...described(model, name)}
      />
    </div>
  );
}

function CareFields({ model: { frame, typed } }: { model: AskModel }) {
  const apply = translator(frame.locale, 'apply');
  return (
    <fieldset>
      <legend className="legend">{translator(frame.locale, 'questions')('careHead')}</legend>
      <label className="choice choice--block measure">
        <input type="checkbox" name="quiet" value="yes" defaultChecked={typed.quiet} />
        <span>
          <span className="strong">{apply('quiet')}</span>
          <br />
          <span className="hint">{apply('quietHint')}</span>
        </span>
      </label>
      <label className="choice choice--block measure">
        <input type="checkbox" name="noMail" value="yes" defaultChecked={typed.noMail} />
        <span>
          <span className="strong">{apply('noMail')}</span>
          <br />
          <span className="hint">{apply('noMailHint')}</span>
        </span>
      </label>
    </fieldset>
  );
}

function labelOf(field: QuestionFault['field']) {
  return field === 'callSlug' ? 'call' : field;
}

function described({ faults }: AskModel, name: 'text' | 'name' | 'email') {
  const isWrong = faults.some(({ field }) => field === name);
  return {
    id: name,
    name,
    'aria-invalid': isWrong ? (true as const) : undefined,
    'aria-describedby': isWrong ? `${name}-hint ${name}-error` : `${name}-hint`,
  };
}

function faultText({ frame, faults }: AskModel, field: QuestionFault['field']): string | null {
  const fault = faults.find((one) => one.field === field);
  if (!fault) return null;
  const t = translator(frame.locale, 'questions');
  if (fault.why === 'address') return t('badAddress');
  if (fault.why === 'missing') return t('missing');
  return t('tooLong', { limit: field === 'text' ? QUESTION_MAX : 200 });
}
