import type { Frame } from '@/app/_http/frame';
import type { Call } from '@/domain/calls/queries';
import { callText } from '@/domain/calls/rules';
import { toLocale, translator, writtenLocale } from '@/locales';
import { listOf, momentOf } from './dates';
import { Opening } from './section';
import { regionName } from './words';

/** Every call one can apply to today. */
export function CallList({ frame, calls }: { frame: Frame; calls: readonly Call[] }) {
  const t = translator(frame.locale, 'calls');
  return (
    <main id="main">
      <Opening title={t('title')} lead={t('lead', { publication: frame.publication.name })} />
      {calls.length === 0 && <p className="read closed-line">{t('none')}</p>}
      {calls.map((call) => (
        <CallEntry key={call.id} frame={frame} call={call} />
      ))}
      <p className="notice-line">
        {t('mine')} <a href={`/${frame.locale}/my`}>{t('mineLink')}</a>
      </p>
    </main>
  );
}

function CallEntry({ frame, call }: { frame: Frame; call: Call }) {
  const t = translator(frame.locale, 'notice');
  const { text, locale } = callText(call, frame.locale);
  const lang = locale === writtenLocale(frame.locale) ? undefined : toLocale(locale);
  const regions = call.regions.filter((region) => region !== 'other').map((region) => regionName(frame.locale, region));
  return (
    <section className="sec" aria-labelledby={`call-${call.slug}`}>
      <p className="sec__name">
        {text.season ?? t('open')}
        <small>
          {call.closesAt
            ? t('closesAt', { moment: momentOf({ locale: frame.locale, at: call.closesAt, timeZone: call.timeZone }) })
            : t('openUntilFilled')}
        </small>
      </p>
      <div className="sec__body call-entry">
        <h2 id={`call-${call.slug}`} lang={lang}>
          <a href={`/${frame.locale}/calls/${call.slug}`}>{text.title}</a>
        </h2>
        <p className="read" lang={lang}>
          {text.lead}
        </p>
        <p className="hint">{listOf(frame.locale, regions)}</p>
      </div>
    </section>
  );
}
