import { z } from 'zod';
import { queueInput } from '@/domain/applications/input';
import { EXPORT_FORMATS } from './rules';

/** What was ticked, or a view as the queue understands it; a selection of none never stands for a whole view. */
const selectionInput = z.union([
  z.object({ numbers: z.array(z.string().max(20)).min(1).max(500) }),
  z.object({ query: queueInput }),
]);
export type Selection = z.output<typeof selectionInput>;

export const exportInput = z.object({
  format: z.enum(EXPORT_FORMATS),
  selection: selectionInput,
  /** the browser that confirmed with a code */
  browser: z.string().min(1).max(200),
});
export type ExportInput = z.input<typeof exportInput>;
