import type { FilledParams } from '@/domain/messages/input';
import { translator } from '@/locales';
import type { Frame } from './frame';
import { Foot, Prose, Sheet, TextLink } from './parts';
import { blocks, foot, headLine, wrap } from './plain-text';

type Params = FilledParams['question-answer'];

/** To whoever asked: the answer, word for word. What they had asked is not repeated: the address is not proven. */
export const questionAnswer = {
  subject: ({ number }: Params, { locale }: Frame): string =>
    translator(locale, 'mails.questionAnswer')('subject', { number }),

  text(params: Params, frame: Frame): string {
    const t = translator(frame.locale, 'mails.questionAnswer');
    return blocks(
      headLine(frame.publication),
      wrap(params.text.replaceAll('\r\n', '\n')),
      foot(t('answering'), `${t('page')}\n${pageLink(frame)}`),
    );
  },

  Html({ params, frame }: { params: Params; frame: Frame }) {
    const t = translator(frame.locale, 'mails.questionAnswer');
    const paragraphs = params.text.replaceAll('\r\n', '\n').split(/\n{2,}/);
    return (
      <Sheet
        lang={frame.locale}
        subject={questionAnswer.subject(params, frame)}
        preview={paragraphs[0] ?? ''}
        publication={frame.publication}
      >
        {paragraphs.map((paragraph, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
          <Prose key={index}>{paragraph}</Prose>
        ))}
        <Foot
          lines={[
            t('answering'),
            <>
              {t('page')} <TextLink href={pageLink(frame)}>{pageLink(frame)}</TextLink>
            </>,
          ]}
        />
      </Sheet>
    );
  },
};

function pageLink({ portalUrl, locale }: Frame): string {
  return `${portalUrl}/${locale}/my`;
}
