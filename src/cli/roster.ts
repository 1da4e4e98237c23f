import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { readEnv } from '../config/index.ts';
import type { Words } from '../core/locale.ts';
import { type Clock, Temporal } from '../core/time.ts';
import { type Database, StaleVersion } from '../db/database.ts';
import { parseMonth } from '../features/calendar/index.ts';
import { allDesks, type Desk } from '../features/people/index.ts';
import {
  explainRefusal,
  largestFile,
  loadPublished,
  type Proposal,
  problemLine,
  publishRoster,
  readForDesk,
  readTables,
  refusalWords,
  remarkLines,
  reviewProposal,
  saveProposal,
} from '../features/roster/index.ts';
import type { Ctx } from '../runtime/context.ts';
import { newId } from '../runtime/new-id.ts';
import { createUnit } from '../runtime/write-unit.ts';
import type { Block, FindingLine, Notice, Rich } from '../view/view.ts';
import { type Env, withDatabase } from './database.ts';
import { exit, standardTerminal, type Terminal, usage } from './terminal.ts';

const form: Words = {
  zh: '用法:zhiban roster import FILE [--desk CODE] [--month YYYY-MM] [--publish [--reason TEXT]] [--dry-run]',
  en: 'Usage: zhiban roster import FILE [--desk CODE] [--month YYYY-MM] [--publish [--reason TEXT]] [--dry-run]',
};

interface Asked {
  readonly file: string;
  readonly desk: string | null;
  readonly month: string | null;
  readonly dryRun: boolean;
  readonly publish: boolean;
  readonly reason: string | null;
}

function read(args: readonly string[]): Asked | null {
  const options = {
    desk: { type: 'string' },
    month: { type: 'string' },
    reason: { type: 'string' },
    publish: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [verb, file, ...more] = positionals;
    if (verb !== 'import' || file === undefined || more.length > 0) return null;
    const { desk = null, month = null, reason = null } = values;
    return { file, desk, month, reason, publish: values.publish, dryRun: values['dry-run'] };
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) return null;
    throw error;
  }
}

/**
 * `roster import FILE`: reads a roster and keeps it as a draft for the leads, or publishes it (`--publish`). What cannot be read is listed by
 * cell and nothing is saved. 0: done; 1: not done, and why was printed; 2: usage.
 */
export async function rosterCommand(
  args: readonly string[],
  env: Env = readEnv(),
  terminal: Terminal = standardTerminal(env),
): Promise<number> {
  const asked = read(args);
  if (asked === null) return usage(terminal, form);
  const bytes = await readBytes(asked.file, terminal);
  if (bytes === null) return exit.found;
  return withDatabase(env, terminal, (database) =>
    importRoster(bytes, asked, { database, terminal, clock: { now: () => Temporal.Now.instant() } }),
  );
}

export interface ImportDeps {
  readonly database: Database;
  readonly terminal: Terminal;
  readonly clock: Clock;
}

/** The import itself, on an open database. */
export async function importRoster(bytes: Buffer, asked: Asked, { database, terminal, clock }: ImportDeps): Promise<number> {
  const { locale } = terminal;
  const fail = (words: Words): number => {
    terminal.err(words[locale]);
    return exit.found;
  };
  const found = await findDesk(database, asked.desk, clock);
  if ('zh' in found) return fail(found);
  const { ctx, desk } = found;
  const month = asked.month === null ? null : parseMonth(asked.month, ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate());
  if (asked.month !== null && month === null)
    return fail({ zh: `没有看懂月份 ${asked.month},写作 2026-12`, en: `The month ${asked.month} cannot be read; write 2026-12` });
  const fileName = basename(asked.file);
  const tables = await readTables(bytes, fileName);
  if (!tables.ok) return explainFile(tables.refusal, asked.file, terminal);
  const { reading, shift } = await readForDesk(ctx, desk, tables.value, fileName, month?.toString() ?? null);
  if (!reading.ok) return explainFile(reading.refusal, asked.file, terminal);
  const { value } = reading;
  if (value.problems.length > 0) {
    for (const problem of value.problems) terminal.err(`${asked.file}:${problemLine(problem, shift, locale)}`);
    return fail({
      zh: `${value.problems.length} 处没有看懂,什么都没有保存`,
      en: `${value.problems.length} things cannot be read; nothing was saved`,
    });
  }
  const published = await loadPublished(ctx, desk.id, value.month);
  const proposal: Proposal = {
    desk: desk.id,
    month: value.month,
    origin: { kind: 'file', file: fileName },
    basedOn: published?.version ?? null,
    duties: value.duties,
  };
  terminal.out(
    {
      zh: `${desk.name.zh} ${value.month}:${value.people.length} 人,${value.duties.length} 个班`,
      en: `${desk.name.en} ${value.month}: ${value.people.length} people, ${value.duties.length} duties`,
    }[locale],
  );
  for (const line of remarkLines(value, locale)) terminal.out(`  ${line}`);
  for (const line of await reviewProposal(ctx, desk, proposal, locale)) terminal.out(`  ${findingText(line)}`);
  if (asked.dryRun) {
    terminal.out({ zh: '这次没有保存', en: 'Nothing was saved this time' }[locale]);
    return exit.ok;
  }
  return asked.publish ? publish(ctx, desk, proposal, asked.reason, terminal) : keep(ctx, proposal, terminal);
}

