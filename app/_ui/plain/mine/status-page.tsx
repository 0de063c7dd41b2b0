import type { Frame } from '@/app/_http/frame';
import type { MyApplication } from '@/domain/applications/queries';
import { DRAFT_DAYS } from '@/domain/applications/rules';
import type { OpenUpload } from '@/domain/intake/queries';
import { translator } from '@/locales';
import { momentOf } from '../dates';
import { Opening } from '../section';
import { Documents, type ReplacementAttempt } from './documents';
import { Messages } from './messages';
import { NotSentYet, type Written } from './not-sent-yet';
import { ReceiptCode } from './receipt-code';
import { Leaving, Rights } from './sections';
import { Steps } from './steps';
import { takesMore } from './takes-more';
import { WorkingName } from './working-name';

/** What was tried on this page and refused: shown where it was tried. */
export type Attempt = { letter?: Written; replacement?: ReplacementAttempt };

type StatusProps = {
  frame: Frame;
  mine: MyApplication;
  code: string | null;
  isCallOpen: boolean;
  /** newer versions that are on their way */
  uploads: readonly OpenUpload[];
  attempt: Attempt;
};

/** The applicant's own page: where it stands, what was written, who opened what. */
export function StatusPage({ frame, mine, code, isCallOpen, uploads, attempt }: StatusProps) {
  if (mine.state === 'draft') return <DraftPage frame={frame} mine={mine} code={code} />;
  const t = translator(frame.locale, 'status');
  const { submittedAt: at, timeZone, number } = mine;
  const mayReplace = isCallOpen && takesMore(mine);
  return (
    <main id="main">
      <Opening
        title={t(`words.${mine.status}`)}
        lead={at && t('lead', { moment: momentOf({ locale: frame.locale, at, timeZone }) })}
      >
        {number && (
          <p className="hint">
            {translator(frame.locale, 'receipt').rich('number', {
              number: () => <span className="num">{number}</span>,
            })}
          </p>
        )}
        {mine.state === 'withdrawn' && <p className="notice-line">{t('withdrawn')}</p>}
        {mine.unreadable && mine.state !== 'withdrawn' && (
          <p className="notice-line">{t(`unreadable.${mine.unreadable}`)}</p>
        )}
        {mine.mailFails && mine.state === 'submitted' && <p className="notice-line">{t('mailFails')}</p>}
      </Opening>
      <NotSentYet frame={frame} written={attempt.letter} at="letter" />
      {code && <ReceiptCode frame={frame} code={code} number={number} />}
      <Steps frame={frame} mine={mine} />
      <Messages frame={frame} mine={mine} attempt={attempt.letter} />
      <WorkingName frame={frame} mine={mine} />
      <Documents frame={frame} mine={mine} mayReplace={mayReplace} uploads={uploads} attempt={attempt.replacement} />
      <Rights frame={frame} mine={mine} />
      <Leaving frame={frame} />
    </main>
  );
}

function DraftPage({ frame, mine, code }: { frame: Frame; mine: MyApplication; code: string | null }) {
  const t = translator(frame.locale, 'status');
  return (
    <main id="main">
      <Opening title={t('draftTitle')} lead={t('draftLead')}>
        {mine.unreadable && (
          <p className="notice-line">{t(`unreadable.${mine.unreadable === 'answers' ? 'draft' : 'everything'}`)}</p>
        )}
        <p className="hint">{translator(frame.locale, 'draft')('ends', { days: DRAFT_DAYS })}</p>
        <form action={`/${frame.locale}/my/continue`} method="post">
          <button type="submit" className="btn btn--go">
            {t('draftContinue')}
          </button>
        </form>
      </Opening>
      {code && <ReceiptCode frame={frame} code={code} number={null} />}
      <Documents frame={frame} mine={mine} />
      <Rights frame={frame} mine={mine} />
      <Leaving frame={frame} />
    </main>
  );
}
