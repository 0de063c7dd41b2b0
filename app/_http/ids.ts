const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NUMBER = /^APP-[0-9A-Z]{4,8}$/;

/** Is this the id of a row? Anything else never reaches the database, which would call it a fault. */
export function isId(value: string): boolean {
  return UUID.test(value);
}

/** Is this the number of an application, as in APP-7F3K? */
export function isNumber(value: string): boolean {
  return NUMBER.test(value);
}
