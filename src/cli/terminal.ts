import type { Locale, Words } from '../core/locale.ts';

/** Where a command writes; standard output and error, or a test. */
export interface Terminal {
  readonly locale: Locale;
  out(line: string): void;
  /** What went wrong. */
  err(line: string): void;
}

/** `DEFAULT_LOCALE` if it is set, else the language of the terminal, else Chinese. */
export function terminalLocale(env: Readonly<Record<string, string | undefined>>): Locale {
  const chosen = env.DEFAULT_LOCALE?.trim();
  if (chosen === 'zh' || chosen === 'en') return chosen;
  const language = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return /^en/i.test(language) ? 'en' : 'zh';
}

export function standardTerminal(env: Readonly<Record<string, string | undefined>>): Terminal {
  return {
    locale: terminalLocale(env),
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
  };
}

/** Exit codes of every command. */
export const exit = { ok: 0, found: 1, usage: 2 } as const;

export function usage(terminal: Terminal, words: Words): number {
  terminal.err(words[terminal.locale]);
  return exit.usage;
}
