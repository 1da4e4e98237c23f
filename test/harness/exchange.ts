import { deskFileVocabulary } from '../../src/cli/desk.ts';
import type { Result } from '../../src/core/result.ts';
import { Temporal } from '../../src/core/time.ts';
import type { Database } from '../../src/db/database.ts';
import { calendarSlice } from '../../src/features/calendar/index.ts';
import { coverEffect, coverSlice } from '../../src/features/cover/index.ts';
import { applyDeskFile, createDirectory, type Desk, loadDesk, peopleSlice } from '../../src/features/people/index.ts';
import {
  createRequestSlice,
  type Filed,
  type FileOptions,
  type FileRefusal,
  fileRequest,
  type RequestDraft,
  type RequestDuty,
} from '../../src/features/request/index.ts';
import { rosterSlice } from '../../src/features/roster/index.ts';
import { swapEffect, swapSlice } from '../../src/features/swap/index.ts';
import type { Ctx } from '../../src/runtime/context.ts';
import type { Ask } from '../../src/runtime/intent.ts';
import { newId } from '../../src/runtime/new-id.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import type { Slice } from '../../src/runtime/route.ts';
import { createRuntime, type Runtime } from '../../src/runtime/runtime.ts';
import type { Action, Card, Form, Home, Notice } from '../../src/view/view.ts';
import { pressable } from './office.ts';
import { PortMessenger } from './port-messenger.ts';
import { metrics, silent } from './tiny-bot.ts';
import { truncate } from './truncate.ts';
import { runUseCase } from './use-case.ts';

const requestSlice = createRequestSlice([swapEffect, coverEffect]);

/** One line of a desk file for each person: code, name, roles and attributes. */
export interface Colleague {
  readonly code: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface DutyLine {
  readonly on: string;
  readonly shift: string;
  readonly people: readonly string[];
}

type View = Card | Notice | Home;

/** The user id of somebody in the tests' Slack. */
export const userOf = (code: string): string => `U-${code}`;

const desk = (presets: readonly string[], settings: string, people: readonly Colleague[]): string => `
organisation: { code: org, name: 单位, locale: zh, zone: Asia/Shanghai }
workspaces: { slack: [T0ZHIBAN], feishu: [] }
desks:
  - code: calls
    name: 客服
    name_en: Calls
    presets: [${presets.map((id) => `{ id: ${id}, from: "2025-01-01" }`).join(', ')}]
    settings: ${settings}
    shifts:
      - { code: early, name: 早班, name_en: Early, start: "08:00", end: "16:00" }
      - { code: late, name: 晚班, name_en: Late, start: "16:00", end: "24:00" }
      - { code: night, name: 夜班, name_en: Night, start: "20:00", end: "08:00+1" }
    channels: { slack: [{ id: C0CALLS, name: calls }] }
people:
${people
  .map(
    ({ code, name, roles, attributes = {} }) =>
      `  - { code: ${code}, name: ${name}, slack: ${userOf(code)}, attributes: ${JSON.stringify(attributes)}, desks: { calls: ${JSON.stringify(roles)} } }`,
  )
  .join('\n')}
`;

const hours: Readonly<Record<string, readonly [string, string]>> = {
  early: ['T08:00', 'T16:00'],
  late: ['T16:00', 'T00:00'],
  night: ['T20:00', 'T08:00'],
};

/** A desk whose people swap and cover shifts, on the real runtime, with a messenger at the port's own level and a clock that is set. */
export class Exchange {
  now = Temporal.Instant.from('2026-12-01T02:00:00Z');
  readonly slack = new PortMessenger('slack');
  readonly db: Database;
  readonly #more: readonly Slice[];
  desk: Desk | null = null;
  #people: Readonly<Record<string, string>> = {};
  #org = '';
  #runtime: Runtime | null = null;

  /** `more`: slices beside those of rosters, requests and swaps; what they do with files and words comes first. */
  constructor(db: Database, more: readonly Slice[] = []) {
    this.db = db;
    this.#more = more;
  }

  at(wall: string): Temporal.Instant {
    return Temporal.PlainDateTime.from(wall).toZonedDateTime('Asia/Shanghai').toInstant();
  }

