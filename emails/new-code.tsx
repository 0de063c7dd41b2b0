import type { FilledParams } from '@/domain/messages/input';
import { translator, writtenLocale } from '@/locales';
import type { Frame } from './frame';
import { Action, Foot, Prose, Sheet, Small, Title } from './parts';
import { blocks, foot, headLine, wrap } from './plain-text';
import { dayIn } from './wording';

type Params = FilledParams['new-code'];

/** To an applicant whose code is lost: a link that makes a new one, once. It names the application as little as it can. */
export const newCode = {
  subject: (_: Params, { locale }: Frame): string => translator(locale, 'mails.newCode')('subject'),

  text(params: Params, frame: Frame): string {
    const t = translator(frame.locale, 'mails.newCode');
    return blocks(
      headLine(frame.publication),
      t('title'),
      wrap(lead(params, frame)),
      `${t('action')}:\n${renewalLink(params, frame)}`,
      wrap(t('once', { minutes: params.minutes })),
      foot(t('notYou')),
    );
  },

  Html({ params, frame }: { params: Params; frame: Frame }) {
    const t = translator(frame.locale, 'mails.newCode');
    return (
      <Sheet
        lang={writtenLocale(frame.locale)}
        subject={newCode.subject(params, frame)}
        preview={lead(params, frame)}
        publication={frame.publication}
      >
        <Title>{t('title')}</Title>
        <Prose>{lead(params, frame)}</Prose>
        <Action href={renewalLink(params, frame)}>{t('action')}</Action>
        <Small>{t('once', { minutes: params.minutes })}</Small>
        <Foot lines={[t('notYou')]} />
      </Sheet>
    );
  },
};

/** The same in quiet mode: no name, number, link or publication; it is typed where it was asked for. */
export const quietNewCode = {
  subject: (_: object, { locale }: Frame): string => translator(locale, 'mails.quiet')('subject'),

  text({ link, minutes }: FilledParams['new-code.quiet'], { locale }: Frame): string {
    const groups = link.match(/.{4}/g) ?? [];
    return `    ${groups.join(' ')}\n\n${wrap(translator(locale, 'mails.quiet')('typeIt', { minutes }))}\n`;
  },

  Html: null,
};

function lead({ number, begunAt, timeZone }: Params, { locale }: Frame): string {
  const t = translator(locale, 'mails.newCode');
  if (number !== null) return t('sent', { number });
  return t('draft', { day: dayIn(locale, begunAt, timeZone) });
}

function renewalLink({ link }: Params, { portalUrl, locale }: Frame): string {
  return `${portalUrl}/${locale}/my/new-code/${link}`;
}
