import { z } from 'zod';
import { queueInput } from '@/domain/applications/input';
import { EXPORT_FORMATS } from './rules';

/** What to take: what was ticked, or a view as the queue understands it. */
export const exportInput = z.object({
  format: z.enum(EXPORT_FORMATS),
  numbers: z.array(z.string().max(20)).max(500).default([]),
  query: queueInput.optional(),
  /** the browser that confirmed with a code */
  browser: z.string().min(1).max(200),
});
export type ExportInput = z.input<typeof exportInput>;
