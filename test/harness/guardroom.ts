import { readFileSync } from 'node:fs';
import { deskFileVocabulary } from '../../src/cli/desk.ts';
import { Temporal } from '../../src/core/time.ts';
import type { Database } from '../../src/db/database.ts';
import { calendarSlice } from '../../src/features/calendar/index.ts';
import { applyDeskFile, createDirectory, peopleSlice } from '../../src/features/people/index.ts';
import { rosterSlice } from '../../src/features/roster/index.ts';
import type { Ask, Platform } from '../../src/runtime/intent.ts';
import type { Messenger } from '../../src/runtime/messenger.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import { createRuntime } from '../../src/runtime/runtime.ts';
import type { Card, Form, Notice } from '../../src/view/view.ts';
import { formOf, pressable } from './office.ts';
import { PortMessenger } from './port-messenger.ts';
import { truncate } from './truncate.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const nothing = () => {};
const metrics = {
  intent: nothing,
  contested: nothing,
  sent: nothing,
  outboxSizes: nothing,
  dueHandled: nothing,
  messengerUp: nothing,
  refused: nothing,
  apiCalls: nothing,
};
const tenants: Readonly<Record<Platform, string>> = { slack: 'T0ZHIBAN', feishu: 'zhiban_tenant' };
const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/** The sandbox's desk files. */
export const deskFiles = { gate: read('../../src/sandbox/desk/gate.yaml'), monitoring: read('../../src/sandbox/desk/monitoring.yaml') };
export const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));

/** People, calendar and roster on the real runtime, with messengers at the port's own level and a clock that is set. */
export class Guardroom {
  now = Temporal.Instant.from('2026-11-25T02:00:00Z');
  readonly db: Database;
  readonly #inbound;
  readonly #files = new Map<string, Buffer>();
  #events = 0;

  constructor(db: Database) {
    this.db = db;
    const clock = { now: () => this.now };
    const messengers = [this.#messenger('slack'), this.#messenger('feishu')];
    const directory = createDirectory({ messengers, clock });
    const slices = [rosterSlice, calendarSlice, peopleSlice];
    this.#inbound = createRuntime({
      db,
      slices,
      directory,
      messengers,
      clock,
      log: quiet,
      metrics,
      onEvent: () => Promise.resolve(),
    }).inbound;
  }

  #messenger(platform: Platform): Messenger {
    const port: Messenger = new PortMessenger(platform);
    port.tenant = () => tenants[platform];
    port.download = (id) => Promise.resolve(this.#files.get(id) ?? Buffer.alloc(0));
    return port;
  }

  /** Sets the clock, `2026-12-03T21:00` on the wall of a zone. */
  at(wall: string, zone = 'Asia/Shanghai'): void {
    this.now = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant();
  }

  async apply(...files: string[]): Promise<void> {
    for (const file of files) {
      const applied = await applyDeskFile(this.db, file, { vocabulary: deskFileVocabulary(), now: this.now, dryRun: false, by: null });
      if (!applied.ok) throw new Error(JSON.stringify(applied.refusal.problems));
    }
  }

  ask(userId: string, ask: Ask, channel?: string): Promise<Reply> {
    this.#events += 1;
    const platform: Platform = userId.startsWith('ou_') ? 'feishu' : 'slack';
    const place = {
      kind: channel === undefined ? ('direct' as const) : ('channel' as const),
      id: channel ?? `D-${userId}`,
      messageId: null,
    };
    return this.#inbound.intent({
      platform,
      tenant: tenants[platform],
      eventKey: `event-${this.#events}`,
      userId,
      place,
      ask,
      external: false,
    });
  }

  types(userId: string, text: string, channel?: string): Promise<Reply> {
    return this.ask(userId, { kind: 'words', from: 'command', text, mentions: [] }, channel);
  }

  presses(userId: string, reply: Reply, label: string): Promise<Reply> {
    const { route, args } = pressable(reply, label);
    return this.ask(userId, { kind: 'press', route, args });
  }

  fills(userId: string, reply: Reply, values: Record<string, string>): Promise<Reply> {
    const form: Form = reply.kind === 'invalid' ? reply.form : formOf(reply);
    return this.ask(userId, { kind: 'submit', route: form.route, args: form.args, values });
  }

  /** Sends a file in the direct chat; gives what the bot sent back through the outbox. */
  async sends(userId: string, name: string, content: Buffer, text = ''): Promise<Reply> {
    const id = `F${this.#files.size}`;
    this.#files.set(id, content);
    const before = await this.#last();
    await this.ask(userId, { kind: 'file', file: { id, name, size: content.length, mimeType: null }, text });
    const [row] = await this.db.query<{ view: Card | Notice; locale: 'zh' | 'en' }>(
      'SELECT view, locale FROM outbox WHERE seq > $1 AND destination = $2 ORDER BY seq DESC LIMIT 1',
      [before, `person:${userId}`],
    );
    if (row === undefined) throw new Error('The bot did not answer');
    return { kind: 'say', locale: row.locale, view: row.view };
  }

  async #last(): Promise<string> {
    const [row] = await this.db.query<{ last: string }>('SELECT coalesce(max(seq), 0)::text AS last FROM outbox', []);
    return row?.last ?? '0';
  }

  /** Messages waiting in the outbox, `person:U1` or `channel:C1` each with its view as text. */
  messages(): Promise<{ destination: string; text: string }[]> {
    return this.db.query(`SELECT destination, view::text AS text FROM outbox WHERE kind = 'send' ORDER BY seq`, []);
  }

  async clear(): Promise<void> {
    await truncate(
      this.db,
      'organisation, workspace, desk, person, identity, member, channel, adoption, calendar_day, shift, rotation, roster, slot, assignment, roster_import, punch, due, outbox, inbox',
    );
  }
}
