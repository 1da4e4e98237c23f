/** A small tree that breaks one rule: `from` imports `to`, both are made. */
export interface Planted {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  /** What stands in `from`, when an import alone does not break the rule. */
  readonly text?: string;
}

const relativeTo = (from: string, to: string): string => `${'../'.repeat(from.split('/').length - 1)}${to}`;

/** How `from` writes the import of `to`: a file of the tree, or a package. */
export const importOf = ({ from, to }: Pick<Planted, 'from' | 'to'>): string => (to.includes('.ts') ? `./${relativeTo(from, to)}` : to);

/** The real slices, and the file names of style 5.2. */
export const planted: readonly Planted[] = [
  { rule: 'core-is-a-leaf', from: 'src/core/time.ts', to: 'src/view/view.ts' },
  { rule: 'core-is-a-leaf', from: 'src/core/time.ts', to: 'node:fs' },
  { rule: 'core-is-a-leaf', from: 'src/core/time.ts', to: 'zod' },
  { rule: 'policy-knows-core-only', from: 'src/policy/resolve.ts', to: 'src/view/view.ts' },
  { rule: 'policy-knows-core-only', from: 'src/policy/resolve.ts', to: 'node:fs' },
  { rule: 'policy-reads-presets-in-one-place', from: 'src/policy/load.ts', to: 'node:http' },
  { rule: 'view-knows-core-only', from: 'src/view/view.ts', to: 'src/policy/policy.ts' },
  { rule: 'view-knows-core-only', from: 'src/view/view.ts', to: 'zod' },
  { rule: 'feature-core-is-pure', from: 'src/features/roster/decide.ts', to: 'node:fs' },
  { rule: 'feature-core-is-pure', from: 'src/features/roster/import/month.ts', to: 'node:fs' },
  { rule: 'feature-core-is-pure', from: 'src/features/roster/views.ts', to: 'src/runtime/unit.ts' },
  { rule: 'feature-core-never-sees-shell', from: 'src/features/roster/decide.ts', to: 'src/features/roster/store.ts' },
  { rule: 'feature-core-never-sees-shell', from: 'src/features/roster/decide.ts', to: 'src/features/roster/store-month.ts' },
  { rule: 'feature-core-never-sees-shell', from: 'src/features/roster/decide.ts', to: 'src/features/roster/import/handle.ts' },
  { rule: 'feature-core-never-sees-shell', from: 'src/features/roster/decide.ts', to: 'src/features/roster/index.ts' },
  { rule: 'features-meet-at-index', from: 'src/features/roster/handle.ts', to: 'src/features/people/store.ts' },
  { rule: 'features-are-entered-at-index', from: 'src/bot.ts', to: 'src/features/people/store.ts' },
  { rule: 'slice-order-people', from: 'src/features/people/handle.ts', to: 'src/features/calendar/index.ts' },
  { rule: 'slice-order-calendar', from: 'src/features/calendar/decide.ts', to: 'src/features/roster/index.ts' },
  { rule: 'slice-order-roster', from: 'src/features/roster/handle.ts', to: 'src/features/attendance/index.ts' },
  { rule: 'slice-order-request', from: 'src/features/request/handle-effects.ts', to: 'src/features/leave/index.ts' },
  { rule: 'slice-order-document', from: 'src/features/document/handle.ts', to: 'src/features/balance/index.ts' },
  { rule: 'slice-order-balance', from: 'src/features/balance/review.ts', to: 'src/features/attendance/index.ts' },
  { rule: 'slice-order-attendance', from: 'src/features/attendance/month/compute.ts', to: 'src/features/leave/index.ts' },
  { rule: 'slice-order-attendance', from: 'src/features/attendance/handle.ts', to: 'src/features/announcement/index.ts' },
  { rule: 'slice-order-leave', from: 'src/features/leave/handle.ts', to: 'src/features/cover/index.ts' },
  { rule: 'slice-order-swap', from: 'src/features/swap/handle.ts', to: 'src/features/cover/index.ts' },
  { rule: 'slice-order-cover', from: 'src/features/cover/handle.ts', to: 'src/features/consequence/index.ts' },
  { rule: 'slice-order-record', from: 'src/features/record/handle-write.ts', to: 'src/features/task/index.ts' },
  { rule: 'slice-order-task', from: 'src/features/task/handle-open.ts', to: 'src/features/incident/index.ts' },
  { rule: 'slice-order-incident', from: 'src/features/incident/handle-open.ts', to: 'src/features/handover/index.ts' },
  { rule: 'slice-order-handover', from: 'src/features/handover/handle-open.ts', to: 'src/features/announcement/index.ts' },
  { rule: 'slice-order-consequence', from: 'src/features/consequence/handle.ts', to: 'src/features/home/index.ts' },
  { rule: 'slice-order-announcement', from: 'src/features/announcement/handle.ts', to: 'src/features/home/index.ts' },
  { rule: 'slice-order-home', from: 'src/features/home/handle.ts', to: 'src/features/help/index.ts' },
  { rule: 'only-store-touches-database', from: 'src/features/roster/handle.ts', to: 'src/db/statement.ts' },
  { rule: 'only-store-touches-database', from: 'src/web/server.ts', to: 'src/db/open.ts' },
  { rule: 'only-db-imports-postgres', from: 'src/features/roster/store.ts', to: 'pg' },
  { rule: 'only-db-imports-postgres', from: 'src/runtime/outbox.ts', to: '@prisma/client' },
  { rule: 'db-and-runtime-know-no-feature', from: 'src/runtime/dispatch.ts', to: 'src/features/index.ts' },
  { rule: 'db-and-runtime-know-no-feature', from: 'src/db/open.ts', to: 'src/policy/policy.ts' },
  { rule: 'adapters-never-see-features', from: 'src/slack/render/card.ts', to: 'src/features/index.ts' },
  { rule: 'adapters-never-see-features', from: 'src/feishu/inbound.ts', to: 'src/policy/policy.ts' },
  { rule: 'adapters-never-see-features', from: 'src/feishu/inbound.ts', to: 'src/db/database.ts' },
  { rule: 'slack-and-feishu-are-strangers', from: 'src/slack/render.ts', to: 'src/feishu/limits.ts' },
  { rule: 'slack-and-feishu-are-strangers', from: 'src/feishu/render.ts', to: 'src/slack/limits.ts' },
  { rule: 'slack-and-feishu-are-strangers', from: 'src/sandbox/feishu/server.ts', to: 'src/sandbox/slack/server.ts' },
  { rule: 'only-slack-imports-slack-sdk', from: 'src/runtime/outbox.ts', to: '@slack/web-api' },
  { rule: 'only-slack-imports-slack-sdk', from: 'src/sandbox/page/server.ts', to: '@slack/bolt' },
  { rule: 'only-feishu-imports-lark', from: 'src/runtime/outbox.ts', to: '@larksuiteoapi/node-sdk' },
  { rule: 'sandbox-servers-never-see-features', from: 'src/sandbox/slack/server.ts', to: 'src/features/index.ts' },
  { rule: 'sandbox-servers-never-see-features', from: 'src/sandbox/page/server.ts', to: 'src/bot.ts' },
  { rule: 'nobody-imports-main', from: 'src/bot.ts', to: 'src/main.ts' },
  { rule: 'nobody-imports-main', from: 'src/sandbox/world.ts', to: 'src/cli/main.ts' },
  { rule: 'product-never-imports-tests', from: 'src/bot.ts', to: 'test/harness/world.ts' },
  { rule: 'product-never-imports-tests', from: 'src/bot.ts', to: 'src/core/time.test.ts' },
  { rule: 'product-never-reads-shared', from: 'src/bot.ts', to: '../shared/rules.ts' },
  { rule: 'no-dev-packages', from: 'src/runtime/outbox.ts', to: 'vitest' },
  { rule: 'everything-resolves', from: 'src/runtime/outbox.ts', to: './nowhere.ts', text: "import './nowhere.ts';" },
  { rule: 'no-circles', from: 'src/core/time.ts', to: 'src/core/ids.ts' },
  { rule: 'no-orphans', from: 'src/core/lonely.ts', to: '', text: 'export const lonely = 1;' },
];
