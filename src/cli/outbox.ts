import { z } from 'zod';
import { readEnv } from '../config/index.ts';
import { Temporal } from '../core/time.ts';
import { type Database, StaleVersion } from '../db/database.ts';
import { newId } from '../runtime/new-id.ts';
import { createUnit } from '../runtime/write-unit.ts';
import { type Env, withDatabase } from './database.ts';
import { exit, standardTerminal, type Terminal, usage } from './terminal.ts';

const forms = {
  zh: '用法:zhiban outbox list-dead\n     zhiban outbox release <ID>|all\n     zhiban outbox drop <ID>',
  en: 'Usage: zhiban outbox list-dead\n       zhiban outbox release <ID>|all\n       zhiban outbox drop <ID>',
};

const uuid = z.guid();

interface DeadRow {
  readonly orgId: string;
  readonly id: string;
  readonly organisation: string | null;
  readonly platform: string;
  readonly kind: string;
  readonly destination: string;
  readonly subject: string | null;
  readonly createdAt: Date;
  readonly error: string | null;
}

/**
 * The messages that were parked because only an operator can help (`list-dead`), sending them again once the cause is gone (`release`),
 * or giving one up (`drop`). Both changes are audited. The running bot sends what was released within a second.
 */
export async function outboxCommand(
  args: readonly string[],
  env: Env = readEnv(),
  terminal: Terminal = standardTerminal(env),
): Promise<number> {
  const [verb, target, ...rest] = args;
  if (rest.length > 0) return usage(terminal, forms);
  if (verb === 'list-dead' && target === undefined) return withDatabase(env, terminal, (database) => listDead(database, terminal));
  if ((verb !== 'release' && verb !== 'drop') || target === undefined) return usage(terminal, forms);
  if (!(verb === 'release' && target === 'all') && !uuid.safeParse(target).success) {
    return usage(terminal, {
      zh: `${target} 不是消息的 ID。ID 见 zhiban outbox list-dead`,
      en: `${target} is not the id of a message. zhiban outbox list-dead shows them`,
    });
  }
  return withDatabase(env, terminal, (database) => settle(database, terminal, verb, target));
}

async function readDead(database: Database, id: string | null): Promise<DeadRow[]> {
  const rows = await database.prisma.outbox.findMany({
    where: { state: 'dead', ...(id === null ? {} : { id }) },
    orderBy: [{ createdAt: 'asc' }, { seq: 'asc' }],
    select: { orgId: true, id: true, platform: true, kind: true, destination: true, subject: true, createdAt: true, error: true },
  });
  const organisations = await database.prisma.organisation.findMany({ where: { id: { in: [...new Set(rows.map((row) => row.orgId))] } } });
  const names = new Map(organisations.map((organisation) => [organisation.id, organisation.name]));
  return rows.map((row) => ({ ...row, organisation: names.get(row.orgId) ?? null }));
}

async function listDead(database: Database, terminal: Terminal): Promise<number> {
  const rows = await readDead(database, null);
  if (rows.length === 0) {
    terminal.out({ zh: '没有搁置的消息', en: 'No message is parked' }[terminal.locale]);
    return exit.ok;
  }
  terminal.out(
    { zh: `搁置的消息:${rows.length} 条`, en: `${rows.length} parked ${rows.length === 1 ? 'message' : 'messages'}` }[terminal.locale],
  );
  for (const row of rows) {
    const where = [row.organisation, row.platform, row.destination, row.kind, row.subject].filter((part) => part !== null).join(' · ');
    terminal.out(`\n${row.id}  ${row.createdAt.toISOString().slice(0, 16)}Z\n  ${where}\n  ${row.error ?? ''}`);
  }
  return exit.ok;
}

async function settle(database: Database, terminal: Terminal, verb: 'release' | 'drop', target: string): Promise<number> {
  const rows = await readDead(database, target === 'all' ? null : target);
  if (rows.length === 0) {
    if (target === 'all') {
      terminal.out({ zh: '没有搁置的消息', en: 'No message is parked' }[terminal.locale]);
      return exit.ok;
    }
    terminal.err({ zh: `没有 ID 为 ${target} 的搁置消息`, en: `No parked message has the id ${target}` }[terminal.locale]);
    return exit.found;
  }
  try {
    for (const org of new Set(rows.map((row) => row.orgId)))
      await settleOrganisation(
        database,
        org,
        verb,
        rows.filter((row) => row.orgId === org).map((row) => row.id),
      );
  } catch (error) {
    if (!(error instanceof StaleVersion)) throw error;
    terminal.err(
      { zh: '消息状态刚刚变了,请再运行一次', en: 'The messages changed in this moment; run the command again' }[terminal.locale],
    );
    return exit.found;
  }
  const count = rows.length;
  const done = {
    release: {
      zh: `已放行 ${count} 条,运行中的值班会立即发送`,
      en: `Released ${count}; the running bot sends ${count === 1 ? 'it' : 'them'} now`,
    },
    drop: { zh: `已放弃 ${count} 条`, en: `Dropped ${count}` },
  };
  terminal.out(done[verb][terminal.locale]);
  return exit.ok;
}

/** Of several edits of one message only the newest is worth sending; the older ones are dropped when they are released. */
const newestEdit = `o.kind = 'edit' AND EXISTS (SELECT 1 FROM outbox e WHERE e.org_id = o.org_id AND e.kind = 'edit' AND e.platform = o.platform
  AND e.channel_id = o.channel_id AND e.message_id = o.message_id AND (e.state = 'waiting' OR (e.id = ANY($3::uuid[]) AND e.state = 'dead' AND e.seq > o.seq)))`;

async function settleOrganisation(database: Database, org: string, verb: 'release' | 'drop', ids: readonly string[]): Promise<void> {
  const now = Temporal.Now.instant();
  const unit = createUnit({ org, now, newId });
  const state = verb === 'drop' ? `'dropped'` : `CASE WHEN ${newestEdit} THEN 'dropped' ELSE 'waiting' END`;
  unit.raw({
    sql: `UPDATE outbox o SET state = ${state}, due_at = $2::timestamptz, attempts = 0, claimed_by = NULL, claimed_till = NULL
          WHERE o.org_id = $1::uuid AND o.id = ANY($3::uuid[]) AND o.state = 'dead'`,
    params: [org, now, ids],
    expect: ids.length,
  });
  unit.audit({ action: `outbox.${verb}`, detail: { ids } });
  await database.write(unit.statements);
}
