import type { FilledParams } from '@/domain/messages/input';
import { translator, writtenLocale } from '@/locales';
import type { Frame } from './frame';
import { Action, Foot, Prose, Sheet, Title } from './parts';
import { blocks, foot, headLine, wrap } from './plain-text';

type Params = FilledParams['replace-document'];

/** To the applicant: one of the documents could not be taken, why, and what to do. The file's name stays behind. */
export const replaceDocument = {
  subject: ({ number }: Params, { locale }: Frame): string =>
    translator(locale, 'mails.replaceDocument')('subject', { number }),

  text(params: Params, frame: Frame): string {
    const t = translator(frame.locale, 'mails.replaceDocument');
    const { title, why } = sentences(params, frame);
    return blocks(
      headLine(frame.publication),
      wrap(title),
      wrap(why),
      wrap(t('rest')),
      `${t('action')}:\n${pageLink(frame)}`,
      foot(t('withCode')),
    );
  },

  Html({ params, frame }: { params: Params; frame: Frame }) {
    const t = translator(frame.locale, 'mails.replaceDocument');
    const { title, why } = sentences(params, frame);
    return (
      <Sheet
        lang={writtenLocale(frame.locale)}
        subject={replaceDocument.subject(params, frame)}
        preview={title}
        publication={frame.publication}
      >
        <Title>{title}</Title>
        <Prose>{why}</Prose>
        <Prose>{t('rest')}</Prose>
        <Action href={pageLink(frame)}>{t('action')}</Action>
        <Foot lines={[t('withCode')]} />
      </Sheet>
    );
  },
};

function sentences({ slot, reason }: Params, { locale }: Frame): { title: string; why: string } {
  const document = translator(locale, 'documents.slots')(slot);
  return {
    title: translator(locale, 'mails.replaceDocument')('title', { document }),
    why: translator(locale, 'checks.refused')(reason),
  };
}

function pageLink({ portalUrl, locale }: Frame): string {
  return `${portalUrl}/${locale}/my`;
}
