'use client';

import {
  type ComponentProps,
  createContext,
  type ReactNode,
  use,
  useActionState,
  useId,
  useLayoutEffect,
  useRef,
} from 'react';
import { type ActionState, UNSENT } from '@/app/_http/action-state';
import './early-words';
import { wasOf } from './shown-fields';
import { isWritingOn, keepTypedMeanwhile } from './typed-meanwhile';

type Action = (previous: ActionState, form: FormData) => Promise<ActionState>;

type Sending = { state: ActionState; submit?: (form: FormData) => void; pending: boolean };
const Sent = createContext<Sending>({ state: UNSENT, pending: false });
type FormProps = { children: ReactNode; version?: string | number } & Omit<ComponentProps<'form'>, 'action'>;

/**
 * A form that keeps what was typed when it is refused, and says why, and what is typed while it is on its way. Works before
 * and without scripts.
 * @param version of what it shows: under another one its fields begin anew, and what became of it stays said
 */
export function ActionForm({ action, ...rest }: { action: Action } & FormProps) {
  return (
    <AroundForm action={action}>
      <FormWithin {...rest} />
    </AroundForm>
  );
}

/** For a part of the page that shows, beside the form within it, what became of that. */
export function AroundForm({ action, children }: { action: Action; children: ReactNode }) {
  const [state, submit, pending] = useActionState(action, UNSENT);
  return <Sent value={{ state, submit, pending }}>{children}</Sent>;
}

export function FormWithin({ children, version, ...rest }: FormProps) {
  const { state, submit, pending } = use(Sent);
  const form = useRef<HTMLFormElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each version has a form of its own
  useLayoutEffect(() => (form.current ? keepTypedMeanwhile(form.current) : undefined), [version]);
  const refused = state.error ? '' : undefined;
  return (
    <form key={version} ref={form} action={submit} aria-busy={pending} data-refused={refused} {...rest}>
      {children}
    </form>
  );
}

/** What became of the form this stands in, the last time it was sent. */
export function useSent(): ActionState {
  return use(Sent).state;
}

/** Where the form says what became of it. A refusal takes the focus, so that it is read first, unless one writes on. */
export function FormSays() {
  const { state } = use(Sent);
  const line = useRef<HTMLDivElement>(null);
  // Before whatever looks after the focus of what a new page has taken away.
  useLayoutEffect(() => {
    const form = state.error ? line.current?.closest('form') : null;
    if (form && !isWritingOn(form)) line.current?.focus();
  }, [state]);
  if (state.error) {
    return (
      <div ref={line} className="notice-line notice-line--turn" role="alert" tabIndex={-1}>
        <p>{state.error}</p>
        <Lines lines={state.lines} />
      </div>
    );
  }
  return state.notice ? (
    <p className="notice-line" role="status">
      {state.notice}
    </p>
  ) : null;
}

function Lines({ lines }: { lines: readonly string[] | undefined }) {
  if (!lines || lines.length === 0) return null;
  return (
    <ul>
      {lines.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}

/** What a colleague wrote meanwhile, beside one's own words. */
export function TheirWords({ also }: { also?: ReactNode }) {
  const { theirs } = use(Sent).state;
  if (!theirs) return null;
  return (
    <section className="theirs" aria-label={theirs.title}>
      <h3>{theirs.title}</h3>
      <p className="theirs__about">{theirs.about}</p>
      <p className="theirs__subject" dir="auto">
        {theirs.subject}
      </p>
      <p className="theirs__text" dir="auto">
        {theirs.text}
      </p>
      {also}
    </section>
  );
}

type Labelled = { label: ReactNode; hint?: ReactNode };

function useTyped(name: string | undefined, given: string | number | readonly string[] | undefined) {
  const { state } = use(Sent);
  const wrong = name !== undefined && state.field === name;
  const typed = name === undefined ? undefined : state.values?.[name];
  return { value: typed ?? given, invalid: wrong ? true : undefined };
}

export function TextField({ label, hint, defaultValue, ...rest }: Labelled & ComponentProps<'input'>) {
  const id = useId();
  const { value, invalid } = useTyped(rest.name, defaultValue);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      <input
        className="input"
        id={id}
        defaultValue={value}
        aria-invalid={invalid}
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...rest}
      />
    </div>
  );
}

/** Bare controls for places that bring their own labels. */
export function TypedInput({ defaultValue, ...rest }: ComponentProps<'input'>) {
  const { value, invalid } = useTyped(rest.name, defaultValue);
  return <input defaultValue={value} aria-invalid={invalid} {...rest} />;
}

type BoxProps = { name: string; label: ReactNode; defaultChecked?: boolean; className?: string };

/** A box beside which `Shown` says how it was: sent without being ticked, it is in no form. */
export function TypedBox({ name, label, defaultChecked, className = 'check' }: BoxProps) {
  const { values } = use(Sent).state;
  const isSentWhole = values !== undefined && wasOf(name) in values;
  const typed = values?.[name] ?? (isSentWhole ? '' : undefined);
  const isTicked = typed === undefined ? defaultChecked : typed !== '';
  return (
    <label className={className}>
      <input type="checkbox" name={name} defaultChecked={isTicked} /> {label}
    </label>
  );
}

export function TypedArea({ defaultValue, ...rest }: ComponentProps<'textarea'>) {
  const { value, invalid } = useTyped(rest.name, defaultValue);
  return <textarea defaultValue={value} aria-invalid={invalid} {...rest} />;
}

export function SelectField({ label, hint, defaultValue, children, ...rest }: Labelled & ComponentProps<'select'>) {
  const id = useId();
  const { value, invalid } = useTyped(rest.name, defaultValue);
  const list = useRef<HTMLSelectElement>(null);
  // React tells a list only once what it begins with, and a reset goes back to that.
  useLayoutEffect(() => {
    for (const option of list.current?.options ?? []) option.defaultSelected = option.value === String(value ?? '');
  }, [value]);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint ? <p className="hint">{hint}</p> : null}
      <select ref={list} className="input" id={id} defaultValue={value} aria-invalid={invalid} {...rest}>
        {children}
      </select>
    </div>
  );
}

export function AreaField({ label, hint, defaultValue, ...rest }: Labelled & ComponentProps<'textarea'>) {
  const id = useId();
  const { value, invalid } = useTyped(rest.name, defaultValue);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint ? <p className="hint">{hint}</p> : null}
      <textarea className="input" id={id} defaultValue={value} aria-invalid={invalid} {...rest} />
    </div>
  );
}

/** A button that sends its form once, however often it is pressed. */
export function Submit({ children, ...rest }: ComponentProps<'button'>) {
  const { pending } = use(Sent);
  return (
    <button
      type="submit"
      className="btn btn--small"
      aria-disabled={pending || undefined}
      {...rest}
      onClick={pending ? (event) => event.preventDefault() : undefined}
    >
      {children}
    </button>
  );
}
