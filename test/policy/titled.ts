import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** What the tests whose titles name a rule in brackets say of it. */
export interface Tested {
  readonly titles: readonly string[];
  /** How often they expect something: once for each side of a limit at the least. A table counts once for every row. */
  readonly expectations: number;
}

/** Rules by id, `property-security-duty-02`, with the tests of a folder that name them in their titles. Only what runs counts: no comment, no skipped test. */
export function testsByRule(folder: URL): ReadonlyMap<string, Tested> {
  const found = new Map<string, Tested>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.test.ts')))
    for (const { title, expectations } of testsIn(name, readFileSync(new URL(name, folder), 'utf8')))
      for (const [, rule = ''] of title.matchAll(/\[([a-z0-9-]+-\d{2})\]/g)) {
        const known = found.get(rule) ?? { titles: [], expectations: 0 };
        found.set(rule, { titles: [...known.titles, title], expectations: known.expectations + expectations });
      }
  return found;
}

function testsIn(name: string, source: string): readonly { readonly title: string; readonly expectations: number }[] {
  const found: { title: string; expectations: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const rows = rowsOf(node.expression);
      const [title, body] = node.arguments;
      if (rows !== null && title !== undefined && ts.isStringLiteralLike(title) && body !== undefined)
        found.push({ title: title.text, expectations: rows * expectsIn(body) });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true));
  return found;
}

/** How often a test runs: `it` once, `it.each` of a table once for each row; null: it is no test that runs. */
function rowsOf(callee: ts.Expression): number | null {
  if (ts.isIdentifier(callee)) return callee.text === 'it' ? 1 : null;
  if (!ts.isCallExpression(callee) || callee.expression.getText() !== 'it.each') return null;
  let [table] = callee.arguments;
  while (table !== undefined && ts.isAsExpression(table)) table = table.expression;
  return table !== undefined && ts.isArrayLiteralExpression(table) ? table.elements.length : 1;
}

function expectsIn(body: ts.Node): number {
  let count = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'expect') count += 1;
    ts.forEachChild(node, visit);
  };
  visit(body);
  return count;
}