  /** The desk with its people and a published December 2026. */
  async open(presets: readonly string[], people: readonly Colleague[], duties: readonly DutyLine[], settings = '{}'): Promise<void> {
    await this.#runtime?.stop();
    this.now = Temporal.Instant.from('2026-12-01T02:00:00Z');
    const tables = 'organisation, desk, person, request, absence, outbox, inbox, due, message_ref, request_book';
    await truncate(this.db, tables);
    this.slack.sent.length = 0;
    this.slack.edits.length = 0;
    this.slack.tenant = () => 'T0ZHIBAN';
    const applied = await applyDeskFile(this.db, desk(presets, settings, people), {
      vocabulary: deskFileVocabulary(),
      now: this.now,
      dryRun: false,
      by: null,
    });
    if (!applied.ok) throw new Error(JSON.stringify(applied.refusal.problems));
    const rows = await this.db.query<{ org_id: string; id: string; code: string }>('SELECT org_id, id, code FROM person', []);
    this.#org = rows[0]?.org_id ?? '';
    this.#people = Object.fromEntries(rows.map((row) => [row.code, row.id]));
    this.desk = await this.run((ctx) => loadDesk(ctx, 'calls'));
    await this.#roster(duties);
    const clock = { now: () => this.now };
    const messengers = [this.slack];
    this.#runtime = createRuntime({
      db: this.db,
      slices: [...this.#more, requestSlice, swapSlice, coverSlice, rosterSlice, calendarSlice, peopleSlice],
      directory: createDirectory({ messengers, clock }),
      messengers,
      clock,
      log: silent,
      metrics,
      onEvent: () => Promise.resolve(),
    });
    await this.settle();
    this.slack.sent.length = 0;
  }

