import { z } from 'zod';

export const destroyKeyInput = z.object({ applicationId: z.uuid() });
export const withdrawInput = z.object({ reason: z.string().trim().max(2000).default('') });
