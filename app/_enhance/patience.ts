/** Silence of so long means that the line is dead, whatever the browser believes: left alone, it waits for minutes. */
export const PATIENCE_MS = 45_000;

/** As `fetch`, but rejects where no answer has begun to come in time. `giving` gives up earlier. */
export async function fetchPatiently(
  address: string,
  init: RequestInit = {},
  giving = new AbortController(),
): Promise<Response> {
  const timer = setTimeout(() => giving.abort(), PATIENCE_MS);
  try {
    return await fetch(address, { ...init, signal: giving.signal });
  } finally {
    clearTimeout(timer);
  }
}
