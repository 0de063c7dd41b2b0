'use client';

import { FormSays, Submit, TextField, useSent } from './action-form.client';

type Words = Record<'address' | 'addressHint' | 'ask' | 'sent' | 'code' | 'codeHint' | 'enter' | 'askAgain', string>;

/** First the address, then the code from the mail; the second step stays while its code is wrong. */
export function SignInSteps({ words }: { words: Words }) {
  const { values, code } = useSent();
  if (values?.step !== 'code') {
    return (
      <>
        <FormSays />
        <TextField
          label={words.address}
          hint={words.addressHint}
          name="address"
          type="email"
          autoComplete="email"
          required
        />
        <Submit className="btn btn--go" name="step" value="ask">
          {words.ask}
        </Submit>
      </>
    );
  }
  return (
    <>
      {code ? (
        <FormSays />
      ) : (
        <p className="notice-line" role="status">
          {words.sent}
        </p>
      )}
      <input type="hidden" name="address" value={values.address ?? ''} />
      <TextField
        key="code"
        label={words.code}
        hint={words.codeHint}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        required
        autoFocus
      />
      <p className="door__acts">
        <Submit className="btn btn--go" name="step" value="code">
          {words.enter}
        </Submit>
        <Submit className="btn btn--text" name="step" value="ask" formNoValidate>
          {words.askAgain}
        </Submit>
      </p>
    </>
  );
}
