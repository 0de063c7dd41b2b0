const FIRST_LETTER = 0xb2;
const LAST_LETTER = 0xfd;

/**
 * ARMSCII-8 (AST 34.002), the Armenian encoding before Unicode: capitals and small letters alternate, which no other
 * encoding does. Most letters of a text are small, so most of its high bytes are odd.
 */
export function isArmscii(bytes: Uint8Array): boolean {
  let [letters, small] = [0, 0];
  for (const byte of bytes.subarray(0, 20_000)) {
    if (byte < FIRST_LETTER || byte > LAST_LETTER) continue;
    letters += 1;
    if (byte % 2 === 1) small += 1;
  }
  return letters > 40 && small > letters * 0.9;
}
