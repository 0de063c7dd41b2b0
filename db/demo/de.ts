import type { Tongue } from './tongue';

export const de: Tongue = {
  locale: 'de',
  samples: {
    'water-and-land': {
      title: 'Der Tag, an dem das Wasser kommt',
      text: [
        'Dienstags läuft das Wasser. Um sechs Uhr morgens steht jeder Eimer der Straße unter einem Hahn, um neun ist der Druck wieder weg.',
        'Der Kanal wurde für drei Dörfer gebaut, heute trinken sieben daraus. Wer das entschieden hat, kann niemand sagen, und der alte Schleusenwärter schreibt die Stunden noch immer in ein Schulheft.',
      ],
    },
    'work-and-prices': {
      title: 'Was ein Korb kostet',
      text: [
        'An jedem ersten Samstag kaufe ich am selben Stand dieselben elf Dinge. In zwei Jahren ist der Korb um ein Drittel teurer geworden, und die Verkäuferin verdient dasselbe.',
        'Am wenigsten stieg das Brot, am meisten die Zwiebeln. Wer in der Stadt arbeiten kann und wer bleibt, entscheidet der Preis des Busses.',
      ],
    },
    'courts-and-rights': {
      title: 'Warten vor Saal vier',
      text: [
        'Die Verhandlung war für zehn angesetzt, um zwölf war die Tür noch zu. Zweimal kam die Schreiberin heraus, um zu sagen, dass es nichts zu sagen gibt.',
        'Neunzehn solche Vormittage waren es im letzten Jahr. Elf Termine wurden verschoben, in sieben Fällen ohne Grund.',
      ],
    },
    'energy-and-roads': {
      title: 'Die Straße, die an der Brücke endet',
      text: [
        'Bis zum Fluss ist der Asphalt neu, dort hört er auf. Der Bus wendet, denn die Brücke trägt nicht mehr als fünf Tonnen.',
        'Im Winter fällt der Strom in den oberen Weilern vier- oder fünfmal aus. An der Tür des Ladens hängt eine Liste: wer einen Ofen hat und wer einen braucht.',
      ],
    },
    'borders-and-security': {
      title: 'Zwei Tore, ein Garten',
      text: [
        'Der Zaun verläuft zwischen dem Haus und den Nussbäumen. Den Schlüssel hat jemand, den die Familie nie gesehen hat.',
        'Zweimal im Jahr wird das Tor für die Ernte geöffnet. Sie bringen Säcke mit, eine Kamera und einen Nachbarn als Zeugen.',
      ],
    },
    'schools-and-culture': {
      title: 'Neun Kinder, zwei Klassenzimmer',
      text: [
        'In diesem Jahr hat die Schule neun Kinder, als die Lehrerin kam, waren es vierzig. Die erste und die vierte Klasse unterrichtet sie zusammen, im Zimmer mit dem Ofen.',
        'Die Bücherei ist donnerstags offen. Am meisten gelesen wird ein Liederbuch, das seit den Siebzigern niemand gedruckt hat.',
      ],
    },
    'faith-and-custom': {
      title: 'Wer das Brot trägt',
      text: [
        'Am Dorffest trägt das älteste Haus das Brot. In diesem Jahr gab es zwei älteste Häuser, und beide hatten recht.',
        'Den Streit entschieden die Kinder, sie trugen es gemeinsam. Aufschreiben durfte ich es unter der Bedingung, niemanden zu nennen.',
      ],
    },
    'leaving-and-returning': {
      title: 'Der Bus am Freitagabend',
      text: [
        'Der Bus fährt um elf und kommt, wenn die Grenzen es erlauben, am Sonntag an. Die meisten fahren nicht zum ersten Mal und bringen ihre Decke mit.',
        'Von zweiundzwanzig aus meiner Klasse leben neun im Ausland. Drei sind zurück, und alle drei nennen denselben Grund: Jemand musste.',
      ],
    },
  },
  methods: [
    'Was hier steht, habe ich selbst gesehen oder von mindestens zwei Menschen gehört, die einander nicht kennen.',
    'Die Zahlen stammen aus eigenen Notizen; wo ein öffentliches Register sie prüfen ließ, sind sie geprüft.',
    'Namen fehlen dort, wo ein Name jemanden etwas kosten könnte.',
  ],
  letter: {
    greeting: 'Liebe Redaktion,',
    openings: [
      'seit sechs Jahren schreibe ich über diese Gegend, zuerst für eine Lokalzeitung, jetzt auf eigene Rechnung.',
      'gelernt habe ich den Journalismus nicht. Ich führe die Bücher einer Molkerei und schreibe seit zehn Jahren auf, was sich um sie herum ändert.',
      'ich lese Ihre Texte zur Region, und oft fehlt mir die Straße hinter der Erklärung. Die könnte ich beitragen.',
    ],
    middles: [
      'Schreiben möchte ich über Wasser, Arbeit und Schule: über Kleines, das weit weg entschieden wird. Ich fahre dorthin, worüber ich schreibe, und komme danach wieder.',
      'Ich kenne die Akten der Gemeinde, den Markt und die zwei Busfahrer, die alles wissen. Was sich nicht prüfen ließ, sage ich dazu.',
      'Wo ein Name gefährlich ist, finde ich einen Weg, ohne ihn zu beschreiben. Darüber würde ich gern vor dem ersten Text mit Ihnen sprechen.',
    ],
    closings: [
      'Zwei Texte im Monat sind möglich. Eine Frage habe ich: Wie arbeiten Sie mit Menschen, die nicht unterschreiben können?',
      'Ich lege einen Text bei, der nirgends erschienen ist.',
      'Über ein Gespräch freue ich mich, am Telefon oder schriftlich, in der Sprache, die Ihnen lieb ist.',
    ],
    signOff: 'Mit freundlichen Grüßen',
  },
  cv: {
    heading: 'Lebenslauf',
    work: 'Arbeit',
    studies: 'Ausbildung',
    languages: 'Sprachen',
    languageNames: 'Deutsch, Russisch gut, Georgisch für den Alltag',
    jobs: [
      'Reporterin und Reporter im Regionalradio',
      'Übersetzung und Begleitung von Korrespondenten',
      'Forschung zu Haushaltspreisen',
      'Unterricht in Geschichte',
      'Redaktion eines Stadtteilblatts',
      'frei, Text und Fotografie',
    ],
    degrees: [
      'Master in Regionalstudien',
      'Bachelor in Journalistik',
      'Diplom in Volkswirtschaft',
      'Abendkurs Statistik',
    ],
  },
  cooperation: [
    'Zwei Texte im Monat',
    'Ein langer Text im Quartal',
    'Kurze Meldungen, wenn etwas geschieht',
    'Eine feste Kolumne',
  ],
  fileNames: {
    cv: ['Lebenslauf', 'Lebenslauf neu', 'CV'],
    letter: ['Anschreiben', 'Brief an die Redaktion'],
    sample: ['Arbeitsprobe', 'Text_endgültig'],
  },
  workingNames: [
    'Wacholder',
    'Nordfenster',
    'Jemand aus dem Tal',
    'Quitte',
    'Nussbaumgasse',
    'Letzter Zug',
    'Brunnenbau',
  ],
  question: 'In Ihrem Text heißt es, sieben Dörfer nutzten den Kanal. Welches Register oder wer könnte das bestätigen?',
  reply:
    'Die Wassernutzer führen eine Liste, ich kann ein Foto der Seite schicken. Die Schreiberin ist mit einem Anruf einverstanden, aber nicht damit, genannt zu werden.',
};
