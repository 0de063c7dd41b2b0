import type { Locale } from '@/locales';

/** What every mail stands in, whatever it says. */
export type Frame = {
  /** the publication's name */
  publication: string;
  /** where the portal is reached, without a slash at the end */
  portalUrl: string;
  locale: Locale;
};

/** One mail, written: a plain-text twin always, HTML unless it must say nothing. */
export type WrittenMail = { subject: string; text: string; html: string | null };
