import type { Frame } from '@/app/_http/frame';
import type { MyApplication } from '@/domain/applications/queries';
import { translator } from '@/locales';
import { scriptLanguage } from '../../script-language';
import { momentOf } from '../dates';
import { Opening } from '../section';
import { Documents } from './documents';
import { Messages } from './messages';
import { ReceiptCode } from './receipt-code';
import { Leaving, Rights } from './sections';
import { Steps } from './steps';

type ReceiptProps = { frame: Frame; mine: MyApplication & { number: string }; code: string | null; isReplay: boolean };

/** "It has arrived": the answer to sending, with the code that opens this page again. */
export function Receipt({ frame, mine, code, isReplay }: ReceiptProps) {
  const t = translator(frame.locale, 'receipt');
  const { number, submittedAt, timeZone } = mine;
  return (
    <main id="main" data-receipt={`/${frame.locale}/my/application`}>
      <Opening
        title={t('heading')}
        lead={t.rich('thanks', { name: () => <bdi lang={scriptLanguage(mine.name)}>{mine.name}</bdi> })}
      >
        <p className="hint">
          {submittedAt && (
            <>
              <time dateTime={submittedAt.toISOString()}>
                {momentOf({ locale: frame.locale, at: submittedAt, timeZone })}
              </time>
              <br />
            </>
          )}
          {t.rich('number', { number: () => <span className="num">{number}</span> })}
        </p>
        {isReplay && <p className="notice-line hint">{t('replayed')}</p>}
      </Opening>
      {code ? (
        <ReceiptCode frame={frame} code={code} number={number} />
      ) : (
        <p className="notice-line closed-line">{t('sameCode')}</p>
      )}
      <Steps frame={frame} mine={mine} />
      <Messages frame={frame} mine={mine} />
      <Documents frame={frame} mine={mine} />
      <Rights frame={frame} mine={mine} />
      <Leaving frame={frame} />
    </main>
  );
}
