import type { MyApplication } from '@/domain/applications/queries';

/** With a damaged key nothing can be sealed that comes after. */
export function takesMore({ state, unreadable }: MyApplication): boolean {
  return state === 'submitted' && unreadable !== 'everything';
}
