import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Clock, Temporal } from '../core/time.ts';
import type { Database } from '../db/database.ts';
import { applyDeskFile, type DeskFileVocabulary, exportDesks, mostCharacters, problemLine } from '../features/people/index.ts';
import { peopleOfRotation, rotationRule, shiftsOfRotation } from '../features/roster/index.ts';
import { loadPresets } from '../policy/load.ts';

export interface DeskCommandDeps {
  readonly database: Database;
  /** Takes one line of output. */
  readonly log: (line: string) => void;
  /** Default: the clock of the machine. */
  readonly clock?: Clock;
}

const usage = `desk apply FILE [--dry-run]                    make the desks what the file says; print what changes
desk export [DESK] [--organisation CODE]       print the desk file of an organisation, or of one desk`;

/** What desk files may name: the shipped presets and the roster's rotations. */
export function deskFileVocabulary(): DeskFileVocabulary {
  return {
    presets: loadPresets(),
    rotationRule,
    rotationNames: (rule) => {
      const read = rotationRule.safeParse(rule);
      return read.success ? { people: peopleOfRotation(read.data), shifts: shiftsOfRotation(read.data) } : { people: [], shifts: [] };
    },
  };
}

/** `zhiban desk …`. Gives the exit code: 0 done, 1 not done and why was printed, 2 wrong usage. */
export async function deskCommand(args: readonly string[], deps: DeskCommandDeps): Promise<number> {
  const [verb, ...rest] = args;
  const parsed = readArgs(rest);
  if (parsed === null) return wrongUsage(deps);
  const { positionals, values } = parsed;
  const [name, ...more] = positionals;
  if (more.length > 0) return wrongUsage(deps);
  if (verb === 'apply' && name !== undefined && values.organisation === undefined) return apply(name, values['dry-run'] === true, deps);
  if (verb === 'export' && values['dry-run'] === undefined) return print(name ?? null, values.organisation ?? null, deps);
  return wrongUsage(deps);
}

function readArgs(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { 'dry-run': { type: 'boolean' }, organisation: { type: 'string' } } });
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) return null;
    throw error;
  }
}

function wrongUsage({ log }: DeskCommandDeps): number {
  log(usage);
  return 2;
}

async function apply(path: string, dryRun: boolean, { database, log, clock }: DeskCommandDeps): Promise<number> {
  const text = await readText(path, log);
  if (text === null) return 1;
  const now = clock?.now() ?? Temporal.Now.instant();
  const applied = await applyDeskFile(database, text, { vocabulary: deskFileVocabulary(), now, dryRun, by: null });
  if (!applied.ok) {
    const { locale, problems } = applied.refusal;
    for (const problem of problems) log(`${path}:${problemLine(problem, locale)}`);
    log(
      locale === 'zh'
        ? `${problems.length} 处有误,什么都没有改变`
        : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}; nothing was changed`,
    );
    return 1;
  }
  const { locale, changes } = applied.value;
  const lines = changes.flatMap((change) => change.lines);
  for (const line of lines) log(line);
  log(summary(lines.length, dryRun)[locale]);
  return 0;
}

function summary(count: number, dryRun: boolean): { zh: string; en: string } {
  if (count === 0) return { zh: '没有变化', en: 'Nothing to change' };
  const changes = count === 1 ? '1 change' : `${count} changes`;
  return dryRun
    ? { zh: `将改变 ${count} 处;这次没有保存`, en: `${changes} to make; nothing was saved this time` }
    : { zh: `已改变 ${count} 处`, en: `${changes} made` };
}

async function readText(path: string, log: (line: string) => void): Promise<string | null> {
  try {
    // UTF-8 takes at most four bytes for a character.
    if ((await stat(path)).size > mostCharacters * 4) {
      log(`${path}: too large for a desk file`);
      return null;
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const causes: Readonly<Record<string, string>> = {
      ENOENT: 'there is no such file',
      EACCES: 'it may not be read',
      EISDIR: 'it is a folder',
    };
    if (causes[code] === undefined) throw error;
    log(`${path}: ${causes[code]}`);
    return null;
  }
}

async function print(desk: string | null, organisation: string | null, { database, log }: DeskCommandDeps): Promise<number> {
  const exported = await exportDesks(database, { organisation, desk });
  if (exported.ok) {
    log(exported.value.trimEnd());
    return 0;
  }
  const { code, known } = exported.refusal;
  const list = known.length === 0 ? 'there is none' : `there is: ${known.join(', ')}`;
  if (code === 'people.noDesk') log(`No desk ${desk ?? ''}; ${list}`);
  else log(organisation === null ? `Say which organisation with --organisation; ${list}` : `No organisation ${organisation}; ${list}`);
  return 1;
}
