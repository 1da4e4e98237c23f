import { deskFileVocabulary } from '../../src/cli/desk.ts';
import { Temporal } from '../../src/core/time.ts';
import type { Database } from '../../src/db/database.ts';
import { applyDeskFile, createDirectory } from '../../src/features/people/index.ts';
import type { Ask, Platform } from '../../src/runtime/intent.ts';
import { newId } from '../../src/runtime/new-id.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import type { Slice } from '../../src/runtime/route.ts';
import { createRuntime, type Runtime } from '../../src/runtime/runtime.ts';
import { createUnit } from '../../src/runtime/write-unit.ts';
import type { Card, Notice } from '../../src/view/view.ts';
import { formOf, pressable } from './office.ts';
import { PortMessenger } from './port-messenger.ts';

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

/** Codes of the people of the desk file below, with what they are known by on Slack. */
export const staff = { lead: 'U0L', ann: 'U0A', bo: 'U0B', cai: 'U0C', boss: 'U0D' } as const;

/** Shifts of the station. */
const shifts = {
  day: { name: '白班', start: '08:00', end: '16:00' },
  night: { name: '夜班', start: '20:00', end: '08:00' },
  small: { name: '零点班', start: '00:00', end: '08:00' },
} as const;

/** A station of four with their lead and, above, a regional lead. `presets` and `settings` are lines of the desk file. */
export function stationFile(
  presets: readonly string[],
  settings = '{}',
  attributes: Partial<Record<keyof typeof staff, string>> = {},
): string {
  const person = (code: keyof typeof staff, name: string, english: string, desks: string) =>
    `  - { code: ${code}, name: ${name}, name_en: ${english}, slack: ${staff[code]}, attributes: ${attributes[code] ?? '{}'}, desks: ${desks} }`;
  return [
    'organisation: { code: works, name: 维护公司, locale: zh, zone: Asia/Shanghai }',
    'workspaces: { slack: [T0ZHIBAN], feishu: [zhiban_tenant] }',
    'desks:',
    '  - { code: region, name: 片区, name_en: Region }',
    '  - code: north',
    '    parent: region',
    '    name: 北站',
    '    name_en: North station',
    `    presets: [${presets.map((id) => `{ id: ${id}, from: "2025-01-01" }`).join(', ')}]`,
    `    settings: ${settings}`,
    '    shifts:',
    ...Object.entries(shifts).map(
      ([code, { name, start, end }]) => `      - { code: ${code}, name: ${name}, name_en: ${code}, start: "${start}", end: "${end}" }`,
    ),
    'people:',
    person('boss', '丁主任', 'Ding', '{ region: [regional-lead, department-manager, department, manager] }'),
    person('lead', '李站长', 'Li', '{ north: [station-lead] }'),
    person('ann', '安宁', 'Ann', '{ north: [duty-officer] }'),
    person('bo', '薄云', 'Bo', '{ north: [duty-officer] }'),
    person('cai', '蔡宁', 'Cai', '{ north: [duty-officer] }'),
    '',
  ].join('\n');
}

/** Slices on the real runtime, with messengers at the port's own level and a clock that is set: what people type, send, press and read. */
export class LeaveRoom {
  now = Temporal.Instant.from('2026-12-01T02:00:00Z');
  readonly slack = new PortMessenger('slack');
  readonly feishu = new PortMessenger('feishu');
  readonly db: Database;
  readonly runtime: Runtime;
  readonly #files = new Map<string, Buffer>();
  #events = 0;

