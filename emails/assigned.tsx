import type { FilledParams } from '@/domain/messages/input';
import { translator, writtenLocale } from '@/locales';
import type { Frame } from './frame';
import { Action, Foot, Prose, Sheet, Title } from './parts';
import { blocks, foot, headLine, wrap } from './plain-text';
import { dayIn } from './wording';

type Params = FilledParams['assigned'];

/** To a member: something is theirs to read. How many and by when; never which, whose or from where. */
export const assigned = {
  subject: (_params: Params, { locale }: Frame): string => translator(locale, 'mails.assigned')('subject'),

  text(params: Params, frame: Frame): string {
    const t = translator(frame.locale, 'mails.assigned');
    return blocks(
      headLine(frame.publication),
      wrap(t('title', { count: params.count })),
      due(params, frame) === '' ? '' : wrap(due(params, frame)),
      `${t('action')}:\n${deskLink(frame)}`,
      foot(t('nothingPersonal')),
    );
  },

  Html({ params, frame }: { params: Params; frame: Frame }) {
    const t = translator(frame.locale, 'mails.assigned');
    const title = t('title', { count: params.count });
    return (
      <Sheet
        lang={writtenLocale(frame.locale)}
        subject={assigned.subject(params, frame)}
        preview={title}
        publication={frame.publication}
      >
        <Title>{title}</Title>
        {params.dueAt ? <Prose>{due(params, frame)}</Prose> : null}
        <Action href={deskLink(frame)}>{t('action')}</Action>
        <Foot lines={[t('nothingPersonal')]} />
      </Sheet>
    );
  },
};

function due({ dueAt, timeZone }: Params, { locale }: Frame): string {
  return dueAt ? translator(locale, 'mails.assigned')('due', { day: dayIn(locale, dueAt, timeZone) }) : '';
}

function deskLink({ portalUrl }: Frame): string {
  return `${portalUrl}/desk/reviewing`;
}
