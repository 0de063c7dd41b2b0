/** Until the embedded server is there, tests that need PostgreSQL bring TEST_DATABASE_URL. */
export async function setup(): Promise<void> {}
