const K = constants();
const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const W = new Int32Array(64);

/** SHA-256 (FIPS 180-4) of the first `length` bytes, into eight words. Makes nothing anew: it runs a hundred thousand times. */
export function sha256(bytes: Uint8Array, length: number, state: Int32Array): void {
  state.set(START);
  const blocks = ((length + 8) >> 6) + 1;
  for (let block = 0; block < blocks; block += 1) {
    for (let word = 0; word < 16; word += 1) W[word] = wordAt(bytes, length, block * 64 + word * 4);
    if (block === blocks - 1) W[15] = length * 8;
    compress(state);
  }
}

function wordAt(bytes: Uint8Array, length: number, at: number): number {
  if (at + 3 < length)
    return (
      ((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)
    );
  let word = 0;
  for (let index = at; index < at + 4; index += 1) word = (word << 8) | byteAt(bytes, length, index);
  return word;
}

/** The bytes, one bit that ends them, then nothing. */
function byteAt(bytes: Uint8Array, length: number, index: number): number {
  if (index < length) return bytes[index] as number;
  return index === length ? 0x80 : 0;
}

function compress(state: Int32Array): void {
  for (let t = 16; t < 64; t += 1) {
    const x = W[t - 15] as number;
    const y = W[t - 2] as number;
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    W[t] = ((W[t - 16] as number) + s0 + (W[t - 7] as number) + s1) | 0;
  }
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let t = 0; t < 64; t += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = (h + s1 + ((e & f) ^ (~e & g)) + (K[t] as number) + (W[t] as number)) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
  state[4] = (state[4] as number) + e;
  state[5] = (state[5] as number) + f;
  state[6] = (state[6] as number) + g;
  state[7] = (state[7] as number) + h;
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
