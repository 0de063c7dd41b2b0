import type { FilledParams } from '@/domain/messages/input';
import { translator, writtenLocale } from '@/locales';
import type { Frame } from './frame';
import { Action, Facts, Foot, Sheet, Title } from './parts';
import { blocks, facts, foot, headLine } from './plain-text';
import { languagesIn } from './wording';

type Params = FilledParams['new-question'];

/** To an inbox: somebody asked, or wrote again. In which language and about which call; never who, never what. */
export const newQuestion = {
  subject: ({ number, again }: Params, { locale }: Frame): string =>
    translator(locale, 'mails.newQuestion')(again ? 'subjectAgain' : 'subject', { number }),

  text(params: Params, frame: Frame): string {
    const t = translator(frame.locale, 'mails.newQuestion');
    return blocks(
      headLine(frame.publication),
      title(params, frame),
      facts(rows(params, frame)),
      `${t('action')}:\n${deskLink(params, frame)}`,
      foot(t('nothingPersonal')),
    );
  },

  Html({ params, frame }: { params: Params; frame: Frame }) {
    const t = translator(frame.locale, 'mails.newQuestion');
    return (
      <Sheet
        lang={writtenLocale(frame.locale)}
        subject={newQuestion.subject(params, frame)}
        preview={title(params, frame)}
        publication={frame.publication}
      >
        <Title>{title(params, frame)}</Title>
        <Facts rows={rows(params, frame)} />
        <Action href={deskLink(params, frame)}>{t('action')}</Action>
        <Foot lines={[t('nothingPersonal')]} />
      </Sheet>
    );
  },
};

function title({ again }: Params, { locale }: Frame): string {
  return translator(locale, 'mails.newQuestion')(again ? 'titleAgain' : 'title');
}

function rows({ number, call, language }: Params, { locale }: Frame): [string, string][] {
  const t = translator(locale, 'mails.facts');
  const found: [string, string | null][] = [
    [t('number'), number],
    [t('call'), call],
    [translator(locale, 'mails.newQuestion')('language'), languagesIn(locale, [language])],
  ];
  return found.filter((row): row is [string, string] => row[1] !== null);
}

function deskLink({ id }: Params, { portalUrl }: Frame): string {
  return `${portalUrl}/desk/questions?question=${id}`;
}
