import { customType, timestamp } from 'drizzle-orm/pg-core';

/** Sealed or hashed bytes: never readable by the database. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => 'bytea',
  fromDriver: (value) => Buffer.from(value),
});

export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });
