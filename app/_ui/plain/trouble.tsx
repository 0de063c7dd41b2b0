import type { Frame } from '@/app/_http/frame';
import { translator } from '@/locales';
import { Opening } from './section';

/** What came with a form that could not be taken. */
export type SentWords = { fields: readonly (readonly [string, string])[]; to: string };

type TroubleProps = { frame: Frame; title: string; text: string; words?: SentWords | null };

/** A page that could not be what was asked for: what happened, and a way on. */
export function Trouble({ frame, title, text, words = null }: TroubleProps) {
  const t = translator(frame.locale, 'site');
  return (
    <main id="main">
      <Opening title={title} lead={text}>
        {words ? (
          <SendAgain frame={frame} words={words} />
        ) : (
          <p>
            <a className="tap" href={`/${frame.locale}`}>
              {t('home')}
            </a>
          </p>
        )}
      </Opening>
    </main>
  );
}

function SendAgain({ frame, words }: { frame: Frame; words: SentWords }) {
  return (
    <form action={words.to} method="post" encType="multipart/form-data">
      {words.fields.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name may come several times, and nothing moves here
        <input key={index} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" className="btn btn--go">
        {translator(frame.locale, 'trouble')('sendAgain')}
      </button>
    </form>
  );
}
