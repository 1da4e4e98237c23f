import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cruiseTree, root, ruleNames } from './cruise.ts';
import { importOf, type Planted, planted } from './planted.ts';
import sliceOrder from './slice-order.json' with { type: 'json' };

/** The packages the planted files import, as small as a package can be. */
const production = ['zod', 'pg', '@prisma/client', '@slack/web-api', '@slack/bolt', '@larksuiteoapi/node-sdk'];
const development = ['vitest'];

function plant(folder: string, violation: Planted): void {
  const write = (path: string, text: string) => {
    const at = join(folder, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, text);
  };
  const versions = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '1.0.0']));
  write('package.json', JSON.stringify({ type: 'module', dependencies: versions(production), devDependencies: versions(development) }));
  for (const name of [...production, ...development]) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  // Everything hangs on a main, so that nothing but the planted import is out of order.
  const { from, to, rule } = violation;
  write('src/main.ts', from.startsWith('src/features/') || rule === 'no-orphans' ? '' : `import '../${from}';`);
  write(from, violation.text ?? `import '${importOf(violation)}';`);
  if (to.endsWith('.ts') && !to.startsWith('.'))
    write(to, rule === 'no-circles' ? `import '${importOf({ from: to, to: from })}';` : 'export const it = 1;');
  if (to.startsWith('../shared')) write(to, 'export const it = 1;');
}

async function violationsOf(violation: Planted): Promise<readonly string[]> {
  const outer = mkdtempSync(join(tmpdir(), 'zhiban-planted-'));
  try {
    const folder = join(outer, 'main');
    plant(folder, violation);
    return (await cruiseTree(folder)).violations;
  } finally {
    rmSync(outer, { recursive: true });
  }
}

describe('the direction of dependencies', () => {
  it('holds in the product, and the checker saw it', async () => {
    const { violations, modules } = await cruiseTree(root);
    expect(violations).toEqual([]);
    // A TypeScript without a compiler API makes the checker pass on nothing at all.
    expect(modules).toBeGreaterThan(300);
  });

  it.each(planted)('$rule fails when $from imports $to', async (violation) => {
    const found = await violationsOf(violation);
    const broken = found.filter((line) => line.startsWith(`${violation.rule}: `));
    expect(broken).toHaveLength(1);
    expect(broken[0]).toContain(violation.from);
  });

  it('has a planted violation for every rule', () => {
    expect([...new Set(planted.map(({ rule }) => rule))].sort()).toEqual([...ruleNames].sort());
  });

  it('lets the shell do what it is for', async () => {
    for (const [from, to] of [
      ['src/features/roster/store.ts', 'src/db/statement.ts'],
      ['src/features/roster/handle.ts', 'src/db/database.ts'],
      ['src/features/roster/handle.ts', 'src/features/people/index.ts'],
      ['src/features/roster/routes.ts', 'src/runtime/route.ts'],
      ['src/policy/load.ts', 'node:fs'],
      ['src/sandbox/slack/server.ts', '@slack/web-api'],
      ['src/slack/index.ts', 'src/slack/render/card.ts'],
      ['src/sandbox/feishu/index.ts', 'src/sandbox/feishu/api/messages.ts'],
      ['src/feishu/index.ts', 'src/view/view.ts'],
      ['src/db/connect.ts', 'pg'],
    ] as const) {
      const found = await violationsOf({ rule: 'none', from, to });
      expect(found.filter((line) => !line.startsWith('no-orphans'))).toEqual([]);
    }
  });

  it('knows every slice there is', () => {
    const folders = readdirSync(join(root, 'src/features'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((entry) => entry.name).sort()).toEqual([...sliceOrder].sort());
  });
});

describe('what no import shows', () => {
  it('nothing of the product names a place outside the repository', () => {
    const files = ['src', 'prisma', 'manifests'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    );
    expect(files.length).toBeGreaterThan(300);
    const outside = files.filter((file) => /\.\.\/shared\b|(?<![.\w-])\/(work|root|home|Users)\/\w/.test(readFileSync(file, 'utf8')));
    expect(outside).toEqual([]);
  });
});
