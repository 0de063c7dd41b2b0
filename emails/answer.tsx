import type { FilledParams } from '@/domain/messages/input';
import { translator } from '@/locales';
import type { Frame } from './frame';
import { Foot, Prose, Sheet, TextLink } from './parts';
import { blocks, foot, headLine, wrap } from './plain-text';

type Params = FilledParams['answer'];

/** To the applicant: what an editor wrote, word for word. */
export const answer = {
  subject: (params: Params): string => params.subject,

  text(params: Params, frame: Frame): string {
    const t = translator(frame.locale, 'mails.answer');
    return blocks(
      headLine(frame.publication),
      wrap(params.text.replaceAll('\r\n', '\n')),
      foot(t('answering', { number: params.number }), `${t('page')}\n${pageLink(frame)}`),
    );
  },

  Html({ params, frame }: { params: Params; frame: Frame }) {
    const t = translator(frame.locale, 'mails.answer');
    const paragraphs = params.text.replaceAll('\r\n', '\n').split(/\n{2,}/);
    return (
      <Sheet lang={frame.locale} subject={params.subject} preview={paragraphs[0] ?? ''} publication={frame.publication}>
        {paragraphs.map((paragraph, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
          <Prose key={index}>{paragraph}</Prose>
        ))}
        <Foot
          lines={[
            t('answering', { number: params.number }),
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
