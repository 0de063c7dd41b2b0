import type { DeskDocument, DocumentInSlot } from '@/domain/documents/queries';
import { type Locale, translator } from '@/locales';

type Props = { check: DocumentInSlot['check']; locale: Locale };

/** Why a file is not given out yet, or not at all; or what is odd about one that is. Nothing for a plain one. */
export function CheckNote({ check: { state, reason, remarks }, locale }: Props) {
  const t = translator(locale, 'checks.desk');
  if (state === 'waiting') return <p>{t('waiting')}</p>;
  if (state === 'refused') return <p>{t('refused', { why: t(`reasons.${reason ?? 'unreadable'}`) })}</p>;
  if (remarks.length === 0) return null;
  return <p className="paper__notes">{remarks.map((remark) => t(`remarks.${remark}`)).join(' ')}</p>;
}

type NewerProps = { newer: DeskDocument['newer']; locale: Locale };

/** What was sent after the file that is shown, and why it is not shown itself. */
export function NewerNote({ newer, locale }: NewerProps) {
  if (!newer) return null;
  const t = translator(locale, 'checks.desk');
  const { state, reason } = newer.check;
  const why = t(`reasons.${reason ?? 'unreadable'}`);
  return <p className="paper__notes">{state === 'refused' ? t('newerRefused', { why }) : t('newerWaiting')}</p>;
}

/** The same behind a file in a list. */
export function NewerMark({ newer, locale }: NewerProps) {
  if (!newer) return null;
  const t = translator(locale, 'checks.desk.newer');
  return <> · {t(newer.check.state === 'refused' ? 'refused' : 'waiting')}</>;
}
