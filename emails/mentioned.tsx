import type { FilledParams } from '@/domain/messages/input';
import { translator, writtenLocale } from '@/locales';
import type { Frame } from './frame';
import { Action, Foot, Prose, Sheet, Title } from './parts';
import { blocks, foot, headLine, wrap } from './plain-text';

type Params = FilledParams['mentioned'];

/** To a member: a colleague called them to an application. Which one, by number; never who, never what was said. */
export const mentioned = {
  subject: ({ number }: Params, { locale }: Frame): string =>
    translator(locale, 'mails.mentioned')('subject', { number }),

  text({ number }: Params, frame: Frame): string {
    const t = translator(frame.locale, 'mails.mentioned');
    return blocks(
      headLine(frame.publication),
      wrap(t('title')),
      wrap(t('text', { number })),
      `${t('action')}:\n${deskLink(number, frame)}`,
      foot(t('nothingPersonal')),
    );
  },

  Html({ params, frame }: { params: Params; frame: Frame }) {
    const t = translator(frame.locale, 'mails.mentioned');
    return (
      <Sheet
        lang={writtenLocale(frame.locale)}
        subject={mentioned.subject(params, frame)}
        preview={t('title')}
        publication={frame.publication}
      >
        <Title>{t('title')}</Title>
        <Prose>{t('text', params)}</Prose>
        <Action href={deskLink(params.number, frame)}>{t('action')}</Action>
        <Foot lines={[t('nothingPersonal')]} />
      </Sheet>
    );
  },
};

function deskLink(number: string, { portalUrl }: Frame): string {
  return `${portalUrl}/desk/applications/${number}#discussion`;
}
