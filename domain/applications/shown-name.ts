import { type Answers, hidesName } from './input';

/** In quiet mode editors see the working name, where there is one, until the applicant decides otherwise. */
export function shownName(answers: Answers): { name: string; nameLatin: string | null; workingName: boolean } {
  if (hidesName(answers)) return { name: answers.workingName, nameLatin: null, workingName: true };
  return { name: answers.name, nameLatin: answers.nameLatin || null, workingName: false };
}
