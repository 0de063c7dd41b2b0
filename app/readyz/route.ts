import { contextFor } from '@/domain/context';
import { readiness } from '@/domain/settings/queries';

export const dynamic = 'force-dynamic';

/** Whether an application could be taken right now: 200, or 503 with the parts that fail named. */
export async function GET(): Promise<Response> {
  const parts = await readiness(contextFor({ kind: 'stranger', peer: 'monitor' }));
  const isReady = Object.values(parts).every((state) => state === 'ok');
  return Response.json(parts, { status: isReady ? 200 : 503, headers: { 'Cache-Control': 'no-store' } });
}
