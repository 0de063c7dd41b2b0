import { refusalText } from '@/app/_http/error-text';
import type { DocumentCheck, DocumentKind, Finding } from '@/domain/documents/rules';
import { FINDING_KINDS } from '@/domain/documents/rules';
import { type Locale, translator } from '@/locales';
import { dayOf, listOf } from './dates';

export type CheckedFile = { kind: DocumentKind; check: DocumentCheck; findings: readonly Finding[] };
export type CheckMark = 'checking' | 'ready' | 'remark' | 'refused';

export function checkMark({ state, remarks }: DocumentCheck): CheckMark {
  if (state === 'waiting') return 'checking';
  if (state === 'refused') return 'refused';
  return remarks.length > 0 ? 'remark' : 'ready';
}

/** "Being checked", "Ready", "Ready, with a remark", "Not taken" */
export function checkWord(locale: Locale, check: DocumentCheck): string {
  return translator(locale, 'checks.own')(checkMark(check));
}

/** For the applicant's own eyes: what the check found, what to do about it, and what the file says about them. */
export function FileCheck({ locale, file, id }: { locale: Locale; file: CheckedFile; id?: string }) {
  const { check, findings } = file;
  const t = translator(locale, 'checks.own');
  return (
    <>
      {check.state === 'waiting' && <p className="hint">{t('checkingHint')}</p>}
      {check.state === 'refused' && (
        <div className="slot__why" id={id}>
          <p className="hint">{refusalText(locale, check.reason)}</p>
        </div>
      )}
      {check.remarks.map((remark) => (
        <p key={remark} className="hint">
          {t(`remarks.${remark}`)}
        </p>
      ))}
      {findings.length > 0 && <FileSays locale={locale} file={file} />}
    </>
  );
}

function FileSays({ locale, file: { kind, findings } }: { locale: Locale; file: CheckedFile }) {
  const t = translator(locale, 'checks.own');
  const said = FINDING_KINDS.map((one) => ({ one, values: valuesOf(locale, findings, one) }));
  return (
    <div className="says">
      <p className="says__title">{t('says')}</p>
      <dl>
        {said
          .filter(({ values }) => values.length > 0)
          .map(({ one, values }) => (
            <div key={one}>
              <dt>{t(`findings.${one}`)}</dt>
              <dd>
                <bdi>{listOf(locale, values)}</bdi>
              </dd>
            </div>
          ))}
      </dl>
      <p className="hint">{t('saysHint')}</p>
      <details className="more no-print">
        <summary>{t('removeHow')}</summary>
        <p className="hint">{t(`remove.${REMEDY[kind]}`)}</p>
      </details>
    </div>
  );
}

function valuesOf(locale: Locale, findings: readonly Finding[], kind: Finding['kind']): string[] {
  const isTime = kind === 'created' || kind === 'changed';
  const values = findings.filter((finding) => finding.kind === kind).map(({ value }) => value);
  // Files name no zone one could rely on: the day is near enough.
  return isTime ? values.map((value) => dayOf({ locale, at: new Date(value), timeZone: 'UTC' })) : values;
}

const REMEDY: Record<DocumentKind, 'word' | 'pdf' | 'photo'> = {
  pdf: 'pdf',
  docx: 'word',
  odt: 'word',
  rtf: 'word',
  doc: 'word',
  txt: 'word',
  md: 'word',
  jpeg: 'photo',
  png: 'photo',
  heic: 'photo',
};
