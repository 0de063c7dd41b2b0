import { APPLY, apply, EDITORIAL_INBOX, fillForm, inventApplicant, readReceipt, sendForm } from '../support/applicant';
import { linksIn, mails, mailTo, recipients, waitForMail } from '../support/mailbox';
import { expect, test } from '../support/test';

test('the editorial inbox gets one mail without a name, and its link leads to the application', async ({
  page,
  personWith,
  desk,
}) => {
  const applicant = await inventApplicant();
  const receipt = await apply(page, applicant);
  const about = (one: { subject?: string | undefined }) => (one.subject ?? '').includes(receipt.number);
  const mail = await waitForMail((one) => mailTo(EDITORIAL_INBOX)(one) && about(one), `about ${receipt.number}`);

  expect(recipients(mail)).toEqual([EDITORIAL_INBOX]);
  expect(mail.subject).toMatch(/^New application: Georgia, APP-/);
  expect(mail.replyTo?.value.length).toBeGreaterThan(0);
  expect(mail.messageId).toBeTruthy();
  expect(mail.date).toBeInstanceOf(Date);
  expect(mail.attachments).toEqual([]);
  for (const body of [mail.text ?? '', mail.html || ''])
    for (const secret of [applicant.name, applicant.nameLatin, applicant.email, applicant.place, applicant.cv.name])
      expect(body).not.toContain(secret);
  expect(mail.html).toContain('New application');

  const link = linksIn(mail).find((one) => one.includes('/desk/applications/')) ?? '';
  const stranger = await personWith();
  await stranger.goto(link);
  await expect(stranger).toHaveURL(/\/sign-in/);
  await desk.goto(link);
  await expect(desk.getByRole('complementary', { name: 'Application' })).toContainText(applicant.name);

  expect((await mails()).filter((one) => mailTo(EDITORIAL_INBOX)(one) && about(one))).toHaveLength(1);
});

test('the applicant’s mail leads to her page, and only the code opens it', async ({ page, personWith }) => {
  const applicant = await inventApplicant();
  const receipt = await apply(page, applicant);
  const mail = await waitForMail(mailTo(applicant.email), `to ${applicant.email}`);
  expect(mail.subject).toBe(`It has arrived: your application ${receipt.number}`);
  const link = linksIn(mail).find((one) => /\/en\/my$/.test(one)) ?? '';
  const elsewhere = await personWith();
  await elsewhere.goto(link);
  await elsewhere.getByRole('textbox', { name: 'Receipt code' }).fill(receipt.code);
  await elsewhere.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(elsewhere.getByRole('main')).toContainText(applicant.cv.name);
});

test('a quiet mail says nothing, not even who writes', async ({ page }) => {
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await fillForm(page, applicant);
  await page.getByRole('checkbox', { name: /Quiet mode/ }).check();
  await sendForm(page);
  const receipt = await readReceipt(page);
  const mail = await waitForMail(mailTo(applicant.email), `to ${applicant.email}`);
  const whole = `${mail.subject}\n${mail.from?.text}\n${mail.text}\n${mail.html}`;
  for (const word of ['Caucasus Watch', 'application', receipt.number, applicant.nameLatin, receipt.code])
    expect(whole.toLowerCase()).not.toContain(word.toLowerCase());
});
