/** Signs the first administrator in as a browser without scripts does: opens the link, presses the button. */
export async function signIn(link: string): Promise<string> {
  const page = await fetch(link);
  const form = hiddenFields(await page.text());
  const answer = await fetch(link, {
    method: 'POST',
    body: form,
    headers: { origin: new URL(link).origin },
    redirect: 'manual',
  });
  const cookie = answer.headers.getSetCookie().find((one) => one.includes('session-token='));
  if (!cookie) throw new Error(`the sign-in link was not taken: ${answer.status}`);
  return cookie.split(';')[0] ?? '';
}

function hiddenFields(html: string): FormData {
  const form = new FormData();
  for (const [tag] of html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = attribute(tag, 'name');
    if (name) form.append(name, attribute(tag, 'value'));
  }
  return form;
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return value
    .replace(/&quot;/g, '"')
    .replace(/&#x27;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
