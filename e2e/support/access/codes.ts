import { codeIn } from '../member';
import { EVERYBODY, MEMBERS, type Who } from './cells';
import { addressOf, CONFIRM, type Company, SIGN_IN } from './people';
import type { Scene, Try } from './scene';

/** Each of them has asked for one proof, and not used it. */
const ASKED = { code: 'editor', link: 'reviewer', again: 'editor of another call' } as const satisfies Record<
  string,
  Who
>;

/** The three steps that take a proof, tried with one that is true: it serves whoever asked for it, in the browser that did. */
export const TRUE_CODES: Record<string, Try> = {
  'app/sign-in/actions.ts signInStep, with a true code': {
    row: EVERYBODY,
    says: 'wrong_sign_in_code',
    worksFor: ASKED.code,
    send: ({ signInCode }) => ({ step: 'code', address: addressOf(ASKED.code), code: signInCode }),
    last: 7,
  },
  'app/sign-in/actions.ts followLink, with a true link': {
    row: EVERYBODY,
    says: 'sign_in_other_browser',
    worksFor: ASKED.link,
    send: ({ signInToken }) => ({ token: signInToken }),
    last: 7,
  },
  'app/desk/export/actions.ts confirmAgain, with a true code': {
    row: MEMBERS,
    says: 'wrong_sign_in_code',
    worksFor: ASKED.again,
    alters: true,
    send: ({ proofCode }) => ({ step: 'code', code: proofCode }),
    last: 7,
  },
};

/** Asks for what is tried there, while mails still leave. */
export async function askForCodes({
  door,
  people,
  post,
}: Pick<Company, 'door' | 'people' | 'post'>): Promise<Pick<Scene, 'signInCode' | 'signInToken' | 'proofCode'>> {
  await Promise.all([
    ...[ASKED.code, ASKED.link].map((who) => door.act(people[who], SIGN_IN, { step: 'ask', address: addressOf(who) })),
    door.act(people[ASKED.again], CONFIRM, { step: 'ask' }),
  ]);
  const mails = await post.proofsTo(Object.values(ASKED).map(addressOf));
  const mailTo = (who: Who) => {
    const mail = mails.get(addressOf(who));
    if (!mail) throw new Error(`No mail has come to ${who}.`);
    return mail;
  };
  const link = /\bconfirm\?token=([\w-]+)/.exec(mailTo(ASKED.link).text ?? '');
  return {
    signInCode: codeIn(mailTo(ASKED.code)),
    signInToken: link?.[1] ?? '',
    proofCode: codeIn(mailTo(ASKED.again)),
  };
}
