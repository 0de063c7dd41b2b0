import type { FilledParams } from '@/domain/messages/input';
import { translator, writtenLocale } from '@/locales';
import type { Frame } from './frame';
import { Action, Foot, Prose, Sheet, Title } from './parts';
import { blocks, foot, headLine, wrap } from './plain-text';

type Params = FilledParams['applicant-did'];

/** To an inbox: an applicant wrote, replaced a document or withdrew. Which one, by number; never who, never what was said. */
export const applicantDid = {
  subject: ({ number, what }: Params, { locale }: Frame): string =>
    translator(locale, 'mails.applicantDid')(`${what}.subject`, { number }),

  text({ number, what }: Params, frame: Frame): string {
    const t = translator(frame.locale, 'mails.applicantDid');
    const link = what === 'withdrew' ? '' : `${t('action')}:\n${deskLink(number, frame)}`;
    return blocks(
      headLine(frame.publication),
      wrap(t(`${what}.title`)),
      wrap(t(`${what}.text`, { number })),
      link,
      foot(t('nothingPersonal')),
    );
  },

  Html({ params, frame }: { params: Params; frame: Frame }) {
    const { number, what } = params;
    const t = translator(frame.locale, 'mails.applicantDid');
    return (
      <Sheet
        lang={writtenLocale(frame.locale)}
        subject={applicantDid.subject(params, frame)}
        preview={t(`${what}.title`)}
        publication={frame.publication}
      >
        <Title>{t(`${what}.title`)}</Title>
        <Prose>{t(`${what}.text`, { number })}</Prose>
        {what === 'withdrew' ? null : <Action href={deskLink(number, frame)}>{t('action')}</Action>}
        <Foot lines={[t('nothingPersonal')]} />
      </Sheet>
    );
  },
};

function deskLink(number: string, { portalUrl }: Frame): string {
  return `${portalUrl}/desk/applications/${number}`;
}
