import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isAlive } from './process-identity.ts';

/** This process as a user of a server that several processes share (the bot, an operator's command). */
export interface Presence {
  /** Takes this use back; true when nobody else is left, so that the server may stop. A process that was killed does not count. */
  leave(): boolean;
}

let entered = 0;

/** Announces this process as a user of the server in `home`. Announce first, look for the server after: then the last one out sees you. */
export function enter(home: string): Presence {
  const folder = `${home}.users`;
  mkdirSync(folder, { recursive: true });
  entered += 1;
  const own = `${identify(process.pid)}+${entered}`;
  writeFileSync(join(folder, own), '');
  return {
    leave() {
      rmSync(join(folder, own), { force: true });
      const names = readdirSync(folder);
      const alive = names.filter((name) => isAlive(name.slice(0, name.indexOf('+'))));
      for (const name of names) if (!alive.includes(name)) rmSync(join(folder, name), { force: true });
      return alive.length === 0;
    },
  };
}
