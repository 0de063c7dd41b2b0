import type { Frame } from '@/app/_http/frame';
import type { CallNotice } from '@/domain/calls/queries';
import { translator } from '@/locales';
import { momentOf } from '../dates';
import { MailAddress } from '../mail-address';
import { Opening } from '../section';

/** In place of a fresh form once the call takes no more. */
export function ClosedCall({ frame, call }: { frame: Frame; call: CallNotice }) {
  const t = translator(frame.locale, 'apply');
  const { closesAt, questionsAddress } = call;
  const lead = closesAt
    ? t('closedAt', { moment: momentOf({ locale: frame.locale, at: closesAt, timeZone: call.timeZone }) })
    : t('closedNow');
  return (
    <main id="main">
      <Opening title={t('closedTitle')} lead={lead}>
        <p className="measure">
          {t.rich('closedDraft', { link: (words) => <a href={`/${frame.locale}/my`}>{words}</a> })}
        </p>
        {questionsAddress && (
          <p className="measure">
            {translator(frame.locale, 'notice').rich('askText', {
              address: () => <MailAddress frame={frame} of="questions" call={call.slug} />,
            })}
          </p>
        )}
      </Opening>
    </main>
  );
}
