import type { Ctx } from '@/domain/context';
import { addressKey } from '@/domain/messages/rules';
import { DEFAULT_LOCALE, knownLocale, translator } from '@/locales';
import { unlessDamaged } from '@/platform/damaged';
import { blindIndex, openJson, sealJson, VaultError } from '@/platform/vault';
import { type Profile, profile } from './input';

/** Members' names and addresses are sealed with the portal's key: they have no application to belong to. */
export function sealProfile(ctx: Ctx, memberId: string, value: Profile): Buffer {
  return sealJson(ctx.keys.portal, `member:${memberId}`, value);
}

export function openProfile(ctx: Ctx, memberId: string, sealed: Buffer): Profile {
  return profile.parse(openJson(ctx.keys.portal, `member:${memberId}`, sealed));
}

/** The same for a list, which goes on with the others: whose profile is damaged has no address, and no name of their own. */
export function profileForList(ctx: Ctx, memberId: string, sealed: Buffer): Profile {
  const opened = unlessDamaged({ event: 'member.damaged', member: memberId }, () => openProfile(ctx, memberId, sealed));
  return opened ?? { name: translator(localeOf(ctx), 'trouble')('nameless'), address: '' };
}

/** A damaged profile is sealed with our key all the same, unless the damage is in that key's name. */
export function isSealedWithOurs(ctx: Ctx, { id, sealedProfile }: { id: string; sealedProfile: Buffer }): boolean {
  try {
    openProfile(ctx, id, sealedProfile);
    return true;
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return error.code !== 'wrong_key';
  }
}

function localeOf({ actor }: Ctx) {
  return actor.kind === 'member' ? knownLocale(actor.locale) : DEFAULT_LOCALE;
}

export function memberAddressIndex(ctx: Ctx, address: string): Buffer {
  return blindIndex(ctx.keys.index, 'member-address', addressKey(address));
}
