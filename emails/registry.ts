import type { ComponentType } from 'react';
import type { FilledParams } from '@/domain/messages/input';
import { answer } from './answer';
import { applicantDid } from './applicant-did';
import { assigned } from './assigned';
import type { Frame } from './frame';
import { mentioned } from './mentioned';
import { newApplication } from './new-application';
import { newCode, quietNewCode } from './new-code';
import { newQuestion } from './new-question';
import { proof } from './proof';
import { questionAnswer } from './question-answer';
import { quiet } from './quiet';
import { received } from './received';
import { replaceDocument } from './replace-document';
import { signIn } from './sign-in';

export type Mail<Params> = {
  subject(params: Params, frame: Frame): string;
  text(params: Params, frame: Frame): string;
  /** null: a mail that shows nothing has no HTML either */
  Html: ComponentType<{ params: Params; frame: Frame }> | null;
};

export const MAILS: { [T in keyof FilledParams]: Mail<FilledParams[T]> } = {
  'new-application': newApplication,
  'applicant-did': applicantDid,
  mentioned,
  received,
  'received.quiet': quiet,
  'replace-document': replaceDocument,
  answer,
  'news.quiet': quiet,
  'new-code': newCode,
  'new-code.quiet': quietNewCode,
  'new-question': newQuestion,
  'question-answer': questionAnswer,
  'sign-in': signIn,
  proof,
  assigned,
};
