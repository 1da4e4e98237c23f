import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RuntimeMetrics } from '../runtime/metrics.ts';

export interface Metrics extends RuntimeMetrics {
  /** The Prometheus exposition of everything counted so far. */
  exposition(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** A press is expected within 200 ms; a messenger gives up after 3 s. */
const pressSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 3, 10];
/** From the heartbeat's second to the hours of an outage. */
const latenessSeconds = [1, 2, 5, 15, 60, 300, 1_800, 7_200, 28_800];

/** Counters of one process in a registry of its own, so that two bots in one process (a test) do not share figures. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const intents = new Counter({
    name: 'zhiban_intents_total',
    help: 'Requests of people, by outcome',
    labelNames: ['platform', 'kind', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'zhiban_intent_seconds',
    help: 'From a decoded request to its committed answer',
    labelNames: ['platform', 'kind'],
    buckets: pressSeconds,
    registers,
  });
  const contested = new Counter({
    name: 'zhiban_contested_total',
    help: 'Decisions made again because their facts had changed',
    labelNames: ['kind'],
    registers,
  });
  const sends = new Counter({
    name: 'zhiban_sends_total',
    help: 'Messages handed to a messenger, by outcome',
    labelNames: ['platform', 'kind', 'outcome'],
    registers,
  });
  const outbox = new Gauge({
    name: 'zhiban_outbox_messages',
    help: 'Messages that wait or that an operator has to release',
    labelNames: ['platform', 'state'],
    registers,
  });
  const lateness = new Histogram({
    name: 'zhiban_due_lateness_seconds',
    help: 'From the moment work was due until it was done',
    labelNames: ['kind'],
    buckets: latenessSeconds,
    registers,
  });
  const up = new Gauge({
    name: 'zhiban_messenger_up',
    help: '1 while the messenger is connected and answers',
    labelNames: ['platform'],
    registers,
  });
  const refused = new Counter({
    name: 'zhiban_refused_requests_total',
    help: 'Requests refused at the HTTP port',
    labelNames: ['source', 'reason'],
    registers,
  });
  const calls = new Gauge({
    name: 'zhiban_api_calls',
    help: 'Calls of the API of a messenger in a month',
    labelNames: ['platform', 'month'],
    registers,
  });

  return {
    intent(platform, kind, outcome, took) {
      intents.inc({ platform, kind, outcome });
      seconds.observe({ platform, kind }, took);
    },
    contested: (kind) => contested.inc({ kind }),
    sent: (platform, kind, outcome) => sends.inc({ platform, kind, outcome }),
    outboxSizes(counts) {
      outbox.reset();
      for (const { platform, state, count } of counts) outbox.set({ platform, state }, count);
    },
    dueHandled: (kind, late) => lateness.observe({ kind }, late),
    messengerUp: (platform, isUp) => up.set({ platform }, isUp ? 1 : 0),
    refused: (source, reason) => refused.inc({ source, reason }),
    apiCalls: (platform, month, count) => calls.set({ platform, month }, count),
    exposition: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
