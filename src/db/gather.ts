import type { Database } from './database.ts';

/** Reads for several callers at once; gives one answer per key, in their order. */
export type ReadMany<Key, Value> = (db: Database, keys: readonly Key[]) => Promise<readonly Value[]>;

/** Reads under way at once per database; whoever asks meanwhile goes together with the next one. */
const mostUnderWay = 2;
const mostKeys = 64;

interface Waiting<Key, Value> {
  readonly key: Key;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Turns a read of many into a read of one: a call goes out at once where little is going on, and shares its round trip with others where much
 * is. Every read is sent after it was asked for, so nobody gets facts older than their question. Where a shared read fails, each is repeated
 * by itself, so that one caller's bad key is not everybody's error.
 */
export function gather<Key, Value>(read: ReadMany<Key, Value>): (db: Database, key: Key) => Promise<Value> {
  const lines = new WeakMap<Database, { underWay: number; readonly waiting: Waiting<Key, Value>[] }>();

  const readAlone = async (db: Database, { key, resolve, reject }: Waiting<Key, Value>): Promise<void> => {
    try {
      const [value] = await read(db, [key]);
      resolve(value as Value);
    } catch (error) {
      reject(error);
    }
  };

  const readTogether = async (db: Database, batch: readonly Waiting<Key, Value>[]): Promise<void> => {
    const [only, second] = batch;
    if (only !== undefined && second === undefined) return readAlone(db, only);
    const keys = batch.map((each) => each.key);
    const values = await read(db, keys).catch(() => null);
    if (values === null) await Promise.all(batch.map((each) => readAlone(db, each)));
    else for (const [index, each] of batch.entries()) each.resolve(values[index] as Value);
  };

  return (db, key) =>
    new Promise((resolve, reject) => {
      let line = lines.get(db);
      if (line === undefined) {
        line = { underWay: 0, waiting: [] };
        lines.set(db, line);
      }
      const { waiting } = line;
      const mine = line;
      const next = (): void => {
        if (waiting.length === 0 || mine.underWay >= mostUnderWay) return;
        mine.underWay += 1;
        void readTogether(db, waiting.splice(0, mostKeys)).finally(() => {
          mine.underWay -= 1;
          next();
        });
      };
      waiting.push({ key, resolve, reject });
      next();
    });
}
