import type { DocumentInSlot } from '@/domain/documents/queries';
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
