import { COOKIES, type CookieEntry, STORAGE, type StorageEntry } from '@/app/_http/cookies';
import type { Frame } from '@/app/_http/frame';
import { translator } from '@/locales';
import { ChoiceForm } from './choice';
import { Opening, Section } from './section';

export function CookiesPage({ frame }: { frame: Frame }) {
  const t = translator(frame.locale, 'cookies');
  const { offered } = frame.choice;
  const cookies = COOKIES.filter(({ need }) => offered || need === 'necessary');
  return (
    <main id="main">
      <Opening title={t('title')} lead={t('lead')} />
      <Section id="choice" name={t('choiceName')}>
        <Choosing frame={frame} />
      </Section>
      <Section id="table" name={t('tableName')}>
        <Table frame={frame} rows={cookies.map(cookieRow)} />
      </Section>
      <Section id="storage" name={t('storageName')} hint={t('storageHint')}>
        <Table
          frame={frame}
          rows={STORAGE.map(({ id, key, where }) => ({ id, name: key, data: { 'data-where': where } }))}
        />
      </Section>
      <Section id="others" name={t('othersName')} reading>
        <p>{t('members')}</p>
        <p>{t('none')}</p>
      </Section>
    </main>
  );
}

function Choosing({ frame }: { frame: Frame }) {
  const t = translator(frame.locale, 'cookies');
  const { offered, answer } = frame.choice;
  if (!offered) return <p className="read">{t('choiceNone')}</p>;
  return (
    <div className="stack">
      <p className="read">{t(answer === null ? 'choiceOpen' : answer)}</p>
      <ChoiceForm frame={frame} />
    </div>
  );
}

/** `data` says in figures what the words say, for whoever wants to hold the table against a browser. */
type Row = { id: CookieEntry['id'] | StorageEntry['id']; name: string; data: Record<string, string | number> };

function cookieRow({ id, name, need, sameSite, seconds }: CookieEntry): Row {
  return { id, name, data: { 'data-need': need, 'data-same-site': sameSite, 'data-seconds': seconds ?? 'window' } };
}

function Table({ frame, rows }: { frame: Frame; rows: readonly Row[] }) {
  const t = translator(frame.locale, 'cookies');
  return (
    <table className="cookies">
      <thead>
        <tr>
          {(['name', 'who', 'what', 'until'] as const).map((column) => (
            <th key={column} scope="col">
              {t(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, name, data }) => (
          <tr key={id} {...data}>
            <th scope="row">
              <code translate="no">{name}</code>
            </th>
            <td>{t(`rows.${id}.who`)}</td>
            <td>{t(`rows.${id}.what`)}</td>
            <td data-head={t('until')}>{t(`rows.${id}.until`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
