import { strangerContext } from '@/app/_http/plain-route';
import { issueChallenge } from '@/domain/intake/commands';

export const dynamic = 'force-dynamic';

/** A fresh puzzle for the page's script (app/_enhance/proof). Nothing is kept of whoever asks. */
export async function GET(request: Request): Promise<Response> {
  const challenge = await issueChallenge(strangerContext(request));
  return Response.json(challenge, {
    headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' },
  });
}
