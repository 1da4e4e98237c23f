import type { Problem } from './load-config.ts';

/** Every problem of the environment with its remedy, for an operator's terminal, in both languages: nobody knows yet which one they read. */
export function configReport(problems: readonly Problem[]): string {
  const count = problems.length;
  const head = `Zhiban cannot start: ${count} ${count === 1 ? 'setting needs' : 'settings need'} attention (see .env.example)\n值班无法启动:${count} 项设置需要处理(见 .env.example)`;
  const items = problems.map(({ key, what, remedy }) => `  ${key}\n    ${what.en}: ${remedy.en}\n    ${what.zh}:${remedy.zh}`);
  return `${[head, ...items].join('\n\n')}\n`;
}
