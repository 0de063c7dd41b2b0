import { expect, test } from './test';

const PAGE = 'http://watched.example/';

test.describe('the watch over the browser', () => {
  test.beforeEach(async ({ page, watch }) => {
    watch.expect(/third party: http:\/\/watched\.example\/$/);
    await page.route(PAGE, (route) =>
      route.fulfill({
        contentType: 'text/html',
        headers: { 'content-security-policy': "default-src 'none'; script-src 'nonce-a'; img-src *" },
        body: '<!doctype html><html lang="en"><title>Watched</title><p>A page that does no wrong.</p></html>',
      }),
    );
  });

  test('is content with a page that does no wrong', async ({ page }) => {
    await page.goto(PAGE);
    await expect(page.getByText('A page that does no wrong.')).toBeVisible();
  });

  test('hears an error on the console', async ({ page, watch }) => {
    await page.goto(PAGE);
    await page.evaluate('console.error("planted")');
    await expect.poll(() => watch.complaints().join()).toContain('console error: planted');
    watch.expect(/planted/);
  });

  test('hears an exception that nobody caught', async ({ page, watch }) => {
    await page.goto(PAGE);
    await page.evaluate(() => queueMicrotask(() => Promise.reject(new Error('planted'))));
    await expect.poll(() => watch.complaints().join()).toContain('uncaught: planted');
    watch.expect(/planted/);
  });

  test('hears a violation of the content security policy', async ({ page, watch }) => {
    await page.goto(PAGE);
    await page.evaluate(() => {
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.planted = true' }));
    });
    await expect.poll(() => watch.complaints().join()).toContain('Content Security Policy');
    watch.expect(/Content Security Policy/);
  });

  test('hears a request to somebody else', async ({ page, watch }) => {
    await page.route('http://stranger.example/**', (route) => route.abort('connectionrefused'));
    await page.goto(PAGE);
    await page.evaluate(() => {
      document.body.append(Object.assign(document.createElement('img'), { src: 'http://stranger.example/pixel.png' }));
    });
    await expect.poll(() => watch.complaints().join()).toContain('third party: http://stranger.example/pixel.png');
    watch.expect(/stranger\.example|ERR_CONNECTION_REFUSED/);
  });

  test('hears a server that fails', async ({ page, watch }) => {
    await page.route('http://watched.example/broken', (route) => route.fulfill({ status: 500, body: 'broken' }));
    await page.goto('http://watched.example/broken');
    await expect.poll(() => watch.complaints().join()).toContain('answer: 500');
    watch.expect(/watched\.example\/broken/);
  });

  test('fails a test in which something was heard', async ({ page }) => {
    test.fail();
    await page.goto(PAGE);
    await page.evaluate('console.error("planted")');
  });
});
