import type { Frame } from '@/app/_http/frame';
import { translator } from '@/locales';

/** Whose address: of the people who answer questions, of the editors of a call, of who answers for the data, or in the newsroom's own texts. */
export type ContactName = 'questions' | 'editorial' | 'privacy' | 'privacy-text' | 'imprint';
export const CONTACT_NAMES: readonly ContactName[] = ['questions', 'editorial', 'privacy', 'privacy-text', 'imprint'];

/** What of a page's frame is needed. */
type Here = Pick<Frame, 'locale'>;

type MailAddressProps = {
  frame: Here;
  of: ContactName;
  /** the call whose own inbox is meant */
  call?: string;
};

/**
 * In the place of a mail address: the way to it. No page that is fetched holds the address, in whatever disguise, because
 * programs that collect addresses undo every disguise there is; they do not press buttons.
 */
export function MailAddress({ frame, of, call }: MailAddressProps) {
  const path = `/${frame.locale}/contact/${of}`;
  return (
    <a href={call ? `${path}?call=${encodeURIComponent(call)}` : path} rel="nofollow">
      {translator(frame.locale, 'contact')('show')}
    </a>
  );
}

const ADDRESS = /([^\s<>()[\]"',;:]+@[^\s<>()[\]"',;:]+\.[^\s<>()[\]"',;:.]+)/;

export function addressesIn(text: string): string[] {
  return [...new Set(text.match(new RegExp(ADDRESS, 'g')) ?? [])];
}

/** A newsroom's own text, with the way to its addresses in their place. */
export function WithoutAddresses({ frame, of, text }: { frame: Here; of: ContactName; text: string }) {
  return text.split(ADDRESS).map((part, index) =>
    // Every second part is what the expression caught.
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text never move
      <MailAddress key={index} frame={frame} of={of} />
    ) : (
      part
    ),
  );
}
