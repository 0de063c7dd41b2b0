import type { CallText } from '@/domain/calls/rules';

export const de: CallText = {
  title: 'Wir suchen Menschen, die einen Ort gut kennen.',
  lead: 'Caucasus Watch sucht Fachleute vor Ort aus Georgien, Armenien, Aserbaidschan und dem Nordkaukasus: Menschen, die berichten, forschen oder einfach genau hinsehen, die nah an dem leben, was sie beschreiben, und möchten, dass man es in Europa versteht.',
  season: 'Regionale Fachleute',
  lookFor: [
    'Sie verfolgen eine Region so genau, dass Ihnen auffällt, was dort neu ist. Sie können eine Tatsache von einem Gerücht unterscheiden und sagen, woher Sie es wissen. Schreiben Sie in der Sprache, in der Sie am besten schreiben.',
    'Sie brauchen keinen Presseausweis und keinen Abschluss. Wenn von Ihnen noch nichts veröffentlicht wurde, erzählen Sie uns, was Sie gelesen, gezählt oder erfragt haben.',
  ],
  regions: {
    georgia: 'Politik und Gesellschaft, die Regionen jenseits der Hauptstadt, die Schwarzmeerküste',
    armenia: 'Politik und Gesellschaft, Arbeit und Löhne, Leben nahe der Grenze',
    azerbaijan: 'Politik und Gesellschaft, Energie, die Regionen, Kultur',
    'north-caucasus': 'Alle Republiken; bitte lesen Sie zuerst, wie der stille Modus funktioniert',
  },
  offers: [
    {
      name: 'Eine flexible Form der Zusammenarbeit',
      text: 'Vom einzelnen Text bis zur regelmäßigen Kolumne. Sie wählen die Form mit uns und können sie ändern.',
    },
    { name: 'Ein angemessenes Honorar', text: 'Mit Ihnen vereinbart, bevor Sie anfangen.' },
    {
      name: 'Zugang zu einer europäischen Leserschaft',
      text: 'Ihre Arbeit erreicht Leserinnen und Leser in ganz Europa, die die Region verstehen wollen.',
    },
  ],
  documents: {
    cv: 'Ein bis zwei Seiten genügen. Kein Foto, kein Geburtsdatum.',
    coverLetter: 'Welcher Ort, welche Themen, warum Sie. Eine Seite, als Datei oder ins Formular getippt.',
    writingSample: 'Ein Text von Ihnen, veröffentlicht oder nicht, als Datei oder als Link.',
  },
  afterwards: [
    'Sie erhalten eine Empfangsbestätigung mit einem Code. Er öffnet Ihre Seite auf jedem Gerät: Dort sehen Sie, wie weit Ihre Bewerbung ist und was die Redaktion Ihnen schreibt.',
    'Die Redaktion liest jede Bewerbung. Wenn sie etwas braucht, fragt sie nach, auf Ihrer Seite und per E-Mail, wenn Sie eine Adresse angegeben haben.',
  ],
};
