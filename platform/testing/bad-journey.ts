import { cuttingLine } from './cutting-line';
import { create, offsetOf, patch, type Wanted } from './tus';

export type Journey = {
  /** bytes that went over the line, what had to be said twice and all headers included */
  travelled: number;
};

type Plan = {
  /** of the portal behind the line */
  port: number;
  wanted: Omit<Wanted, 'size'>;
  file: Buffer;
  cuts: number;
  /** bytes of one PATCH */
  chunk: number;
  /** 0 to below 1 */
  random: () => number;
};

/**
 * Sends a file over a line that breaks `cuts` times, as a client does that asks after every break where to go on.
 * Some breaks come when all of a PATCH has arrived and only the answer is missing.
 */
export async function sendOverBadLine({ port, wanted, file, cuts, chunk, random }: Plan): Promise<Journey> {
  const line = await cuttingLine(port);
  const { draft } = wanted;
  try {
    const url = await create(`http://127.0.0.1:${line.port}/api/uploads`, { ...wanted, size: file.length });
    let offset = 0;
    for (let done = 0; done < cuts; done += 1) {
      const body = file.subarray(offset, offset + chunk);
      const isLast = offset + body.length === file.length;
      line.cutNext(random() < 0.1 && !isLast ? 'before-answer' : { after: 1 + Math.floor(random() * body.length) });
      await mustBreak(patch(url, { draft, offset, body }));
      offset = await offsetOf(url, draft);
    }
    while (offset < file.length) {
      const { status, headers } = await patch(url, { draft, offset, body: file.subarray(offset, offset + chunk) });
      if (status !== 204) throw new Error(`a piece was refused: ${status}`);
      offset = Number(headers['upload-offset']);
    }
    return { travelled: line.forwarded() };
  } finally {
    await line.close();
  }
}

async function mustBreak(answer: Promise<unknown>): Promise<void> {
  const isBroken = await answer.then(
    () => false,
    () => true,
  );
  if (!isBroken) throw new Error('the line held where it should have broken');
}

/** Random numbers that come again with the same seed (mulberry32, Tommy Ettinger). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
