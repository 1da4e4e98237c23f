import { deskFileVocabulary } from '../../src/cli/desk.ts';
import { Temporal } from '../../src/core/time.ts';
import type { Database } from '../../src/db/database.ts';
import { calendarSlice } from '../../src/features/calendar/index.ts';
import { applyDeskFile, createDirectory, peopleSlice } from '../../src/features/people/index.ts';
import { createRequestSlice, type Effect } from '../../src/features/request/index.ts';
import { rosterSlice } from '../../src/features/roster/index.ts';
import type { Ask, MentionedUser } from '../../src/runtime/intent.ts';
import { newId } from '../../src/runtime/new-id.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import { createRuntime, type Runtime } from '../../src/runtime/runtime.ts';
import type { Action, Card, Form, Home, Notice } from '../../src/view/view.ts';
import { PortMessenger } from './port-messenger.ts';
import { metrics, silent } from './tiny-bot.ts';
import { truncate } from './truncate.ts';

type View = Card | Notice | Home;

/** Who works here: the gate under the centre; of the gate's two leads one, Cai, cannot be written to. */
const file = (presets: string, settings: string) => `
organisation: { code: org, name: 单位, locale: zh, zone: Asia/Shanghai }
workspaces: { slack: [T0ZHIBAN], feishu: [] }
desks:
  - { code: centre, name: 中心, name_en: Centre }
  - code: gate
    parent: centre
    name: 门岗
    name_en: Gate
    presets: ${presets}
    settings: ${settings}
    shifts:
      - { code: early, name: 早班, name_en: Early, start: "08:00", end: "16:00" }
people:
  - { code: boss, name: 郭主任, name_en: Guo, slack: U-boss, desks: { centre: [department-head] } }
  - { code: deputy, name: 潘主任, name_en: Pan, slack: U-deputy, desks: { centre: [department-head] } }
  - { code: chen, name: 陈志远, name_en: Chen, slack: U-chen, desks: { gate: [team-lead] } }
  - { code: cai, name: 蔡文, name_en: Cai, desks: { gate: [team-lead] } }
  - { code: an, name: 安琪, name_en: An, slack: U-an, locale: en, desks: { gate: [guard] } }
  - { code: bo, name: 白波, name_en: Bo, slack: U-bo, desks: { gate: [guard] } }
`;

/** Everything a view says, as one text. */
export const reads = (view: View): string => JSON.stringify(view);

/** Requests on the real runtime and database, with a messenger at the port's own level and a clock that is set. */
export class RequestRoom {
  now = Temporal.Instant.from('2026-12-01T02:00:00Z');
  readonly slack = new PortMessenger('slack');
  readonly db: Database;
  readonly #effects: readonly Effect[];
  #runtime: Runtime | null = null;

  constructor(db: Database, effects: readonly Effect[] = []) {
    this.db = db;
    this.#effects = effects;
  }

