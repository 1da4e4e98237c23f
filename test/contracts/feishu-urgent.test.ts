import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../src/view/view.ts';
import { type Desk, guards, startDesk, zhou } from './feishu-harness.ts';

const fire: Card = {
  kind: 'card',
  title: '火情',
  summary: '火情',
  blocks: [{ kind: 'text', text: '3 号门起火' }],
  actions: [],
  urgent: true,
};
const person = { kind: 'person', id: zhou } as const;

describe('an urgent message', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await startDesk({ transport: 'http' });
  });
  afterEach(() => desk.stop());
  const direct = () => desk.messages().map(({ urgent }) => urgent ?? false);
  const asked = () => desk.sandbox.transcript().filter(({ name }) => name === 'im.message.urgent_app').length;

  it('buzzes one person, once; a card that is not urgent does not, nor one for a group or an edit', async () => {
    const ref = await desk.messenger.send(desk.outgoing({ to: person, view: fire }));
    await desk.messenger.send(desk.outgoing({ to: person, outboxId: 'two', view: { ...fire, urgent: false } }));
    await desk.messenger.send(desk.outgoing({ to: { kind: 'channel', id: guards }, outboxId: 'three', view: fire }));
    await desk.messenger.edit({ ...desk.outgoing({ view: { ...fire, title: '火情 已处置' } }), ref });
    expect(direct()).toEqual([true, false]);
    expect(asked()).toBe(1);
    expect(desk.messenger.status()).toEqual({ state: 'up', cause: null });
  });

  it('is a plain one when the quota is used up; an operator sees it, and no call is wasted on the next', async () => {
    desk.sandbox.fault({ method: 'im.message.urgent_app', fault: { error: '230024' }, count: 1 });
    await desk.messenger.send(desk.outgoing({ to: person, view: fire }));
    expect(direct()).toEqual([false]);
    const status = desk.messenger.status();
    expect([status.state, status.cause?.zh, status.cause?.en]).toEqual([
      'degraded',
      '加急消息改发普通消息:本企业的加急额度已用完',
      'Urgent messages go out as plain ones: The quota of urgent messages is used up',
    ]);
    expect(desk.logged.some(({ level, message }) => level === 'warn' && message.includes('plain one'))).toBe(true);
    await desk.messenger.send(desk.outgoing({ to: person, outboxId: 'two', view: fire }));
    expect([direct(), asked()]).toEqual([[false, false], 1]);
  });

  it('is a plain one for a reader with too many unread ones, and urgent for the next', async () => {
    desk.sandbox.fault({ method: 'im.message.urgent_app', fault: { error: '230023' }, count: 1 });
    await desk.messenger.send(desk.outgoing({ to: person, view: fire }));
    expect(desk.messenger.status().state).toBe('up');
    await desk.messenger.send(desk.outgoing({ to: person, outboxId: 'two', view: fire }));
    expect(direct()).toEqual([false, true]);
  });

  it('has arrived although making it urgent failed: it is not sent again', async () => {
    desk.sandbox.fault({ method: 'im.message.urgent_app', fault: 'http-500', count: 1 });
    const ref = await desk.messenger.send(desk.outgoing({ to: person, view: fire }));
    expect(desk.messages().map(({ id }) => id)).toEqual([ref.messageId]);
  });
});
