import type { FilledParams } from '@/domain/messages/input';
import { translator, writtenLocale } from '@/locales';
import type { Frame } from './frame';
import { Action, Facts, Foot, Lead, Sheet, Title } from './parts';
import { blocks, facts, foot, headLine, wrap } from './plain-text';
import { dayIn, languagesIn, momentIn, regionsIn } from './wording';

type Params = FilledParams['new-application'];

/** To an inbox, at the privacy level `link`: where from, in which languages, which documents. Never who. */
export const newApplication = {
  subject: (params: Params, { locale }: Frame): string =>
    translator(locale, 'mails.newApplication')('subject', {
      region: regionsIn(locale, params.regions),
      number: params.number,
    }),

  text(params: Params, frame: Frame): string {
    const t = translator(frame.locale, 'mails.newApplication');
    return blocks(
      headLine(frame.publication),
      `${wrap(t('title'))}\n${wrap(lead(params, frame))}`,
      facts(rows(params, frame)),
      `${t('action')}:\n${deskLink(params, frame)}`,
      foot(t('nothingPersonal'), t('answering')),
    );
  },

  Html({ params, frame }: { params: Params; frame: Frame }) {
    const t = translator(frame.locale, 'mails.newApplication');
    return (
      <Sheet
        lang={writtenLocale(frame.locale)}
        subject={newApplication.subject(params, frame)}
        preview={lead(params, frame)}
        publication={frame.publication}
      >
        <Title>{t('title')}</Title>
        <Lead>{lead(params, frame)}</Lead>
        <Facts rows={rows(params, frame)} />
        <Action href={deskLink(params, frame)}>{t('action')}</Action>
        <Foot lines={[`${t('nothingPersonal')} ${t('answering')}`]} />
      </Sheet>
    );
  },
};

function lead(params: Params, { locale }: Frame): string {
  return translator(locale, 'mails.newApplication')('lead', { region: regionsIn(locale, params.regions) });
}

function rows(params: Params, { locale }: Frame): [string, string][] {
  const t = translator(locale, 'mails.facts');
  const found: [string, string | null][] = [
    [t('number'), params.number],
    [t('call'), params.call],
    [t('arrived'), momentIn(locale, params.arrivedAt, params.timeZone)],
    [t('region'), regionsIn(locale, params.regions)],
    [t('writes'), languagesIn(locale, params.writes)],
    [t('documents'), documentsIn(params, locale)],
    [t('answerBy'), params.answerBy && dayIn(locale, params.answerBy, params.timeZone)],
  ];
  return found.filter((row): row is [string, string] => row[1] !== null && row[1] !== '');
}

/** "CV (PDF), Cover letter (typed), Writing sample (link)" */
function documentsIn(params: Params, locale: Frame['locale']): string {
  const slots = translator(locale, 'documents.slots');
  const forms = translator(locale, 'mails.forms');
  const kinds = translator(locale, 'documents.kinds');
  return params.documents
    .map(({ slot, form }) => {
      const shown = form === 'text' || form === 'link' ? forms(form) : kinds(form);
      return forms('one', { slot: slots(slot), form: shown });
    })
    .join(', ');
}

function deskLink(params: Params, { portalUrl }: Frame): string {
  return `${portalUrl}/desk/applications/${params.number}`;
}
