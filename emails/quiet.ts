import { translator } from '@/locales';
import type { Frame } from './frame';
import { wrap } from './plain-text';

/** To applicants who want quiet: whoever else sees it learns nothing. No name, number, link or publication. */
export const quiet = {
  subject: (_: object, { locale }: Frame): string => translator(locale, 'mails.quiet')('subject'),

  text(_: object, { locale }: Frame): string {
    const t = translator(locale, 'mails.quiet');
    return `${wrap(t('waiting'))}\n${wrap(t('useCode'))}\n`;
  },

  Html: null,
};
