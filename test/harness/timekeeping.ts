import { deskFileVocabulary } from '../../src/cli/desk.ts';
import { Temporal } from '../../src/core/time.ts';
import type { Database } from '../../src/db/database.ts';
import { applyDeskFile, createDirectory } from '../../src/features/people/index.ts';
import type { Ctx } from '../../src/runtime/context.ts';
import type { Ask } from '../../src/runtime/intent.ts';
import { newId } from '../../src/runtime/new-id.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import type { Slice } from '../../src/runtime/route.ts';
import { createRuntime, type Runtime } from '../../src/runtime/runtime.ts';
import type { Unit } from '../../src/runtime/unit.ts';
import { createUnit } from '../../src/runtime/write-unit.ts';
import { formOf, pressable } from './office.ts';
import { PortMessenger } from './port-messenger.ts';
import { metrics, silent } from './tiny-bot.ts';

const zone = 'Asia/Shanghai';

/** A call centre whose counter goes by the four attendance regulations: two people at it, their supervisor, the manager, human resources. */
const desks = (presets: readonly string[]) => `
organisation: { code: harbour, name: 滨江管理处, locale: zh, zone: Asia/Shanghai }
workspaces: { slack: [T0ZHIBAN] }
desks:
  - { code: centre, name: 客服中心, name_en: Centre }
  - code: counter
    parent: centre
    name: 柜台
    name_en: Counter
    presets:
      - { id: attendance-clock, from: "2026-01-01" }
      - id: attendance-audit
        from: "2026-01-01"
        overrides:
          - { path: obligation.proxy-punch.sample, value: 2, reason: 每天抽两人, by: he, from: "2026-01-01" }
      - { id: attendance-overtime, from: "2026-01-01" }
      - { id: attendance-leave, from: "2026-01-01" }
${presets.map((id) => `      - { id: ${id}, from: "2026-01-01" }\n`).join('')}    settings: { calendar: { work_start: "09:00", work_end: "18:00" } }
    shifts:
      - { code: day, name: 白班, name_en: day, start: "09:00", end: "18:00" }
people:
  - { code: xu, name: 徐经理, name_en: Manager Xu, slack: UXU, attributes: { rank: director }, desks: { centre: [department-head, desk-admin] } }
  - { code: he, name: 何主管, name_en: Supervisor He, slack: UHE, attributes: { rank: manager }, desks: { counter: [department-supervisor] } }
  - { code: hr, name: 人力小蒋, name_en: HR Jiang, slack: UHR, desks: { centre: [hr] } }
  - { code: wu, name: 吴小妹, name_en: Wu Xiaomei, slack: UWU, attributes: { staff_no: H001 }, desks: { counter: [staff] } }
  - { code: lin, name: 林涛, name_en: Lin Tao, slack: ULIN, attributes: { staff_no: H002 }, desks: { counter: [staff] } }
`;

/** A desk that counts attendance, on the real runtime with a messenger at the port's own level and a clock that is set. */
export class Timekeeping {
  now: Temporal.Instant;
  readonly db: Database;
  readonly slack = new PortMessenger('slack');
  readonly runtime: Runtime;
  org = '';
  desk = '';
  #roster = '';
  readonly people = new Map<string, string>();

  constructor(db: Database, slices: readonly Slice[], at: string) {
    this.db = db;
    this.now = this.wall(at);
    this.slack.tenant = () => 'T0ZHIBAN';
    const clock = { now: () => this.now };
    const messengers = [this.slack];
    const directory = createDirectory({ messengers, clock });
    this.runtime = createRuntime({ db, slices, directory, messengers, clock, log: silent, metrics, onEvent: () => Promise.resolve() });
  }

  wall(text: string): Temporal.Instant {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();
  }

  /** Sets the desk up, with further regulations beside the four on attendance. */
  async open(presets: readonly string[] = []): Promise<void> {
    const applied = await applyDeskFile(this.db, desks(presets), {
      vocabulary: deskFileVocabulary(),
      now: this.now,
      dryRun: false,
      by: null,
    });
    if (!applied.ok) throw new Error(JSON.stringify(applied.refusal.problems));
    const [desk] = await this.db.query<{ org: string; id: string }>(
      `SELECT org_id::text AS org, id::text AS id FROM desk WHERE code = 'counter'`,
      [],
    );
    this.org = desk?.org ?? '';
    this.desk = desk?.id ?? '';
    for (const { code, id } of await this.db.query<{ code: string; id: string }>('SELECT code, id::text AS id FROM person', []))
      this.people.set(code, id);
  }

