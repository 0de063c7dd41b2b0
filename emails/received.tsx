import type { FilledParams } from '@/domain/messages/input';
import { translator, writtenLocale } from '@/locales';
import type { Frame } from './frame';
import { Action, Facts, Foot, Paragraph, Prose, Sheet, Small, TextLink, Title } from './parts';
import { blocks, facts, foot, headLine, wrap } from './plain-text';
import { dayIn, momentIn } from './wording';

type Params = FilledParams['received'];

/**
 * To the applicant: it has arrived. It carries neither the receipt code nor the name: the address is not proven, so
 * nothing that was typed into the form may be sent to it.
 */
export const received = {
  subject: (params: Params, { locale }: Frame): string =>
    translator(locale, 'mails.received')('subject', { number: params.number }),

  text(params: Params, frame: Frame): string {
    const t = translator(frame.locale, 'mails.received');
    return blocks(
      headLine(frame.publication),
      t('title'),
      wrap(t('thanks', { documents: params.documents })),
      wrap(t('code')),
      `${t('action')}:\n${pageLink(frame)}`,
      facts(rows(params, frame)),
      wrap(t('next')),
      foot(t('answering'), questions(params, frame), t('notYou')),
    );
  },

  Html({ params, frame }: { params: Params; frame: Frame }) {
    const t = translator(frame.locale, 'mails.received');
    const address = params.questionsAddress;
    return (
      <Sheet
        lang={writtenLocale(frame.locale)}
        subject={received.subject(params, frame)}
        preview={t('next')}
        publication={frame.publication}
      >
        <Title>{t('title')}</Title>
        <Prose>{t('thanks', { documents: params.documents })}</Prose>
        <Action href={pageLink(frame)}>{t('action')}</Action>
        <Small>{t('code')}</Small>
        <Facts rows={rows(params, frame)} />
        <Paragraph>{t('next')}</Paragraph>
        <Foot
          lines={[
            <>
              {t('answering')}{' '}
              {address &&
                t.rich('questions', { address: () => <TextLink href={`mailto:${address}`}>{address}</TextLink> })}
            </>,
            t('notYou'),
          ]}
        />
      </Sheet>
    );
  },
};

function questions(params: Params, { locale }: Frame): string | null {
  const address = params.questionsAddress;
  if (address === null) return null;
  return translator(locale, 'mails.received').markup('questions', { address: () => address });
}

function rows(params: Params, { locale }: Frame): [string, string][] {
  const t = translator(locale, 'mails.received');
  const label = translator(locale, 'mails.facts');
  const found: [string, string][] = [
    [label('number'), t('numberFor', { number: params.number })],
    [label('arrived'), momentIn(locale, params.arrivedAt, params.timeZone)],
  ];
  if (params.answerBy)
    found.push([label('hearFromUs'), t('hearBy', { day: dayIn(locale, params.answerBy, params.timeZone) })]);
  return found;
}

function pageLink({ portalUrl, locale }: Frame): string {
  return `${portalUrl}/${locale}/my`;
}
