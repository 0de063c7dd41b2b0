import type { FilledParams } from '@/domain/messages/input';
import { translator, writtenLocale } from '@/locales';
import type { Frame } from './frame';
import { Code, Foot, Prose, Sheet, Small, Title } from './parts';
import { blocks, foot, headLine, wrap } from './plain-text';
import { spaced } from './wording';

type Params = FilledParams['proof'];

/** To a member who is signed in and is about to export: a code, and nothing that could be opened instead. */
export const proof = {
  subject: (_: Params, { locale }: Frame): string => translator(locale, 'mails.proof')('subject'),

  text({ code, minutes }: Params, frame: Frame): string {
    const t = translator(frame.locale, 'mails.proof');
    return blocks(
      headLine(frame.publication),
      t('title'),
      wrap(t('lead', { minutes })),
      `${wrap(t('typeCode'))}\n\n    ${spaced(code)}`,
      wrap(t('tellNobody')),
      foot(t('notYou')),
    );
  },

  Html({ params, frame }: { params: Params; frame: Frame }) {
    const t = translator(frame.locale, 'mails.proof');
    const lead = t('lead', { minutes: params.minutes });
    return (
      <Sheet
        lang={writtenLocale(frame.locale)}
        subject={proof.subject(params, frame)}
        preview={lead}
        publication={frame.publication}
      >
        <Title>{t('title')}</Title>
        <Prose>{lead}</Prose>
        <Code label={t('typeCode')}>{spaced(params.code)}</Code>
        <Small>{t('tellNobody')}</Small>
        <Foot lines={[t('notYou')]} />
      </Sheet>
    );
  },
};
