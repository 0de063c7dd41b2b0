import { z } from 'zod';

export const verifyInput = z.object({ versionId: z.uuid() });
export const eraseBytesInput = z.object({ versionIds: z.array(z.uuid()) });
