import { LIMIT_IN_MEGABYTES } from '@/app/_http/error-text';
import type { Slot } from '@/domain/documents/rules';
import { fieldOfSlot } from '@/domain/intake/input';
import { type Locale, translator } from '@/locales';
import { decimalMark } from '../words';
import { acceptFor } from './accept';

type PickerProps = {
  locale: Locale;
  slot: Slot;
  name: string;
  word: string;
  isNeeded: boolean;
  /** ids */
  describedBy?: string | undefined;
  /** the last file was not taken */
  isRefused: boolean;
};

/**
 * `required` only where the file is still needed: screen readers say it. It also hides the browser's own "No file
 * chosen" (see .pick); the server says what is missing.
 */
export function FilePicker({ locale, slot, name, word, isNeeded, describedBy, isRefused }: PickerProps) {
  const field = fieldOfSlot(slot);
  const t = translator(locale, 'apply');
  return (
    <p
      className="pick"
      data-too-large={t('tooLargeHere', { size: '{size}', limit: LIMIT_IN_MEGABYTES })}
      data-decimal={decimalMark(locale)}
      data-chosen={t('stateChosen')}
      data-not-sent={t('stateTooLarge')}
      data-refused={t('stateRefused')}
      data-stays={t('earlierStays')}
    >
      <label className="btn" htmlFor={`${field}-file`}>
        {word}
        <span className="vh">: {name}</span>
      </label>
      <input
        type="file"
        id={`${field}-file`}
        name={field}
        required={isNeeded}
        aria-describedby={describedBy}
        aria-invalid={isRefused}
        accept={acceptFor(slot)}
      />
    </p>
  );
}