  person(code: string): string {
    const id = this.people.get(code);
    if (id === undefined) throw new Error(`There is nobody called ${code}`);
    return id;
  }

  /** Writes rows as the bot would. */
  async write(fill: (unit: Unit) => void): Promise<void> {
    const unit = createUnit({ org: this.org, now: this.now, newId });
    fill(unit);
    await this.db.write(unit.statements);
  }

  /** Runs part of a use case and saves what it collected. */
  async inUnit<Value>(use: (ctx: Ctx) => Promise<Value>): Promise<Value> {
    const unit = createUnit({ org: this.org, now: this.now, newId });
    const ctx: Ctx = { now: this.now, org: this.org, orgZone: zone, orgLocale: 'zh', db: this.db, unit, newId };
    const value = await use(ctx);
    await this.db.write(unit.statements);
    return value;
  }

  /** A duty of the day shift; gives its assignment. `punches`: wall times of clocking in and out, null for a missed one. */
  async duty(code: string, on: string, punches: readonly [string | null, string | null] | null = null): Promise<string> {
    const [slot, assignment] = [newId(), newId()];
    const times = { startsAt: this.wall(`${on}T09:00`), endsAt: this.wall(`${on}T18:00`) };
    const shift = `day${code === 'wu' ? '' : `-${code}`}`;
    await this.write((unit) => {
      if (this.#roster === '') {
        this.#roster = newId();
        unit.insert('roster', { orgId: this.org, id: this.#roster, deskId: this.desk, month: on.slice(0, 7), state: 'published' });
      }
      unit.insert('slot', { orgId: this.org, id: slot, deskId: this.desk, rosterId: this.#roster, shift, dutyOn: on, ...times });
      unit.insert('assignment', {
        orgId: this.org,
        id: assignment,
        slotId: slot,
        deskId: this.desk,
        personId: this.person(code),
        role: 'staff',
        live: true,
        ...times,
      });
    });
    const [into, out] = punches ?? [null, null];
    if (into !== null) await this.punch(code, 'in', `${on}T${into}`, assignment);
    if (out !== null) await this.punch(code, 'out', `${on}T${out}`, assignment);
    return assignment;
  }

  async punch(code: string, kind: 'in' | 'out', at: string, assignment: string | null): Promise<string> {
    const id = newId();
    await this.write((unit) =>
      unit.insert('punch', {
        orgId: this.org,
        id,
        personId: this.person(code),
        deskId: this.desk,
        assignmentId: assignment,
        kind,
        at: this.wall(at),
        platform: 'slack',
        verdict: assignment === null ? 'off-roster' : 'on-time',
      }),
    );
    return id;
  }

  /** Time passes; what came due on the way happens. */
  async until(wall: string): Promise<void> {
    this.now = this.wall(wall);
    await this.runtime.settle();
  }

  ask(userId: string, asked: Ask): Promise<Reply> {
    const place = { kind: 'direct' as const, id: `D-${userId}`, messageId: null };
    return this.runtime.inbound.intent({
      platform: 'slack',
      tenant: 'T0ZHIBAN',
      eventKey: newId(),
      userId,
      place,
      external: false,
      ask: asked,
    });
  }

  types(userId: string, text: string): Promise<Reply> {
    return this.ask(userId, { kind: 'words', from: 'command', text, mentions: [] });
  }

  presses(userId: string, reply: Reply, label: string): Promise<Reply> {
    const { route, args } = pressable(reply, label);
    return this.ask(userId, { kind: 'press', route, args });
  }

  fills(userId: string, reply: Reply, values: Record<string, string | readonly string[]>): Promise<Reply> {
    const form = reply.kind === 'invalid' ? reply.form : formOf(reply);
    return this.ask(userId, { kind: 'submit', route: form.route, args: form.args, values });
  }

  /** What the bot sent somebody since `mark`, as text. */
  told(userId: string, mark = 0): string[] {
    return this.slack.sent
      .slice(mark)
      .filter((message) => message.to.kind === 'person' && message.to.id === userId)
      .map((message) => JSON.stringify(message.view));
  }
}
