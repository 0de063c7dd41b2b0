import { callText } from '@/domain/calls/rules';
import { toLocale, translator, writtenLocale } from '@/locales';
import { momentOf, zoneName } from '../dates';
import { Guard } from '../guard';
import { Opening, Section } from '../section';
import { AgreementSection, CareSection } from './care-section';
import { DocumentsSection } from './documents-section';
import type { FormModel } from './form-model';
import { LanguagesSection } from './languages-section';
import { MissingLine, NeededAside, NeededBar } from './needed';
import { Outcome } from './outcome';
import { PersonSection } from './person-section';

/** The whole application on one page, as a plain form: it works the same with every script switched off. */
export function ApplicationForm({ model }: { model: FormModel }) {
  const { frame, call, view } = model;
  const t = translator(frame.locale, 'apply');
  return (
    <form
      className="split"
      action={`/${frame.locale}/calls/${call.slug}/apply`}
      method="post"
      encType="multipart/form-data"
      noValidate
      data-without-line={translator(frame.locale, 'my')('noLine')}
    >
      <input type="hidden" name="draft" value={view.draft} />
      <input type="hidden" name="base" value={view.base} />
      {/* Enter in a field presses the first button of a form: this one, which keeps everything and sends nothing. */}
      <button type="submit" className="vh" name="action" value="save" tabIndex={-1} aria-hidden="true" />
      <main id="main">
        <Opening title={t('title')} lead={<Lead model={model} />}>
          <p className="hint measure">{t('howLong')}</p>
          <div data-live="outcome">
            <Outcome model={model} />
          </div>
        </Opening>
        <PersonSection model={model} />
        <LanguagesSection model={model} />
        <DocumentsSection model={model} />
        <CareSection model={model} />
        <Section id="end" name={t('end')} stacked>
          <AgreementSection model={model} />
          <Guard pause={view.pause} locale={frame.locale} />
          <MissingLine model={model} />
          <p className="sendrow">
            <button type="submit" className="btn btn--go" name="action" value="send">
              {t('send')}
            </button>
            <button type="submit" className="btn" name="action" value="save">
              {t('save')}
            </button>
          </p>
        </Section>
        <SavingLine model={model} />
        <NeededBar model={model} />
      </main>
      <NeededAside model={model} />
    </form>
  );
}

/** All the script needs to save what is typed; without it the button saves. It speaks only when something is wrong. */
function SavingLine({ model: { frame, call } }: { model: FormModel }) {
  const t = translator(frame.locale, 'draft');
  const apply = translator(frame.locale, 'apply');
  const zone = zoneName(frame.locale, call.timeZone);
  const inZone = (text: string) => text.replace('{zone}', zone);
  const texts = {
    saved: apply.raw('savedShort'),
    withCode: inZone(apply.raw('continueWith')),
    again: inZone(apply.raw('savedAgain')),
    offline: t('offline'),
    unsaved: t('unsaved'),
    trying: t('trying'),
    restored: inZone(t.raw('restored')),
  };
  return (
    <p
      className="hint saving"
      role="status"
      data-typing={`/${frame.locale}/calls/${call.slug}/apply/draft`}
      data-texts={JSON.stringify(texts)}
    />
  );
}

function Lead({ model }: { model: FormModel }) {
  const { frame, call } = model;
  const t = translator(frame.locale, 'apply');
  const { text, locale } = callText(call, frame.locale);
  const lang = locale === writtenLocale(frame.locale) ? undefined : toLocale(locale);
  const moment = call.closesAt && momentOf({ locale: frame.locale, at: call.closesAt, timeZone: call.timeZone });
  return (
    <>
      <span lang={lang}>{text.season ?? text.title}</span>
      {/[.!?…]$/.test(text.season ?? text.title) ? ' ' : '. '}
      {moment ? t('closes', { moment }) : t('openUntilFilled')}
    </>
  );
}
