import { readEnv } from '../config/index.ts';
import type { Locale } from '../core/locale.ts';
import { type AuditProblem, type AuditReport, verifyAudit } from '../runtime/audit.ts';
import { type Env, withDatabase } from './database.ts';
import { exit, standardTerminal, type Terminal, usage } from './terminal.ts';

/** `audit verify`: recomputes the hash chain of every organisation. 0: whole; 1: something was changed, or the database is away; 2: usage. */
export async function auditCommand(
  args: readonly string[],
  env: Env = readEnv(),
  terminal: Terminal = standardTerminal(env),
): Promise<number> {
  if (args.length !== 1 || args[0] !== 'verify')
    return usage(terminal, { zh: '用法:zhiban audit verify', en: 'Usage: zhiban audit verify' });
  return withDatabase(env, terminal, async (database) => {
    const reports = await verifyAudit(database);
    if (reports.length === 0) terminal.out({ zh: '审计记录为空', en: 'The audit is empty' }[terminal.locale]);
    for (const report of reports) for (const line of describeReport(report, terminal.locale)) terminal.out(line);
    return reports.every((report) => report.problems.length === 0) ? exit.ok : exit.found;
  });
}

function describeReport(report: AuditReport, locale: Locale): string[] {
  const whole = report.problems.length === 0;
  const counts = {
    zh: `${report.entries} 条记录,${report.seals} 个封存${report.unsealed > 0 ? `,${report.unsealed} 条待封存` : ''}`,
    en: `${report.entries} entries, ${report.seals} seals${report.unsealed > 0 ? `, ${report.unsealed} not sealed yet` : ''}`,
  }[locale];
  const head = whole
    ? { zh: `✓ ${report.name}:审计完整(${counts})`, en: `✓ ${report.name}: the audit is whole (${counts})` }[locale]
    : { zh: `✗ ${report.name}:审计被改动(${counts})`, en: `✗ ${report.name}: the audit was changed (${counts})` }[locale];
  const tip =
    report.head === null
      ? []
      : [
          {
            zh: `  末端哈希 ${report.head}(另存一份,以后可以看出末尾有没有被截断)`,
            en: `  head ${report.head} (keep a copy elsewhere: it shows later that nothing was cut off)`,
          }[locale],
        ];
  return [head, ...report.problems.map((problem) => `  ${describeProblem(problem)[locale]}`), ...tip];
}

function describeProblem(problem: AuditProblem): { zh: string; en: string } {
  switch (problem.kind) {
    case 'seal-missing':
      return { zh: `封存 ${problem.seal} 不见了`, en: `seal ${problem.seal} is missing` };
    case 'chain-broken':
      return { zh: `封存 ${problem.seal} 接不上前一个封存`, en: `seal ${problem.seal} does not continue the one before it` };
    case 'entries-changed':
      return {
        zh: `封存 ${problem.seal}(记录 ${problem.from} 至 ${problem.to}):内容与封存时不同,现有 ${problem.counted} 条,封存时 ${problem.sealed} 条`,
        en: `seal ${problem.seal} (entries ${problem.from} to ${problem.to}): not what was sealed; ${problem.counted} entries now, ${problem.sealed} then`,
      };
  }
}
