import { z } from 'zod';
import { ROLES } from '@/domain/actor';

export const grantInput = z
  .object({
    role: z.enum(ROLES),
    callId: z.uuid().nullable().default(null),
    region: z.string().max(60).nullable().default(null),
  })
  .transform((grant) => (grant.role === 'administrator' ? { ...grant, callId: null, region: null } : grant));
export type GrantInput = z.input<typeof grantInput>;

export const memberInput = z.object({
  address: z.string().max(1000),
  name: z.string().trim().min(1).max(120),
  grants: z.array(grantInput).min(1).max(50),
});
export type MemberInput = z.input<typeof memberInput>;

export const languagesInput = z.array(z.string().regex(/^[a-z]{2,3}$/)).max(40);

/** What is sealed of a member. */
export const profile = z.object({ address: z.string(), name: z.string() });
export type Profile = z.infer<typeof profile>;
