import { nearest } from '../core/nearest.ts';
import { type Command, commands } from './commands.ts';
import type { Env } from './database.ts';
import { exit, type Terminal } from './terminal.ts';

const asksForHelp = new Set(['help', '--help', '-h']);

/** Runs `zhiban COMMAND …` and gives its exit code. Without a command, or with `help`, says what there is. */
export async function run(args: readonly string[], env: Env, terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || asksForHelp.has(name)) {
    for (const line of helpLines(terminal, rest[0])) terminal.out(line);
    return name === undefined ? exit.usage : exit.ok;
  }
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    const names = commands.map((each) => each.name);
    terminal.err(unknown(terminal, name, nearest(name, names)));
    return exit.usage;
  }
  if (rest.some((arg) => asksForHelp.has(arg))) {
    for (const line of helpLines(terminal, name)) terminal.out(line);
    return exit.ok;
  }
  const verbs = verbsOf(command);
  const [verb] = rest;
  if (verbs.length > 0 && (verb === undefined || !verbs.includes(verb))) {
    if (verb !== undefined) terminal.err(unknown(terminal, `${name} ${verb}`, nearest(verb, verbs), name));
    for (const line of helpLines(terminal, name)) terminal.err(line);
    return exit.usage;
  }
  return command.run(rest, env, terminal);
}

/** The words one of which must follow the command's name. */
const verbsOf = (command: Command): readonly string[] =>
  command.forms.map(({ form }) => form.split(' ')[0] ?? '').filter((word) => /^[a-z-]+$/.test(word));

function unknown({ locale }: Terminal, said: string, near: string | null, before = ''): string {
  const meant = `${before} ${near}`.trim();
  if (locale === 'zh') return `没有命令 ${said}${near === null ? '' : `;是不是 ${meant}`}。全部命令:zhiban help`;
  return `There is no command ${said}${near === null ? '' : `; did you mean ${meant}`}. All commands: zhiban help`;
}

function helpLines({ locale }: Terminal, name: string | undefined): string[] {
  const shown = commands.filter((command) => name === undefined || command.name === name);
  const forms = (shown.length === 0 ? commands : shown).flatMap(({ name: of, forms: its }) =>
    its.map(({ form, does }) => [`${of} ${form}`.trim(), does[locale]] as const),
  );
  const width = Math.max(...forms.map(([form]) => form.length));
  const head = { zh: '用法:npm run zhiban -- 命令', en: 'Usage: npm run zhiban -- COMMAND' };
  return [head[locale], '', ...forms.map(([form, does]) => `  ${form.padEnd(width)}  ${does}`)];
}
