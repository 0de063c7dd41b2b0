import { type AnotherPortal, freePort, startAnotherPortal } from '../support/another-portal';
import { APPLY, EDITORIAL_INBOX, fillForm, inventApplicant, readReceipt, sendForm } from '../support/applicant';
import { openPostOffice } from '../support/post-office';
import { expect, test } from '../support/test';

let portal: AnotherPortal;
let smtpPort: number;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  smtpPort = await freePort();
  portal = await startAnotherPortal({
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    MAIL_FROM: 'Portal <portal@example.org>',
  });
});

test.afterAll(async () => {
  await portal.stop();
});

test('with the mail server down an application is taken all the same, and its mails leave once it is back', async ({
  page,
  watch,
}) => {
  test.setTimeout(120_000);
  watch.knows(portal.url);
  const applicant = await inventApplicant();
  await page.goto(`${portal.url}${APPLY}`);
  await fillForm(page, applicant);
  await sendForm(page);
  const receipt = await readReceipt(page);

  const office = await openPostOffice(smtpPort);
  try {
    const envelopes = () => office.delivered.map(({ to }) => to.join()).sort();
    await expect.poll(envelopes, { timeout: 60_000 }).toEqual([applicant.email, EDITORIAL_INBOX].sort());

    const second = await inventApplicant();
    await page.goto(`${portal.url}${APPLY}`);
    await fillForm(page, second);
    await sendForm(page);
    await readReceipt(page);
    await expect
      .poll(envelopes, { timeout: 30_000 })
      .toEqual([applicant.email, second.email, EDITORIAL_INBOX, EDITORIAL_INBOX].sort());

    for (const { from, to, mail } of office.delivered) {
      expect(from).toBe('portal@example.org');
      expect(to).toHaveLength(1);
      expect(mail.headers.get('message-id')).toBeTruthy();
    }
    expect(new Set(office.delivered.map(({ mail }) => mail.messageId)).size).toBe(4);
    const editorial = office.delivered.find(({ to }) => to.includes(EDITORIAL_INBOX));
    expect(editorial?.mail.subject).toContain(receipt.number);
    expect(editorial?.mail.text).not.toContain(applicant.nameLatin);
  } finally {
    await office.close();
  }
});
