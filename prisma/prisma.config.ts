import { defineConfig } from 'prisma/config';

// `prisma generate` never runs the schema engine, yet insists on downloading it. Any executable satisfies it, so that generating works
// without network. Commands that do run the engine (`migrate`) still fetch theirs.
if (process.argv.includes('generate')) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

const url = process.env.DATABASE_URL;

export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations' },
  ...(url === undefined ? {} : { datasource: { url } }),
});
