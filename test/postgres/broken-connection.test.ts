import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';

const field = (code: string, value: string): Buffer => Buffer.from(`${code}${value}\0`);

/** `FATAL 57P01`, as a server says it to each connection when it is shut down. */
function farewell(): Buffer {
  const fields = Buffer.concat([
    field('S', 'FATAL'),
    field('V', 'FATAL'),
    field('C', '57P01'),
    field('M', 'terminating connection due to administrator command'),
    Buffer.from([0]),
  ]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + 4);
  return Buffer.concat([Buffer.from('E'), length, fields]);
}

const ready = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

describe('a connection that breaks between its answer and its return', () => {
  let test: TestDatabase;
  let server: Server;
  let url: string;
  const open = new Set<Socket>();
  let ending = false;

  beforeAll(async () => {
    test = await testDatabase();
    const target = new URL(test.url);
    // Passes everything on; when the server ends, the farewell comes in one piece with the answer before it.
    server = createServer((client) => {
      const upstream = connect(Number(target.port), target.hostname);
      for (const socket of [client, upstream]) {
        open.add(socket);
        socket.on('error', () => undefined);
      }
      client.on('data', (data) => upstream.write(data));
      upstream.on('data', (data: Buffer) => {
        if (!ending || !data.subarray(-ready.length).equals(ready)) {
          client.write(data);
          return;
        }
        ending = false;
        client.end(Buffer.concat([data, farewell()]));
        upstream.destroy();
      });
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = Object.assign(new URL(test.url), { port: String((server.address() as AddressInfo).port) }).toString();
  });
  afterAll(async () => {
    for (const socket of open) socket.destroy();
    server.close();
    await test.drop();
  });

  it('ends neither the process nor what was asked of it, and is replaced', async () => {
    const database = connectDatabase(url, { poolSize: 1 });
    await database.query('SELECT 1', []);
    ending = true;
    expect(await database.query('SELECT 2 AS two', [])).toEqual([{ two: 2 }]);
    expect(await database.query('SELECT 3 AS three', [])).toEqual([{ three: 3 }]);
    await database.close();
  });
});
