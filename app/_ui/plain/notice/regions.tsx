import type { Frame } from '@/app/_http/frame';
import type { Call } from '@/domain/calls/queries';
import { translator } from '@/locales';
import { Section } from '../section';
import { regionName } from '../words';

type RegionsProps = { frame: Frame; call: Call; wishes: Record<string, string> | undefined; lang: string | undefined };

/** A table where the call says what it would like to read about; a plain row of names where it does not. */
export function NoticeRegions({ frame, call, wishes = {}, lang }: RegionsProps) {
  const t = translator(frame.locale, 'notice');
  const regions = call.regions.filter((region) => region !== 'other');
  const hasWishes = regions.some((region) => wishes[region]);
  return (
    <Section id="regions" name={t('regions')}>
      {hasWishes ? (
        <table className="regions">
          <thead>
            <tr>
              <th scope="col">{t('region')}</th>
              <th scope="col">{t('regionWish')}</th>
            </tr>
          </thead>
          <tbody>
            {regions.map((region) => (
              <tr key={region}>
                <th scope="row">{regionName(frame.locale, region)}</th>
                <td lang={lang}>{wishes[region] ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <ul className="names">
          {regions.map((region) => (
            <li key={region}>{regionName(frame.locale, region)}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}