async function keep(ctx: Ctx, proposal: Proposal, terminal: Terminal): Promise<number> {
  saveProposal(ctx, ctx.newId(), proposal, null);
  await ctx.db.write(ctx.unit.statements);
  terminal.out(
    {
      zh: `已存为草稿。带班的人输入“值班表 ${proposal.month}”可以查看并发布;或加 --publish 直接发布。`,
      en: `Kept as a draft. A lead types “roster ${proposal.month}” to look at it and publish; or add --publish.`,
    }[terminal.locale],
  );
  return exit.ok;
}

async function publish(ctx: Ctx, desk: Desk, proposal: Proposal, reason: string | null, terminal: Terminal): Promise<number> {
  const { locale } = terminal;
  const done = await publishRoster(ctx, desk, proposal, null, reason);
  if (!done.ok) {
    for (const line of plain(await explainRefusal(ctx, desk, proposal, done.refusal, locale))) terminal.err(line);
    if (done.refusal.code === 'roster.needsReason') terminal.err({ zh: '用 --reason 写明原因', en: 'Give it with --reason' }[locale]);
    return exit.found;
  }
  try {
    await ctx.db.write(ctx.unit.statements);
  } catch (error) {
    if (!(error instanceof StaleVersion)) throw error;
    terminal.err(
      {
        zh: '别人刚刚改了同一个月,没有发布。请再运行一次。',
        en: 'Somebody has just changed this month; nothing was published. Run it again.',
      }[locale],
    );
    return exit.found;
  }
  const { touched, unreached } = done.value;
  terminal.out(
    { zh: `已发布,告诉 ${touched.length - unreached.length} 人`, en: `Published; ${touched.length - unreached.length} people are told` }[
      locale
    ],
  );
  if (unreached.length > 0)
    terminal.out(
      {
        zh: `没有关联消息账号:${unreached.map((name) => name.zh).join('、')}`,
        en: `Cannot be reached by message: ${unreached.map((name) => name.en).join(', ')}`,
      }[locale],
    );
  return exit.ok;
}

async function findDesk(database: Database, code: string | null, clock: Clock): Promise<{ ctx: Ctx; desk: Desk } | Words> {
  const organisations = await database.query<{ id: string; zone: string; locale: string }>(
    'SELECT id::text AS id, zone, locale FROM organisation ORDER BY code',
    [],
  );
  const found: { ctx: Ctx; desk: Desk }[] = [];
  const known: string[] = [];
  for (const { id, zone, locale } of organisations) {
    const now = clock.now();
    const ctx: Ctx = {
      now,
      org: id,
      orgZone: zone,
      orgLocale: locale === 'en' ? 'en' : 'zh',
      db: database,
      unit: createUnit({ org: id, now, newId }),
      newId,
    };
    for (const desk of await allDesks(ctx)) {
      known.push(desk.code);
      if (code === null || desk.code === code) found.push({ ctx, desk });
    }
  }
  const [only, ...more] = found;
  const list = {
    zh: known.length === 0 ? '现在一个都没有' : `有:${known.join('、')}`,
    en: known.length === 0 ? 'there is none' : `there is: ${known.join(', ')}`,
  };
  if (only === undefined) return { zh: `没有班组 ${code ?? ''};${list.zh}`, en: `No desk ${code ?? ''}; ${list.en}` };
  return more.length === 0 ? only : { zh: `用 --desk 说明是哪个班组;${list.zh}`, en: `Say which desk with --desk; ${list.en}` };
}

function explainFile(refusal: Parameters<typeof refusalWords>[0], file: string, terminal: Terminal): number {
  const { title, help } = refusalWords(refusal);
  terminal.err(`${file}: ${title[terminal.locale]}`);
  if (help !== null) terminal.err(help[terminal.locale]);
  return exit.found;
}

const richText = (rich: Rich): string =>
  typeof rich === 'string'
    ? rich
    : rich.map((part) => (typeof part === 'string' ? part : part.kind === 'mention' ? part.name : part.text)).join('');
const marks: Readonly<Record<FindingLine['level'], string>> = { ok: '✓', info: '·', warn: '!', error: '✗' };
const findingText = (line: FindingLine): string =>
  `${marks[line.level]} ${richText(line.text)}${line.source === undefined ? '' : ` (${line.source})`}`;

/** A notice on a terminal. */
function plain(notice: Notice): string[] {
  const lines = (block: Block): string[] => {
    switch (block.kind) {
      case 'text':
      case 'note':
        return [richText(block.text)];
      case 'list':
        return block.items.map((item) => `  ${richText(item)}`);
      case 'findings':
        return block.findings.map((line) => `  ${findingText(line)}`);
      case 'facts':
        return block.facts.map((fact) => `  ${fact.label}: ${richText(fact.value)}`);
      case 'heading':
        return [block.text];
      case 'grid':
      case 'divider':
      case 'actions':
        return [];
    }
  };
  return [notice.title, ...notice.blocks.flatMap(lines)];
}

async function readBytes(path: string, terminal: Terminal): Promise<Buffer | null> {
  const say = (words: Words): null => {
    terminal.err(`${path}: ${words[terminal.locale]}`);
    return null;
  };
  try {
    if ((await stat(path)).size > largestFile) return say({ zh: '文件太大', en: 'the file is too large' });
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const causes: Readonly<Record<string, Words>> = {
      ENOENT: { zh: '没有这个文件', en: 'there is no such file' },
      EACCES: { zh: '没有读的权限', en: 'it may not be read' },
      EISDIR: { zh: '这是文件夹', en: 'it is a folder' },
    };
    const cause = causes[code];
    if (cause === undefined) throw error;
    return say(cause);
  }
}
