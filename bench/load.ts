import { Agent, get } from 'node:http';
import { percentile } from './statistics';

/** What the load process is told; time and count are both bounded. */
export type LoadOrder = {
  address: string;
  cookie: string;
  connections: number;
  warmUpSeconds: number;
  seconds: number;
  mostRequests: number;
  /** words that stand in a right answer, so that no refusal is measured */
  expected: string;
};

export type LoadResult = {
  perSecond: number;
  p50: number;
  p95: number;
  /** of one answer on the line */
  bytes: number;
  /** warm-up included */
  asked: number;
};

/** Asks for one page over and over, each connection as soon as it has its last answer. */
export async function load(order: LoadOrder): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.connections });
  try {
    await mustBeRight(order);
    const warmUp = await run(agent, order, order.warmUpSeconds);
    const { times, bytes, seconds } = await run(agent, order, order.seconds);
    return {
      perSecond: times.length / seconds,
      p50: percentile(times, 0.5),
      p95: percentile(times, 0.95),
      bytes,
      asked: warmUp.times.length + times.length,
    };
  } finally {
    agent.destroy();
  }
}

async function run(agent: Agent, order: LoadOrder, seconds: number) {
  const times: number[] = [];
  let bytes = 0;
  const started = performance.now();
  const ends = started + seconds * 1000;
  const visitor = async () => {
    while (performance.now() < ends && times.length < order.mostRequests) {
      const before = performance.now();
      bytes = await ask(agent, order);
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: order.connections }, visitor));
  return { times, bytes, seconds: (performance.now() - started) / 1000 };
}

/** Asks as browsers do: for a compressed answer, which is counted and thrown away. */
function ask(agent: Agent, { address, cookie }: LoadOrder): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(address, { agent, headers: { cookie, 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve(bytes);
        else reject(new Error(`${address} answered ${response.statusCode}`));
      });
    });
    request.once('error', reject);
  });
}

async function mustBeRight({ address, cookie, expected }: LoadOrder): Promise<void> {
  const answer = await fetch(address, { headers: { cookie }, redirect: 'manual' });
  const body = await answer.text();
  if (answer.status !== 200 || !body.includes(expected))
    throw new Error(`${address} answered ${answer.status} without "${expected}"`);
}
