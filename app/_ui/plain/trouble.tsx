import type { Frame } from '@/app/_http/frame';
import { translator } from '@/locales';
import { Opening } from './section';

/** A page that could not be what was asked for: what happened, and a way on. */
export function Trouble({ frame, title, text }: { frame: Frame; title: string; text: string }) {
  const t = translator(frame.locale, 'site');
  return (
    <main id="main">
      <Opening title={title} lead={text}>
        <p>
          <a className="tap" href={`/${frame.locale}`}>
            {t('home')}
          </a>
        </p>
      </Opening>
    </main>
  );
}
