import type { Frame } from '@/app/_http/frame';
import type { MyApplication } from '@/domain/applications/queries';
import { translator } from '@/locales';
import { Opening } from '../section';
import { ReceiptCode } from './receipt-code';
import { Documents, Leaving, Messages, Rights, sentAt } from './sections';
import { Steps } from './steps';

type StatusProps = { frame: Frame; mine: MyApplication; code: string | null };

/** The applicant's own page: where it stands, what was written, who opened what. */
export function StatusPage({ frame, mine, code }: StatusProps) {
  const t = translator(frame.locale, 'status');
  if (mine.state === 'draft') return <DraftPage frame={frame} mine={mine} />;
  const moment = sentAt({ frame, mine });
  return (
    <main id="main">
      <Opening title={t(`words.${mine.status}`)} lead={moment && t('lead', { moment })}>
        {mine.number && (
          <p className="hint">
            {translator(frame.locale, 'receipt').rich('number', {
              number: () => <span className="num">{mine.number}</span>,
            })}
          </p>
        )}
        {mine.state === 'withdrawn' && <p className="notice-line">{t('withdrawn')}</p>}
      </Opening>
      {code && mine.number && <ReceiptCode frame={frame} code={code} number={mine.number} />}
      <Steps frame={frame} mine={mine} />
      <Messages frame={frame} mine={mine} />
      <Documents frame={frame} mine={mine} />
      <Rights frame={frame} mine={mine} />
      <Leaving frame={frame} />
    </main>
  );
}

function DraftPage({ frame, mine }: { frame: Frame; mine: MyApplication }) {
  const t = translator(frame.locale, 'status');
  return (
    <main id="main">
      <Opening title={t('draftTitle')} lead={t('draftLead')}>
        <form action={`/${frame.locale}/my/continue`} method="post">
          <button type="submit" className="btn btn--go">
            {t('draftContinue')}
          </button>
        </form>
      </Opening>
      <Documents frame={frame} mine={mine} />
      <Leaving frame={frame} />
    </main>
  );
}
