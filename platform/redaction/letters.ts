/**
 * Letters of the portal's scripts in plain Latin ones, by sound rather than by any one standard: only used to compare
 * spellings, never shown.
 */
const PAIRS =
  // Cyrillic, with what Azerbaijani and the languages of the North Caucasus add
  'аa бb вv гg дd еe ёio жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щsch ъ ыi ь эe юiu яia ' +
  'іi їi єe ґg җj ҹj әa өo үu ғg ҝg һh јi ӕa қk ңn ӏ ў ' +
  // Georgian
  'აa ბb გg დd ეe ვv ზz თt იi კk ლl მm ნn ოo პp ჟzh რr სs ტt უu ფp ქk ღgh ყq შsh ჩch ცts ძdz წts ჭch ხkh ჯj ჰh ჱe ჲi ჳu ჴkh ჵo ' +
  // Armenian
  'աa բb գg դd եe զz էe ըi թt ժzh իi լl խkh ծts կk հh ձdz ղgh ճch մm յi նn շsh ոo չch պp ջj ռr սs վv տt րr ցts ւ փp քk օo ֆf ևev ' +
  // Latin letters that no decomposition makes plain
  'əa ıi ßss øo łl đd ðd þt æa œo ŋn';

const LATIN = new Map<string, string>();
for (const pair of PAIRS.split(' ')) {
  const [letter = '', ...sound] = Array.from(pair);
  LATIN.set(letter, sound.join(''));
}

/** One sign in small plain Latin letters; empty for marks and signs without a sound; itself where no table knows it. */
export function latinOf(sign: string): string {
  const known = LATIN.get(sign);
  if (known !== undefined) return known;
  const lower = sign.toLowerCase();
  const plain = Array.from(lower.normalize('NFKC'), (one) => LATIN.get(one) ?? one.normalize('NFKD'))
    .join('')
    .replace(/[\p{M}\p{Cf}'’‘ʻʼ`´]/gu, '');
  return Array.from(plain, (one) => LATIN.get(one) ?? one).join('');
}
