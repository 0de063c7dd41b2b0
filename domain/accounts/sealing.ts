import type { Ctx } from '@/domain/context';
import { addressKey } from '@/domain/messages/rules';
import { blindIndex, openJson, sealJson } from '@/platform/vault';
import { type Profile, profile } from './input';

/** Members' names and addresses are sealed with the portal's key: they have no application to belong to. */
export function sealProfile(ctx: Ctx, memberId: string, value: Profile): Buffer {
  return sealJson(ctx.keys.portal, `member:${memberId}`, value);
}

export function openProfile(ctx: Ctx, memberId: string, sealed: Buffer): Profile {
  return profile.parse(openJson(ctx.keys.portal, `member:${memberId}`, sealed));
}

export function memberAddressIndex(ctx: Ctx, address: string): Buffer {
  return blindIndex(ctx.keys.index, 'member-address', addressKey(address));
}
