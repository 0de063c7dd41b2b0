import type { ReactNode } from 'react';
import { translator } from '@/locales';
import type { Choice } from '../words';
import { errorAt, type FormModel } from './form-model';

export type TextFieldName =
  | 'name'
  | 'nameLatin'
  | 'workingName'
  | 'email'
  | 'place'
  | 'cooperation'
  | 'coverLetterText'
  | 'writingSampleUrl';

type TextFieldProps = {
  model: FormModel;
  name: TextFieldName;
  label: string;
  hint?: string;
  optional?: boolean;
  /** what people write in their own script and voice */
  own?: boolean;
  rows?: number;
  type?: 'text' | 'email' | 'url';
  inputMode?: 'email' | 'url';
  autoComplete?: string;
};

/** Label, hint with the limit, what is wrong, then the field: in the order one reads them. */
export function TextField({
  model,
  name,
  label,
  hint,
  optional,
  own,
  rows,
  type = 'text',
  inputMode,
  autoComplete = 'off',
}: TextFieldProps) {
  const error = errorAt(model, name);
  const shared = {
    id: name,
    name,
    className: own ? 'input input--own' : 'input',
    'aria-describedby': [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ') || undefined,
    'aria-invalid': error ? (true as const) : undefined,
    defaultValue: model.view.values[name],
    autoComplete,
  };
  return (
    <div className="field">
      <label htmlFor={name}>
        {label} {optional && <Optional model={model} />}
      </label>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <ErrorLine id={`${name}-error`} text={error} />
      {rows ? (
        <textarea {...shared} className="input" rows={rows} dir="auto" />
      ) : (
        <input {...shared} type={type} inputMode={inputMode} dir={type === 'text' ? 'auto' : 'ltr'} />
      )}
    </div>
  );
}

export function Optional({ model }: { model: FormModel }) {
  return <span className="opt">{translator(model.frame.locale, 'apply')('optional')}</span>;
}

export function ErrorLine({ id, text }: { id: string; text: string | null }) {
  if (!text) return null;
  return (
    <p className="error" id={id}>
      <span className="mark" data-m="bad">
        {text}
      </span>
    </p>
  );
}

type ChoicesProps = {
  model: FormModel;
  name: 'region' | 'topics';
  legend: string;
  hint?: string;
  choices: readonly Choice[];
};

export function Choices({ model, name, legend, hint, choices }: ChoicesProps) {
  const error = errorAt(model, name);
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <fieldset className="field" id={name} aria-describedby={described}>
      <legend className="legend">{legend}</legend>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <ErrorLine id={`${name}-error`} text={error} />
      <div className="choices">
        {choices.map(({ value, label }) => (
          <label className="choice" key={value}>
            <input
              type="checkbox"
              name={name}
              value={value}
              defaultChecked={model.view.values[name].includes(value)}
              aria-invalid={error ? true : undefined}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

type TickProps = { model: FormModel; name: 'quiet' | 'noMail' | 'consent' | 'keepInPool'; children: ReactNode };

/** One box to tick, with as much text as it needs. */
export function Tick({ model, name, children }: TickProps) {
  const error = errorAt(model, name);
  return (
    <div id={`${name}-block`} className="measure">
      <ErrorLine id={`${name}-error`} text={error} />
      <label className="choice choice--block">
        <input
          type="checkbox"
          id={name}
          name={name}
          value="yes"
          defaultChecked={model.view.values[name]}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${name}-error` : undefined}
        />
        <span>{children}</span>
      </label>
    </div>
  );
}
