import type { Metadata } from 'next';
import { deskLocale } from '@/app/_http/member-session';
import { type Locale, translator } from '@/locales';

type DeskTranslator = ReturnType<typeof translator<'desk'>>;

/** The title bar says where one is, never who is open there. */
export function deskMetadata(name: (t: DeskTranslator) => string) {
  return async function generateMetadata(): Promise<Metadata> {
    const t = translator(await deskLocale(), 'desk');
    return { title: t('title', { page: name(t) }) };
  };
}

export function keyWords(locale: Locale) {
  const t = translator(locale, 'desk.keys');
  return {
    title: t('title'),
    use: t('use'),
    close: t('close'),
    through: t('through'),
    open: t('open'),
    tick: t('tick'),
    digits: t('digits'),
    palette: t('palette'),
    show: t('show'),
    commands: t('commands'),
    commandsHint: t('commandsHint'),
    /** what is typed is put in by the browser, while it is typed */
    searchFor: t('searchFor', { typed: '{typed}' }),
  };
}

export type KeyWords = ReturnType<typeof keyWords>;
