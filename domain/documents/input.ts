import { z } from 'zod';

export const checkInput = z.object({ versionId: z.uuid() });
export const eraseBytesInput = z.object({ versionIds: z.array(z.uuid()) });
export const renderInput = z.object({ versionId: z.uuid() });
export const renderPagesInput = z.object({ versionId: z.uuid(), page: z.number().int().min(1).max(2000) });
