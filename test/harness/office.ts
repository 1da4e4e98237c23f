import type { Database } from '../../src/db/database.ts';
import { createDirectory, ensureWorkspace, noteChannelEvent, peopleSlice } from '../../src/features/people/index.ts';
import type { Ask, MessengerEvent, Platform } from '../../src/runtime/intent.ts';
import type { FoundUser, Messenger } from '../../src/runtime/messenger.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import { createRuntime } from '../../src/runtime/runtime.ts';
import type { Action, Card, Form, Home, Notice } from '../../src/view/view.ts';
import { PortMessenger } from './port-messenger.ts';
import { moment } from './seed.ts';
import { truncate } from './truncate.ts';

export const officeNow = moment('2026-12-01T02:00:00Z');
export const officeClock = { now: () => officeNow };

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

const user = (userId: string, name: string, email: string | null, external = false): FoundUser => ({ userId, name, email, external });
const users = [
  user('U1', '陈志远', 'chen@harbour.example'),
  user('U2', '赵建国', 'zhao@harbour.example'),
  user('U3', '钱志明', 'qian@harbour.example'),
  user('UX', 'Guest', 'guest@supplier.example', true),
  user('ou_7', '冯永刚', 'feng.yonggang@harbour.example'),
];

/** A messenger that knows the people of the office. */
function officeMessenger(platform: Platform): Messenger {
  const port: Messenger = new PortMessenger(platform);
  port.tenant = () => tenants[platform];
  port.userById = (userId) => Promise.resolve(users.find((each) => each.userId === userId) ?? null);
  port.userByEmail = (email) => Promise.resolve(users.find((each) => each.email === email) ?? null);
  return port;
}

interface Where {
  readonly platform?: Platform;
  readonly channel?: string;
  readonly external?: boolean;
}

/** The people slice on the real runtime, with messengers at the port's own level: what people type, fill in, press and read. */
export class Office {
  readonly slack = officeMessenger('slack');
  readonly feishu = officeMessenger('feishu');
  readonly #db: Database;
  readonly #inbound;
  #events = 0;

  constructor(db: Database) {
    this.#db = db;
    const messengers = [this.slack, this.feishu];
    const directory = createDirectory({ messengers, clock: officeClock });
    const onEvent = (event: MessengerEvent) => noteChannelEvent(db, event);
    this.#inbound = createRuntime({
      db,
      slices: [peopleSlice],
      directory,
      messengers,
      clock: officeClock,
      log: quiet,
      metrics,
      onEvent,
    }).inbound;
  }

  /** The organisation as it is when the bot connected for the first time. */
  connect() {
    return ensureWorkspace(this.#db, { platform: 'slack', tenant: tenants.slack, name: null }, { zone: 'Asia/Shanghai', locale: 'zh' });
  }

  event(event: MessengerEvent): Promise<void> {
    return this.#inbound.event(event);
  }

  ask(userId: string, what: Ask, { platform = 'slack', channel, external = false }: Where = {}): Promise<Reply> {
    this.#events += 1;
    return this.#inbound.intent({
      platform,
      tenant: tenants[platform],
      eventKey: `event-${this.#events}`,
      userId,
      place: { kind: channel === undefined ? 'direct' : 'channel', id: channel ?? `D-${userId}`, messageId: null },
      ask: what,
      external,
    });
  }

  types(userId: string, text: string, where: Where = {}): Promise<Reply> {
    return this.ask(userId, { kind: 'words', from: 'command', text, mentions: [] }, where);
  }

  fills(userId: string, form: Form, values: Record<string, string | string[]>): Promise<Reply> {
    return this.ask(userId, { kind: 'submit', route: form.route, args: form.args, values });
  }

  presses(userId: string, reply: Reply, label: string, where: Where = {}): Promise<Reply> {
    const { route, args } = pressable(reply, label);
    return this.ask(userId, { kind: 'press', route, args }, where);
  }

  /** The last step before a desk of three, made in chat by 陈志远, exists. */
  async setUp(): Promise<Reply> {
    await this.connect();
    const first = formOf(await this.types('U1', '设置', { channel: 'C1' }));
    const rule = { preset: 'property-security-duty', name: '门岗', lead: 'U1', lead_role: 'guard-captain' };
    const second = formOf(await this.fills('U1', first, rule));
    return this.fills('U1', second, { people: ['U2', 'UX'], names: '李德福\n周海波', role: 'guard' });
  }
}

export function shown(reply: Reply): Card | Notice | Home {
  if (reply.kind === 'say' || reply.kind === 'replace') return reply.view;
  throw new Error(`Nothing to read in ${JSON.stringify(reply)}`);
}

/** All of what is shown, as text to look into. */
export const reads = (reply: Reply): string => JSON.stringify(shown(reply));

export function formOf(reply: Reply): Form {
  if (reply.kind !== 'form') throw new Error(`No form: ${JSON.stringify(reply)}`);
  return reply.form;
}

const actionsOf = (reply: Reply): readonly Action[] => {
  const view = shown(reply);
  return view.kind === 'home' ? [] : view.actions;
};

export const labels = (reply: Reply): string[] => actionsOf(reply).map((action) => action.label);

export function pressable(reply: Reply, label: string): Extract<Action, { kind: 'press' }> {
  const action = actionsOf(reply).find((each) => each.label === label);
  if (action?.kind !== 'press') throw new Error(`No button ${label}; there is ${labels(reply).join(', ')}`);
  return action;
}

/** Empties what the office writes, so that each test begins without an organisation. */
export async function emptyOffice(db: Database): Promise<void> {
  const tables = 'organisation, workspace, desk, person, identity, member, channel, adoption, shift, rotation, due, outbox, inbox';
  await truncate(db, tables);
}
