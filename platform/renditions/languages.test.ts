import { expect, it } from 'vitest';
import { languagesOf } from './languages';

it.each([
  ['en', 'The road to the village was closed for two weeks, and nobody in the town hall could say when it would open.'],
  [
    'de',
    'Die Straße ins Dorf war zwei Wochen lang gesperrt, und niemand im Rathaus konnte sagen, wann sie wieder öffnet.',
  ],
  ['ru', 'Дорога в село была закрыта две недели, и никто в администрации не мог сказать, когда её откроют снова.'],
  ['az', 'Kəndə gedən yol iki həftə bağlı qaldı və bələdiyyədə heç kim onun nə vaxt açılacağını deyə bilmədi.'],
  ['ka', 'სოფლის გზა ორი კვირა დაკეტილი იყო და მერიაში ვერავინ თქვა, როდის გაიხსნებოდა ის ხელახლა.'],
  ['hy', 'Գյուղ տանող ճանապարհը երկու շաբաթ փակ էր, և քաղաքապետարանում ոչ ոք չէր կարող ասել, թե երբ կբացվի։'],
])('knows a text in %s', async (language, text) => {
  expect((await languagesOf(text)).languages).toEqual([language]);
});
