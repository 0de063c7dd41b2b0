import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { mailFolder } from './surroundings';

/** A mail's file is written once and whole: what has been read stays as it is, while those who wait look again and again. */
const read = new Map<string, Promise<ParsedMail>>();

/** Every mail the portal has sent so far, oldest first. */
export async function mails(): Promise<ParsedMail[]> {
  const entries = await readdir(mailFolder, { recursive: true }).catch(ignoreMissing);
  const names = entries.filter((name) => name.endsWith('.eml')).sort();
  return Promise.all(names.map(readMail));
}

function readMail(name: string): Promise<ParsedMail> {
  const known = read.get(name) ?? readFile(join(mailFolder, name)).then((bytes) => simpleParser(bytes));
  read.set(name, known);
  return known;
}

export function recipients(mail: ParsedMail): string[] {
  const lists: AddressObject[] = [mail.to ?? []].flat();
  return lists.flatMap((list) => list.value.map((one) => one.address ?? ''));
}

/** Waits until exactly the mail asked for has been sent, and returns the newest that fits. */
export async function waitForMail(fits: (mail: ParsedMail) => boolean, description: string): Promise<ParsedMail> {
  let found: ParsedMail | undefined;
  await expect
    .poll(
      async () => {
        found = (await mails()).filter(fits).at(-1);
        return found !== undefined;
      },
      { message: `a mail ${description}`, timeout: 20_000, intervals: [50, 100, 250] },
    )
    .toBe(true);
  if (!found) throw new Error(`No mail ${description}.`);
  return found;
}

export function mailTo(address: string): (mail: ParsedMail) => boolean {
  return (mail) => recipients(mail).includes(address);
}

/** The links a person would see in the text of the mail. */
export function linksIn(mail: ParsedMail): string[] {
  return [...(mail.text ?? '').matchAll(/https?:\/\/[^\s<>"')\]]+/g)].map((match) => match[0]);
}

function ignoreMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
