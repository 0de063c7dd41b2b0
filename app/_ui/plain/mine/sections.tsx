import type { Frame } from '@/app/_http/frame';
import type { MyApplication } from '@/domain/applications/queries';
import { translator } from '@/locales';
import { Section } from '../section';

type RightsProps = { frame: Frame; mine: MyApplication };

export function Rights({ frame, mine }: RightsProps) {
  const t = translator(frame.locale, 'status');
  const home = `/${frame.locale}/my`;
  return (
    <Section id="rights" name={t('rights')} unprinted>
      <ul className="rows rows--first">
        <li>
          <a href={`${home}/download`}>{t('download')}</a>
          <span className="hint">{t('downloadHint')}</span>
        </li>
        {mine.state === 'submitted' && (
          <li>
            <a href={`${home}/withdraw`}>{t('withdraw')}</a>
            <span className="hint">{t('withdrawHint')}</span>
          </li>
        )}
        <li>
          <a href={`${home}/erase`}>{t('erase')}</a>
          <span className="hint">{t('eraseHint')}</span>
        </li>
      </ul>
    </Section>
  );
}

/** A form and not a link: leaving changes something, and a link would be followed by whoever prefetches. */
export function Leaving({ frame }: { frame: Frame }) {
  const t = translator(frame.locale, 'status');
  return (
    <Section id="leave" name={t('leaveTitle')} unprinted>
      <form className="stack" action={`/${frame.locale}/my/leave`} method="post">
        <p className="hint measure">{t('leaveHint')}</p>
        <p>
          <button type="submit" className="btn">
            {t('leave')}
          </button>
        </p>
      </form>
    </Section>
  );
}
