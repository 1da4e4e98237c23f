import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { readEnv } from '../config/index.ts';
import type { Locale, Words } from '../core/locale.ts';
import { nearest } from '../core/nearest.ts';
import { leafLine, responseWords } from '../features/people/index.ts';
import { conflictWords } from '../policy/conflict.ts';
import { type PresetFile, presetFiles, readPreset } from '../policy/load.ts';
import type { Preset } from '../policy/preset.ts';
import { responseOf } from '../policy/reaction.ts';
import { selfConflicts } from '../policy/self-check.ts';
import { leavesAt } from '../policy/value-kind.ts';
import type { Env } from './database.ts';
import { exit, standardTerminal, type Terminal, usage } from './terminal.ts';

const forms: Words = {
  zh: '用法:zhiban preset list\n     zhiban preset show <ID>\n     zhiban preset check [文件…] [--json]\n     语言:--locale zh|en',
  en: 'Usage: zhiban preset list\n       zhiban preset show <ID>\n       zhiban preset check [FILE…] [--json]\n       Language: --locale zh|en',
};

/**
 * The regulations that are shipped (`list`), one of them for reading (`show ID`), and whether each holds together (`check`; with files, those
 * instead). 0: all right; 1: a preset is broken or not there; 2: usage.
 */
export function presetCommand(args: readonly string[], env: Env = readEnv(), terminal: Terminal = standardTerminal(env)): Promise<number> {
  return Promise.resolve(run(args, terminal));
}

function run(args: readonly string[], terminal: Terminal): number {
  const asked = read(args, terminal.locale);
  if (asked === null) return usage(terminal, forms);
  const { verb, names, json, locale } = asked;
  const at: Terminal = { ...terminal, locale };
  const [name] = names;
  if (verb === 'list' && names.length === 0 && !json) return list(at);
  if (verb === 'show' && name !== undefined && names.length === 1 && !json) return show(name, at);
  if (verb === 'check') return check(names, json, at);
  return usage(at, forms);
}

function read(
  args: readonly string[],
  standard: Locale,
): { verb: string | undefined; names: string[]; json: boolean; locale: Locale } | null {
  const options = { json: { type: 'boolean', default: false }, lang: { type: 'string' }, locale: { type: 'string' } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [verb, ...names] = positionals;
    const lang = values.locale ?? values.lang ?? standard;
    return lang === 'zh' || lang === 'en' ? { verb, names, json: values.json, locale: lang } : null;
  } catch (error) {
    // An option that does not exist; parseArgs has no other way to say so.
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function list({ locale, out }: Terminal): number {
  const presets = [...presetFiles().values()].flatMap(({ preset }) => preset ?? []);
  const width = Math.max(...presets.map(({ id }) => id.length));
  for (const { id, title } of presets) out(`${id.padEnd(width)}  ${title[locale]}`);
  return exit.ok;
}

function show(id: string, { locale, out, err }: Terminal): number {
  const file = presetFiles().get(id);
  if (file === undefined) {
    const near = nearest(id, [...presetFiles().keys()]);
    if (locale === 'zh') err(`没有 ${id} 这个制度${near === null ? '' : `;是不是 ${near}`}。全部:zhiban preset list`);
    else err(`There is no regulation ${id}${near === null ? '' : `; did you mean ${near}`}. All of them: zhiban preset list`);
    return exit.found;
  }
  if (file.preset === null) {
    for (const problem of problemsOf(file, locale)) err(problem);
    return exit.found;
  }
  for (const line of readingLines(file.preset, locale)) out(line);
  return exit.ok;
}

function readingLines(preset: Preset, locale: Locale): readonly string[] {
  const head = [preset.title[locale], `${preset.document[locale]} · ${preset.section[locale]} · ${preset.id}`];
  const rules = Object.entries(preset.rules).flatMap(([id, rule]) => {
    const section = rule.section === undefined ? '' : ` · ${rule.section[locale]}`;
    const values = [
      ...new Set((preset.trace[id] ?? []).flatMap((path) => leavesAt(preset.sections, path)).map((leaf) => leafLine(leaf, locale))),
    ];
    return ['', `${id}${section}`, `  ${rule.words[locale]}`, `  ${standing(preset, id, locale)}`, ...values.map((line) => `    ${line}`)];
  });
  return [...head, ...rules];
}

/** What the bot does about a rule, and where the policy says so; or what it waits for. */
function standing(preset: Preset, id: string, locale: Locale): string {
  const concept = preset.pending[id];
  if (concept !== undefined) return { zh: `待建(${concept})`, en: `pending (${concept})` }[locale];
  const reason = preset.none[id];
  if (reason !== undefined) return { zh: `机器人不做什么:${reason.zh}`, en: `Nothing for the bot to do: ${reason.en}` }[locale];
  const response = responseOf(preset.rules[id]?.enforce ?? 'none');
  const what = response === null ? '' : `${responseWords[response][locale]} `;
  return `${what}→ ${(preset.trace[id] ?? []).join(', ')}`;
}

/** What is wrong with a file, one line each: `file:line:column path: what`. */
function problemsOf({ id, preset, problems }: PresetFile, locale: Locale): readonly string[] {
  const placed = problems.map(
    ({ line, column, path, words }) => `${id}.yaml:${line}:${column} ${path === '' ? '' : `${path}: `}${words[locale]}`,
  );
  return preset === null ? placed : selfConflicts(preset).map((conflict) => `${id}.yaml ${conflictWords(conflict)[locale]}`);
}

function check(paths: readonly string[], json: boolean, terminal: Terminal): number {
  const { locale, out, err } = terminal;
  const files = paths.length === 0 ? [...presetFiles().values()] : paths.map((path) => fileAt(path));
  const reports = files.map((file) => ({
    id: file.id,
    traced: Object.keys(file.preset?.trace ?? {}).length,
    pending: Object.keys(file.preset?.pending ?? {}),
    none: Object.keys(file.preset?.none ?? {}).length,
    errors: problemsOf(file, locale),
  }));
  const broken = reports.length === 0 || reports.some(({ errors }) => errors.length > 0);
  if (json) {
    out(JSON.stringify({ presets: reports }));
    return broken ? exit.found : exit.ok;
  }
  const width = Math.max(0, ...reports.map(({ id }) => id.length));
  for (const { id, traced, pending, none, errors } of reports) {
    if (errors.length > 0) for (const problem of errors) err(problem);
    else if (locale === 'zh') out(`${id.padEnd(width)}  已落实 ${traced} · 待建 ${pending.length} · 不适用 ${none}`);
    else out(`${id.padEnd(width)}  traced ${traced} · pending ${pending.length} · none ${none}`);
  }
  return broken ? exit.found : exit.ok;
}

function fileAt(path: string): PresetFile {
  const id = basename(path, '.yaml');
  try {
    return readPreset(id, readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { id, preset: null, problems: [{ line: 1, column: 1, path: '', words: { zh: `读不到 ${path}`, en: `Cannot read ${path}` } }] };
  }
}
