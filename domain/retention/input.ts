import { z } from 'zod';
import { LETTER_LIMIT } from '@/domain/applications/input';

export const destroyKeyInput = z.object({ applicationId: z.uuid() });
export const withdrawInput = z.object({ reason: z.string().trim().max(LETTER_LIMIT).default('') });
