import { z } from 'zod';

const number = z.string().max(20);

export const commentInput = z.object({ number, text: z.string().trim().min(1).max(5000) });
export const commentChange = z.object({ commentId: z.uuid(), text: z.string().trim().min(1).max(5000) });

/** One line, no control signs; an @ would look like an address or a mention. */
const tagName = z
  .string()
  .trim()
  .transform((name) => name.normalize('NFC').replace(/\s+/gu, ' '))
  .pipe(
    z
      .string()
      .min(1)
      .max(40)
      .regex(/^[^@\p{Cc}]+$/u),
  );

export const tagInput = z.object({ number, name: tagName });
export const tagChange = z.object({ number, tagId: z.uuid(), name: tagName });

export const taskInput = z.object({
  number,
  text: z.string().trim().min(1).max(500),
  assigneeId: z.uuid().nullable().default(null),
  dueOn: z.iso.date().nullable().default(null),
});
export type TaskInput = z.input<typeof taskInput>;