  /** A roster of December as it stands, whatever the rules would say of the whole month. */
  async #roster(duties: readonly DutyLine[]): Promise<void> {
    await this.run((ctx) => {
      const { unit, org } = ctx;
      const roster = newId();
      const deskId = this.ownDesk.id;
      unit.insert('roster', { orgId: org, id: roster, deskId, month: '2026-12', state: 'published', publishedAt: this.now });
      for (const { on, shift, people } of duties) {
        const id = newId();
        const [from, until] = hours[shift] ?? ['T08:00', 'T16:00'];
        const night = shift === 'early' ? on : Temporal.PlainDate.from(on).add({ days: 1 }).toString();
        const times = { startsAt: this.at(`${on}${from}`), endsAt: this.at(`${night}${until}`) };
        unit.insert('slot', { orgId: org, id, deskId, rosterId: roster, shift, dutyOn: on, ...times });
        for (const code of people)
          unit.insert('assignment', {
            orgId: org,
            id: newId(),
            slotId: id,
            deskId,
            personId: this.of(code),
            role: 'duty-officer',
            live: true,
            ...times,
          });
      }
      return Promise.resolve();
    });
  }

  get ownDesk(): Desk {
    if (this.desk === null) throw new Error('The desk is not open');
    return this.desk;
  }

  get #running(): Runtime {
    if (this.#runtime === null) throw new Error('The desk is not open');
    return this.#runtime;
  }

  of(code: string): string {
    const id = this.#people[code];
    if (id === undefined) throw new Error(`There is no ${code}`);
    return id;
  }

  settle(): Promise<void> {
    return this.#running.settle();
  }

  async until(wall: string): Promise<void> {
    this.now = this.at(wall);
    await this.settle();
  }

  run<Value>(use: (ctx: Ctx) => Promise<Value>, reached?: () => Promise<void>): Promise<Value> {
    return runUseCase({ database: this.db, org: this.#org, now: this.now }, use, reached);
  }

  async duty(
    code: string,
    on: string,
    shift: string,
    part: RequestDuty['part'],
    hours: readonly [string, string] | null = null,
  ): Promise<RequestDuty> {
    const [slot] = await this.db.query<{ id: string; starts_at: Date; ends_at: Date }>(
      'SELECT id, starts_at, ends_at FROM slot WHERE duty_on = $1::date AND shift = $2',
      [on, shift],
    );
    if (slot === undefined) throw new Error(`There is no ${shift} on ${on}`);
    const instant = (at: Date) => Temporal.Instant.fromEpochMilliseconds(at.getTime());
    return {
      slot: slot.id,
      person: this.of(code),
      part,
      startsAt: hours === null ? instant(slot.starts_at) : this.at(`${on}T${hours[0]}`),
      endsAt: hours === null ? instant(slot.ends_at) : this.at(`${on}T${hours[1]}`),
      dutyOn: on,
      shift,
    };
  }

  draft(
    type: string,
    subject: string,
    partner: string | null,
    duties: readonly RequestDuty[],
    more: Partial<RequestDraft> = {},
  ): RequestDraft {
    const starts = duties.map((duty) => duty.startsAt).sort(Temporal.Instant.compare);
    const ends = duties.map((duty) => duty.endsAt).sort(Temporal.Instant.compare);
    const days = duties.map((duty) => duty.dutyOn).sort();
    return {
      desk: this.ownDesk.id,
      type,
      kind: type === 'substitute' ? 'personal' : null,
      subject: this.of(subject),
      filedBy: this.of(subject),
      partner: partner === null ? null : this.of(partner),
      fromOn: days[0] ?? null,
      untilOn: days.at(-1) ?? null,
      startsAt: starts[0] ?? null,
      endsAt: ends.at(-1) ?? null,
      duties,
      fields: { reason: '家里有事' },
      toldAt: null,
      parent: null,
      ...more,
    };
  }

  file(draft: RequestDraft, options: FileOptions = {}, reached?: () => Promise<void>): Promise<Result<Filed, FileRefusal>> {
    return this.run((ctx) => fileRequest(ctx, this.ownDesk, draft, options), reached);
  }

  /** `message`: the message it stands in, or that it is about; `channel`: where, else in the direct chat; `external`: as a guest. */
  ask(
    code: string,
    ask: Ask,
    {
      message = null,
      channel,
      eventKey = newId(),
      external = false,
    }: { message?: string | null; channel?: string; eventKey?: string; external?: boolean } = {},
  ): Promise<Reply> {
    const userId = userOf(code);
    const place =
      channel === undefined
        ? { kind: 'direct' as const, id: `D-${userId}`, messageId: message }
        : { kind: 'channel' as const, id: channel, messageId: message };
    return this.#running.inbound.intent({ platform: 'slack', tenant: 'T0ZHIBAN', eventKey, userId, place, ask, external });
  }

  types(code: string, text: string): Promise<Reply> {
    return this.ask(code, { kind: 'words', from: 'command', text, mentions: [] });
  }

  fills(code: string, reply: Reply, values: Record<string, string>): Promise<Reply> {
    const form: Form | null = reply.kind === 'form' || reply.kind === 'invalid' ? reply.form : null;
    if (form === null) throw new Error(`No form: ${JSON.stringify(reply)}`);
    return this.ask(code, { kind: 'submit', route: form.route, args: form.args, values });
  }

  /** Presses a button of an answer. */
  async pressesOn(code: string, reply: Reply, label: string): Promise<Reply> {
    const { route, args } = pressable(reply, label);
    const next = await this.ask(code, { kind: 'press', route, args });
    await this.settle();
    return next;
  }

  /** What somebody (or a channel) sees now, oldest first: every message as its last edit left it. */
  sees(to: string): View[] {
    const own = this.slack.sent.filter((message) => message.to.id === (to.startsWith('C0') ? to : userOf(to)));
    return own.map((message) => this.slack.edits.findLast((edit) => edit.ref.messageId === message.ref.messageId)?.view ?? message.view);
  }

  /** All of it as text. */
  reads(to: string): string {
    return this.sees(to)
      .map((view) => JSON.stringify(view))
      .join('\n');
  }

  /** The newest button of that label in front of somebody; in the channel where `from` names it. */
  button(code: string, label: string, from = code): () => Promise<Reply> {
    for (const view of this.sees(from).toReversed()) {
      const action = (view.kind === 'home' ? [] : view.actions).find((each: Action) => each.label === label);
      if (action?.kind === 'press') return () => this.ask(code, { kind: 'press', route: action.route, args: action.args });
    }
    const labels = this.sees(from).flatMap((view) => (view.kind === 'home' ? [] : view.actions.map((action) => action.label)));
    throw new Error(`${code} has no “${label}”; there is ${labels.join(', ')}`);
  }

  async presses(code: string, label: string, from = code): Promise<Reply> {
    await this.settle();
    const reply = await this.button(code, label, from)();
    await this.settle();
    return reply;
  }

  /** Who is in a shift: `zhou 08:00-16:00`. */
  async inShift(on: string, shift: string): Promise<string[]> {
    const rows = await this.db.query<{ line: string }>(
      `SELECT p.code || ' ' || to_char(a.starts_at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI') || '-' || to_char(a.ends_at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI') AS line
       FROM assignment a JOIN slot s ON s.id = a.slot_id JOIN person p ON p.id = a.person_id
       WHERE s.duty_on = $1::date AND s.shift = $2 AND a.live ORDER BY 1`,
      [on, shift],
    );
    return rows.map((row) => row.line);
  }

  /** Details of what was written down under an action, oldest first. */
  async audits(action: string): Promise<Readonly<Record<string, unknown>>[]> {
    const rows = await this.db.query<{ detail: Readonly<Record<string, unknown>> }>(
      'SELECT detail FROM audit_entry WHERE org_id = $1 AND action = $2 ORDER BY seq',
      [this.#org, action],
    );
    return rows.map((row) => row.detail);
  }

  async states(): Promise<string[]> {
    return (await this.db.query<{ state: string }>('SELECT state FROM request ORDER BY number', [])).map((row) => row.state);
  }
}

/** What an answer says. */
export const says = (reply: Reply): string =>
  reply.kind === 'invalid'
    ? JSON.stringify(reply.errors)
    : reply.kind === 'say' || reply.kind === 'replace'
      ? JSON.stringify(reply.view)
      : reply.kind;
