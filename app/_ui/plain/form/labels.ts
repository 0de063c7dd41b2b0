import { translator } from '@/locales';
import type { FormModel } from './form-model';

const LABELS = {
  name: 'itemName',
  nameLatin: 'nameLatin',
  email: 'email',
  region: 'itemRegion',
  place: 'place',
  writes: 'languagesShort',
  follows: 'languagesShort',
  topics: 'topics',
  cooperation: 'cooperation',
  cv: 'cv',
  coverLetter: 'coverLetter',
  coverLetterText: 'coverLetter',
  writingSample: 'writingSample',
  writingSampleUrl: 'writingSample',
  workingName: 'workingName',
  consent: 'itemConsent',
} as const;

/** What a field is called where it is spoken of from afar. */
export function labelOf(model: FormModel, field: string): string {
  const t = translator(model.frame.locale, 'apply');
  return field in LABELS ? t(LABELS[field as keyof typeof LABELS]) : field;
}