  async open(presets = '[]', settings = '{}'): Promise<void> {
    await truncate(this.db, 'organisation, desk, person, request, outbox, inbox, due, message_ref, request_book, delegation');
    this.now = Temporal.Instant.from('2026-12-01T02:00:00Z');
    this.slack.sent.length = 0;
    this.slack.edits.length = 0;
    this.slack.tenant = () => 'T0ZHIBAN';
    const applied = await applyDeskFile(this.db, file(presets, settings), {
      vocabulary: deskFileVocabulary(),
      now: this.now,
      dryRun: false,
      by: null,
    });
    if (!applied.ok) throw new Error(JSON.stringify(applied.refusal.problems));
    const clock = { now: () => this.now };
    const messengers = [this.slack];
    this.#runtime = createRuntime({
      db: this.db,
      slices: [createRequestSlice(this.#effects), rosterSlice, calendarSlice, peopleSlice],
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

  get #running(): Runtime {
    if (this.#runtime === null) throw new Error('The room is not open');
    return this.#runtime;
  }

  settle(): Promise<void> {
    return this.#running.settle();
  }

  /** Wall time in Shanghai; what came due by then has run. */
  async until(wall: string): Promise<void> {
    this.now = Temporal.PlainDateTime.from(wall).toZonedDateTime('Asia/Shanghai').toInstant();
    await this.settle();
  }

  ask(code: string, ask: Ask, eventKey: string = newId()): Promise<Reply> {
    const userId = `U-${code}`;
    const place = { kind: 'direct' as const, id: `D-${userId}`, messageId: null };
    return this.#running.inbound.intent({ platform: 'slack', tenant: 'T0ZHIBAN', eventKey, userId, place, ask, external: false });
  }

  types(code: string, text: string, mentions: readonly MentionedUser[] = []): Promise<Reply> {
    return this.ask(code, { kind: 'words', from: 'command', text, mentions });
  }

  /** Presses a route of a request, as its card would. */
  press(code: string, route: string, args: Readonly<Record<string, string>>, eventKey?: string): Promise<Reply> {
    return this.ask(code, { kind: 'press', route, args }, eventKey);
  }

  submit(code: string, route: string, args: Readonly<Record<string, string>>, values: Record<string, string>): Promise<Reply> {
    return this.ask(code, { kind: 'submit', route, args, values });
  }

  async fills(code: string, reply: Reply, values: Record<string, string>): Promise<Reply> {
    const form = formIn(reply);
    return this.submit(code, form.route, form.args, values);
  }

  async person(code: string): Promise<string> {
    const rows = await this.db.query<{ id: string }>('SELECT id::text AS id FROM person WHERE code = $1', [code]);
    return rows[0]?.id ?? '';
  }

  async desk(): Promise<string> {
    const rows = await this.db.query<{ id: string }>("SELECT id::text AS id FROM desk WHERE code = 'gate'", []);
    return rows[0]?.id ?? '';
  }

  /** Files a request by its form and gives its id. */
  async files(code: string, type: string, values: Record<string, string>): Promise<string> {
    const reply = await this.submit(
      code,
      'request.file',
      { type, desk: await this.desk(), ...(values.kind === undefined ? {} : { kind: values.kind }) },
      values,
    );
    if (reply.kind !== 'say') throw new Error(JSON.stringify(reply));
    const show =
      viewIn(reply).kind === 'home'
        ? undefined
        : actionsIn(viewIn(reply)).find((one) => one.kind === 'press' && one.route === 'request.show');
    if (show?.kind !== 'press') throw new Error(JSON.stringify(reply));
    await this.settle();
    return show.args.id ?? '';
  }

  /** What somebody was sent since the start, the newest last. */
  sentTo(code: string): View[] {
    return this.slack.sent.filter((message) => message.to.id === `U-${code}`).map((message) => message.view);
  }

  /** The newest card of a kind as every copy of it shows it now. */
  edited(): View[] {
    return this.slack.edits.map((edit) => edit.view);
  }

  async state(id: string): Promise<string> {
    const rows = await this.db.query<{ state: string }>('SELECT state FROM request WHERE id = $1::uuid', [id]);
    return rows[0]?.state ?? 'gone';
  }

  async actions(id: string): Promise<string[]> {
    const rows = await this.db.query<{ action: string }>('SELECT action FROM audit_entry WHERE subject = $1 ORDER BY seq', [id]);
    return rows.map((row) => row.action);
  }
}

export function viewIn(reply: Reply): View {
  if (reply.kind === 'say' || reply.kind === 'replace') return reply.view;
  throw new Error(`Nothing to read in ${JSON.stringify(reply)}`);
}

export function formIn(reply: Reply): Form {
  if (reply.kind === 'form' || reply.kind === 'invalid') return reply.form;
  throw new Error(`No form: ${JSON.stringify(reply)}`);
}

export const actionsIn = (view: View): readonly Action[] => (view.kind === 'home' ? [] : view.actions);
export const labelsIn = (view: View): string[] => actionsIn(view).map((action) => action.label);
