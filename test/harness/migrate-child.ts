import { migrate } from '../../src/db/migrate.ts';

process.stdout.write(JSON.stringify(await migrate(process.argv[2] ?? '')));
