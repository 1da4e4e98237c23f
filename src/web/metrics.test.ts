import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

describe('the figures', () => {
  it('count what the runtime tells', async () => {
    const metrics = createMetrics();
    metrics.intent('slack', 'press', 'ok', 0.03);
    metrics.contested('press');
    metrics.sent('feishu', 'send', 'rate');
    metrics.dueHandled('attendance.noShow', 7);
    metrics.messengerUp('slack', true);
    metrics.messengerUp('feishu', false);
    metrics.refused('feishu', 'replayed');
    metrics.apiCalls('feishu', '2026-12', 9_000);
    const { text } = await metrics.exposition();
    for (const line of [
      'zhiban_intents_total{platform="slack",kind="press",outcome="ok"} 1',
      'zhiban_intent_seconds_bucket{le="0.025",platform="slack",kind="press"} 0',
      'zhiban_intent_seconds_bucket{le="0.05",platform="slack",kind="press"} 1',
      'zhiban_contested_total{kind="press"} 1',
      'zhiban_sends_total{platform="feishu",kind="send",outcome="rate"} 1',
      'zhiban_due_lateness_seconds_sum{kind="attendance.noShow"} 7',
      'zhiban_messenger_up{platform="slack"} 1',
      'zhiban_messenger_up{platform="feishu"} 0',
      'zhiban_refused_requests_total{source="feishu",reason="replayed"} 1',
      'zhiban_api_calls{platform="feishu",month="2026-12"} 9000',
    ]) {
      expect(text).toContain(line);
    }
  });

  it('forget an outbox that is empty again', async () => {
    const metrics = createMetrics();
    metrics.outboxSizes([
      { platform: 'slack', state: 'waiting', count: 4 },
      { platform: 'slack', state: 'dead', count: 1 },
    ]);
    metrics.outboxSizes([{ platform: 'slack', state: 'waiting', count: 2 }]);
    const { text } = await metrics.exposition();
    expect(text).toContain('zhiban_outbox_messages{platform="slack",state="waiting"} 2');
    expect(text).not.toContain('state="dead"');
  });

  it('are one process’s own', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.contested('press');
    expect((await other.exposition()).text).not.toContain('zhiban_contested_total{');
  });
});
