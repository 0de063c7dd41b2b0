import type { Frame } from '@/app/_http/frame';
import type { MyApplication } from '@/domain/applications/queries';
import { translator } from '@/locales';
import { scriptLanguage } from '../../script-language';
import { Section } from '../section';

/** Which name the editors see, and the way to lift a working name: opened, read, then pressed. */
export function WorkingName({ frame, mine }: { frame: Frame; mine: MyApplication }) {
  const { workingName } = mine;
  if (!workingName) return null;
  const t = translator(frame.locale, 'workingName');
  const name = () => (
    <bdi className="own" lang={scriptLanguage(workingName.name)}>
      {workingName.name}
    </bdi>
  );
  return (
    <Section id="working-name" name={t('title')} unprinted>
      <p className="measure">{t.rich(workingName.lifted ? 'lifted' : 'shown', { name })}</p>
      {!workingName.lifted && mine.state === 'submitted' && (
        <details className="more">
          <summary>{t('lift')}</summary>
          <form className="stack" action={`/${frame.locale}/my/name`} method="post">
            <p className="hint measure">{t('liftHint')}</p>
            <p>
              <button type="submit" className="btn">
                {t('liftDo')}
              </button>
            </p>
          </form>
        </details>
      )}
    </Section>
  );
}