  constructor(db: Database, slices: readonly Slice[]) {
    this.db = db;
    const clock = { now: () => this.now };
    const messengers = [this.slack, this.feishu];
    for (const messenger of messengers) {
      messenger.tenant = () => tenants[messenger.platform];
      messenger.download = (id: string) => Promise.resolve(this.#files.get(id) ?? Buffer.alloc(0));
    }
    const directory = createDirectory({ messengers, clock });
    this.runtime = createRuntime({ db, slices, directory, messengers, clock, log: quiet, metrics, onEvent: () => Promise.resolve() });
  }

  /** Sets the clock, `2026-12-03T21:00` on the wall. */
  at(wall: string): void {
    this.now = Temporal.PlainDateTime.from(wall).toZonedDateTime('Asia/Shanghai').toInstant();
  }

  async apply(file: string): Promise<void> {
    const applied = await applyDeskFile(this.db, file, { vocabulary: deskFileVocabulary(), now: this.now, dryRun: false, by: null });
    if (!applied.ok) throw new Error(JSON.stringify(applied.refusal.problems));
  }

  async ids(): Promise<{ readonly org: string; readonly desk: string; readonly person: Record<keyof typeof staff, string> }> {
    const [desk] = await this.db.query<{ org: string; id: string }>(
      `SELECT org_id::text AS org, id::text AS id FROM desk WHERE code = 'north'`,
      [],
    );
    const people = await this.db.query<{ code: keyof typeof staff; id: string }>('SELECT code, id::text AS id FROM person', []);
    if (desk === undefined) throw new Error('No desk file was applied');
    return {
      org: desk.org,
      desk: desk.id,
      person: Object.fromEntries(people.map((one) => [one.code, one.id])) as Record<keyof typeof staff, string>,
    };
  }

  /** A published roster of December 2026 in which each of the people has the day shift on each of the days; gives the slots by day. */
  roster(days: readonly string[], people: readonly string[]): Promise<Record<string, string>> {
    return this.rosterOf(days.map((on) => ({ on, people })));
  }

  /** A published roster of December 2026 of these shifts, of the day where none is named; gives the slots by day, `2026-12-07` or `2026-12-07 night`. */
  async rosterOf(
    duties: readonly { on: string; shift?: keyof typeof shifts; people: readonly string[] }[],
  ): Promise<Record<string, string>> {
    const { org, desk } = await this.ids();
    const unit = createUnit({ org, now: this.now, newId });
    const roster = newId();
    unit.insert('roster', { orgId: org, id: roster, deskId: desk, month: '2026-12', state: 'published' });
    const slots: Record<string, string> = {};
    for (const { on, shift, people } of duties) {
      const slot = newId();
      slots[shift === undefined ? on : `${on} ${shift}`] = slot;
      const { start, end } = shifts[shift ?? 'day'];
      const day = Temporal.PlainDate.from(on);
      const at = (date: Temporal.PlainDate, plainTime: string) =>
        date.toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime }).toInstant();
      const times = { startsAt: at(day, start), endsAt: at(end > start ? day : day.add({ days: 1 }), end) };
      unit.insert('slot', { orgId: org, id: slot, deskId: desk, rosterId: roster, shift: shift ?? 'day', dutyOn: on, ...times });
      for (const person of people)
        unit.insert('assignment', {
          orgId: org,
          id: newId(),
          slotId: slot,
          deskId: desk,
          personId: person,
          role: 'duty-officer',
          live: true,
          ...times,
        });
    }
    await this.db.write(unit.statements);
    return slots;
  }

  ask(userId: string, ask: Ask): Promise<Reply> {
    this.#events += 1;
    const platform: Platform = userId.startsWith('ou_') ? 'feishu' : 'slack';
    return this.runtime.inbound.intent({
      platform,
      tenant: tenants[platform],
      eventKey: `event-${this.#events}`,
      userId,
      place: { kind: 'direct', id: `D-${userId}`, messageId: `m-${this.#events}` },
      ask,
      external: false,
    });
  }

  types(userId: string, text: string): Promise<Reply> {
    return this.ask(userId, { kind: 'words', from: 'command', text, mentions: [] });
  }

  press(userId: string, route: string, args: Record<string, string>): Promise<Reply> {
    return this.ask(userId, { kind: 'press', route, args });
  }

  presses(userId: string, reply: Reply, label: string): Promise<Reply> {
    const { route, args } = pressable(reply, label);
    return this.press(userId, route, args);
  }

  fills(userId: string, reply: Reply, values: Record<string, string>): Promise<Reply> {
    const form = reply.kind === 'invalid' ? reply.form : formOf(reply);
    return this.ask(userId, { kind: 'submit', route: form.route, args: form.args, values });
  }

  /** Sends a file; gives what the bot answered through the outbox. `size` may say more than the bytes hold. */
  async sends(
    userId: string,
    name: string,
    content: Buffer,
    said: { readonly text?: string; readonly size?: number } = {},
  ): Promise<Reply> {
    const id = `F${this.#files.size}`;
    this.#files.set(id, content);
    const [before] = await this.db.query<{ last: string }>('SELECT coalesce(max(seq), 0)::text AS last FROM outbox', []);
    const size = said.size ?? content.length;
    await this.ask(userId, { kind: 'file', file: { id, name, size, mimeType: null }, text: said.text ?? '' });
    const [row] = await this.db.query<{ view: Card | Notice; locale: 'zh' | 'en' }>(
      'SELECT view, locale FROM outbox WHERE seq > $1 AND destination = $2 ORDER BY seq DESC LIMIT 1',
      [before?.last ?? '0', `person:${userId}`],
    );
    if (row === undefined) throw new Error('The bot did not answer');
    return { kind: 'say', locale: row.locale, view: row.view };
  }
}
