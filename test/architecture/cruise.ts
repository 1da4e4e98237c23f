import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';

interface Config {
  readonly forbidden: IForbiddenRuleType[];
  readonly options: ICruiseOptions;
}

const require = createRequire(import.meta.url);
export const config = require('../dependency-cruiser.config.cjs') as Config;
export const root = fileURLToPath(new URL('../..', import.meta.url));
export const ruleNames: readonly string[] = config.forbidden.map((rule) => String(rule.name));

/** What the rules of the gate find in `src` of a tree, `rule: from → to` each, and how many modules were looked at. */
export async function cruiseTree(baseDir: string): Promise<{ readonly violations: readonly string[]; readonly modules: number }> {
  const { output } = await cruise(['src'], { ...config.options, baseDir, validate: true, ruleSet: { forbidden: config.forbidden } });
  if (typeof output === 'string') throw new Error(output);
  const { summary } = output as ICruiseResult;
  return { violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`), modules: summary.totalCruised };
}
