const K = constants();
const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const W = new Int32Array(64);

/** SHA-256 (FIPS 180-4) of ASCII text, as hex. */
export function sha256(text: string): string {
  const length = text.length;
  const blocks = ((length + 8) >> 6) + 1;
  const state = Int32Array.from(START);
  for (let block = 0; block < blocks; block += 1) {
    for (let word = 0; word < 16; word += 1) W[word] = wordOf(text, block * 64 + word * 4);
    if (block === blocks - 1) W[15] = length * 8;
    compress(state);
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function wordOf(text: string, at: number): number {
  return (byteOf(text, at) << 24) | (byteOf(text, at + 1) << 16) | (byteOf(text, at + 2) << 8) | byteOf(text, at + 3);
}

/** The text, one bit that ends it, then nothing. */
function byteOf(text: string, at: number): number {
  if (at < text.length) return text.charCodeAt(at) & 0xff;
  return at === text.length ? 0x80 : 0;
}

function compress(state: Int32Array): void {
  for (let t = 16; t < 64; t += 1) {
    const x = W[t - 15] as number;
    const y = W[t - 2] as number;
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    W[t] = ((W[t - 16] as number) + s0 + (W[t - 7] as number) + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let t = 0; t < 64; t += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = (h + s1 + ((e & f) ^ (~e & g)) + (K[t] as number) + (W[t] as number)) | 0;
    const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, index) => {
    state[index] = (state[index] as number) + value;
  });
}

function turn(x: number, by: number): number {
  return (x >>> by) | (x << (32 - by));
}

/** The fractions of the cube roots of the first 64 primes; made here, so that they need not travel. */
function constants(): Int32Array {
  const found = new Int32Array(64);
  for (let candidate = 2, count = 0; count < 64; candidate += 1) {
    if (!isPrime(candidate)) continue;
    const root = Math.cbrt(candidate);
    found[count] = ((root - Math.floor(root)) * 2 ** 32) | 0;
    count += 1;
  }
  return found;
}

function isPrime(n: number): boolean {
  for (let d = 2; d * d <= n; d += 1) if (n % d === 0) return false;
  return true;
}
