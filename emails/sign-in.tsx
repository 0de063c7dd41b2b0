import type { FilledParams } from '@/domain/messages/input';
import { translator, writtenLocale } from '@/locales';
import type { Frame } from './frame';
import { Action, Code, Foot, Prose, Sheet, Small, Title } from './parts';
import { blocks, foot, headLine, wrap } from './plain-text';
import { spaced } from './wording';

type Params = FilledParams['sign-in'];

/** To a member who asked to sign in: a link and a code, either of which opens the desk once. */
export const signIn = {
  subject: (_: Params, { locale, publication }: Frame): string =>
    translator(locale, 'mails.signIn')('subject', { publication }),

  text(params: Params, frame: Frame): string {
    const t = translator(frame.locale, 'mails.signIn');
    return blocks(
      headLine(frame.publication),
      t('title'),
      wrap(t('lead', { minutes: params.minutes })),
      `${t('action')}:\n${params.link}`,
      `${wrap(t('typeCode'))}\n\n    ${spaced(params.code)}`,
      wrap(t('sameBrowser')),
      foot(t('notYou')),
    );
  },

  Html({ params, frame }: { params: Params; frame: Frame }) {
    const t = translator(frame.locale, 'mails.signIn');
    return (
      <Sheet
        lang={writtenLocale(frame.locale)}
        subject={signIn.subject(params, frame)}
        preview={t('lead', { minutes: params.minutes })}
        publication={frame.publication}
      >
        <Title>{t('title')}</Title>
        <Prose>{t('lead', { minutes: params.minutes })}</Prose>
        <Action href={params.link}>{t('action')}</Action>
        <Code label={t('typeCode')}>{spaced(params.code)}</Code>
        <Small>{t('sameBrowser')}</Small>
        <Foot lines={[t('notYou')]} />
      </Sheet>
    );
  },
};
