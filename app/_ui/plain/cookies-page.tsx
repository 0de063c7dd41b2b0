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
        <Table frame={frame} rows={cookies.map((cookie) => ({ id: cookie.id, name: cookie.name }))} />
      </Section>
      <Section id="storage" name={t('storageName')} hint={t('storageHint')}>
        <Table frame={frame} rows={STORAGE.map(({ id, key }) => ({ id, name: key }))} />
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

type Row = { id: CookieEntry['id'] | StorageEntry['id']; name: string };

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
        {rows.map(({ id, name }) => (
          <tr key={id}>
            <th scope="row">
              <code translate="no">{name}</code>
            </th>
            <td>{t(`rows.${id}.who`)}</td>
            <td>{t(`rows.${id}.what`)}</td>
            <td>{t(`rows.${id}.until`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
