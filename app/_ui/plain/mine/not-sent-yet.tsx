import type { Frame } from '@/app/_http/frame';
import { translator } from '@/locales';

/** What somebody has written in a form. `error`: why it was refused; null where it has only not been sent yet. */
export type Written = { typed: string; error: string | null };

/** Leads to words that stand in their form again after their session had ended. */
export function NotSentYet({ frame, written, at }: { frame: Frame; written: Written | null | undefined; at: string }) {
  if (!written || written.error !== null || written.typed === '') return null;
  return (
    <p className="notice-line" role="status">
      <a href={`#${at}`}>{translator(frame.locale, 'my')('keptAgain')}</a>
    </p>
  );
}
