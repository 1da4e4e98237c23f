import type { WebResponse, WebRoute } from '../runtime/messenger.ts';
import type { ReadyReport } from './health.ts';
import type { Metrics } from './metrics.ts';

const json = (status: number, value: unknown): WebResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: `${JSON.stringify(value)}\n`,
});

/**
 * `/healthz`: the process is alive, whatever else is not. `/readyz`: a {@link ReadyReport}, 503 only when the database is away.
 * `/metrics`: Prometheus.
 */
export function operatorRoutes(health: { ready(): Promise<ReadyReport> }, metrics: Pick<Metrics, 'exposition'>): readonly WebRoute[] {
  return [
    { method: 'GET', path: '/healthz', maxBytes: 0, handle: async () => json(200, { status: 'alive' }) },
    {
      method: 'GET',
      path: '/readyz',
      maxBytes: 0,
      async handle() {
        const report = await health.ready();
        return json(report.status === 'away' ? 503 : 200, report);
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      maxBytes: 0,
      async handle() {
        const { contentType, text } = await metrics.exposition();
        return { status: 200, headers: { 'content-type': contentType }, body: text };
      },
    },
  ];
}
