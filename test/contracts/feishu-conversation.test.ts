import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../src/runtime/reply.ts';
import type { Form } from '../../src/view/view.ts';
import { findPressable, visibleText } from '../harness/read-payload.ts';
import { app, type Desk, guards, guest, startDesk, until, wu, zhou } from './feishu-harness.ts';

const direct = `oc_p2p_${zhou}`;

const leave: Form = {
  kind: 'form',
  route: 'leave.ask',
  args: { desk: 'gate' },
  title: '请假',
  intro: [{ kind: 'text', text: '你的下一个班:12月4日(周五)早班' }],
  fields: [
    { name: 'day', label: '日期', required: true, kind: 'date', initial: '2026-12-04' },
    { name: 'from', label: '从', required: false, kind: 'time' },
    { name: 'reason', label: '原因', required: true, kind: 'long-text', hint: '只有审批人看得到' },
    { name: 'cover', label: '代班', required: false, kind: 'person' },
    {
      name: 'kinds',
      label: '种类',
      required: false,
      kind: 'choices',
      options: [
        { value: 'a', label: '事假' },
        { value: 'b', label: '病假' },
      ],
    },
  ],
  submit: '提交',
  cancel: '取消',
};

const notice = (title: string, text?: string): Extract<Reply, { kind: 'say' }> => ({
  kind: 'say',
  locale: 'zh',
  view: { kind: 'notice', tone: 'ok', title, blocks: text === undefined ? [] : [{ kind: 'text', text }], actions: [] },
});

describe.each(['ws', 'http'] as const)('a conversation over %s', (transport) => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await startDesk({ transport });
  });
  afterEach(() => desk.stop());

  const sendCard = async (to: 'channel' | 'person' = 'channel') =>
    desk.messenger.send(
      desk.outgoing({
        to: to === 'channel' ? { kind: 'channel', id: guards } : { kind: 'person', id: zhou },
        view: {
          kind: 'card',
          title: '07:30 早班',
          summary: '早班',
          blocks: [],
          actions: [{ kind: 'press', route: 'attendance.in', args: { slot: 's1' }, label: '上班打卡', style: 'primary' }],
        },
      }),
    );
  const press = async (label: string, conversation: string, values: unknown = {}) => {
    const message = desk.messages(conversation).findLast((candidate) => findPressable(candidate.payload, label) !== null);
    if (message === undefined) throw new Error(`no ${label}`);
    return desk.sandbox.client.press(zhou, { message: message.id, conversation }, findPressable(message.payload, label), values);
  };

  it('hears words in the direct chat', async () => {
    await desk.sandbox.client.say(zhou, direct, '谁值班  明天');
    expect(desk.intents).toMatchObject([
      {
        platform: 'feishu',
        tenant: app.tenantKey,
        userId: zhou,
        external: false,
        place: { kind: 'direct', id: direct },
        ask: { kind: 'words', from: 'message', text: '谁值班 明天' },
      },
    ]);
  });

  it('hears a mention in a group without the mention, and nothing else there', async () => {
    await desk.sandbox.client.say(zhou, guards, '大家好');
    await desk.sandbox.client.say(zhou, guards, '@值班 换班 @小吴');
    expect(desk.intents).toHaveLength(1);
    expect(desk.intents[0]).toMatchObject({
      place: { kind: 'channel', id: guards },
      ask: { kind: 'words', from: 'mention', text: '换班 @_user_2', mentions: [{ token: '@_user_2', userId: wu, name: '小吴' }] },
    });
  });

  it('takes a native slash command as words', async () => {
    await desk.sandbox.client.command(zhou, direct, '/duty', 'who gate');
    expect(desk.intents[0]?.ask).toMatchObject({ kind: 'words', text: 'duty who gate' });
  });

  it('marks people of other organisations', async () => {
    await desk.sandbox.client.say(guest, guards, '@值班 谁值班');
    expect(desk.intents[0]).toMatchObject({ external: true, userId: guest });
    expect(desk.refused).toEqual(['external']);
  });

  it('opens the home page from the bot menu and takes other entries as words', async () => {
    desk.answer = (intent) =>
      intent.ask.kind === 'home'
        ? { kind: 'home', locale: 'zh', view: { kind: 'home', title: '我的值班', blocks: [{ kind: 'text', text: '今天没有班' }] } }
        : { kind: 'nothing', locale: 'zh' };
    await desk.sandbox.client.pressMenu(zhou, 'home');
    expect(visibleText(desk.newestCard())).toContain('今天没有班');
    await desk.sandbox.client.pressMenu(zhou, 'clock-in');
    expect(desk.intents[1]?.ask).toEqual({ kind: 'words', from: 'message', text: 'clock in', mentions: [] });
  });

  it('answers a press with a toast when it is short', async () => {
    await sendCard();
    desk.answer = () => notice('已打卡', '07:21 上班');
    const outcome = await press('上班打卡', guards);
    expect(outcome).toEqual({ ok: true, toast: { tone: 'success', text: '已打卡\n07:21 上班' }, errors: null });
    expect(desk.intents[0]).toMatchObject({
      ask: { kind: 'press', route: 'attendance.in', args: { slot: 's1' } },
      place: { kind: 'channel', id: guards },
    });
  });

  it('sends what a toast would lose to the direct chat', async () => {
    await sendCard();
    desk.answer = () => ({
      ...notice('不能打卡'),
      view: {
        kind: 'notice',
        tone: 'error',
        title: '不能打卡',
        blocks: [],
        actions: [{ kind: 'press', route: 'help.show', args: {}, label: '看规定' }],
      },
    });
    const outcome = await press('上班打卡', guards);
    expect(outcome.toast?.tone).toBe('error');
    await until(() => desk.messages().length === 1);
    expect(findPressable(desk.newestCard(), '看规定')).not.toBeNull();
  });

  it('replaces the pressed card', async () => {
    await sendCard('person');
    desk.answer = () => ({
      kind: 'replace',
      locale: 'zh',
      view: { kind: 'card', title: '早班', summary: '已到', state: { word: '已到岗', tone: 'green' }, blocks: [], actions: [] },
    });
    const outcome = await press('上班打卡', direct);
    expect(outcome).toMatchObject({ ok: true, toast: null });
    expect(visibleText(desk.newestCard())).toContain('已到岗');
    expect(desk.intents[0]?.place.kind).toBe('direct');
    expect(desk.messages()[0]?.edited).toBe(true);
  });

  it('opens a form, keeps what was typed when it is refused, and turns it into the result', async () => {
    desk.answer = () => ({ kind: 'form', locale: 'zh', form: leave });
    await desk.sandbox.client.say(zhou, direct, '请假');
    const typed = { day: '2026-12-05', from: '08:30', reason: '带孩子看病', cover: wu, kinds: ['b'] };

    desk.answer = (intent) => {
      expect(intent.ask).toEqual({ kind: 'submit', route: 'leave.ask', args: { desk: 'gate' }, values: typed });
      expect(intent.place.kind).toBe('form');
      return { kind: 'invalid', locale: 'zh', form: leave, errors: { day: '这一天你没有班' } };
    };
    const refused = await press('提交', direct, typed);
    expect(refused.toast).toEqual({ tone: 'error', text: '这一天你没有班' });
    const again = JSON.stringify(desk.newestCard());
    for (const kept of [
      '"initial_date":"2026-12-05"',
      '"initial_time":"08:30"',
      '"default_value":"带孩子看病"',
      `"initial_option":"${wu}"`,
      '"selected_values":["b"]',
      '这一天你没有班',
    ])
      expect(again).toContain(kept);

    desk.answer = () => notice('已提交,等班长审批');
    const done = await press('提交', direct, typed);
    expect(done.toast).toEqual({ tone: 'success', text: '已提交,等班长审批' });
    expect(desk.messages().filter((message) => message.from.bot)).toHaveLength(1);
    expect(findPressable(desk.newestCard(), '提交')).toBeNull();
  });

  it('offers colleagues of the groups in person pickers', async () => {
    desk.answer = () => ({ kind: 'form', locale: 'zh', form: leave });
    await desk.sandbox.client.say(zhou, direct, '请假');
    expect(JSON.stringify(desk.newestCard())).toContain(`"options":[{"value":"${zhou}"},{"value":"${wu}"}`);
  });

  it('sends a form that was asked for in a group to the direct chat and says so', async () => {
    await sendCard();
    desk.answer = () => ({ kind: 'form', locale: 'zh', form: leave });
    const outcome = await press('上班打卡', guards);
    expect(outcome.toast?.text).toContain('单聊');
    await until(() => desk.messages().length === 1);
  });

  it('tries again when the form meets a limit, and says so when it cannot arrive', async () => {
    await sendCard();
    desk.answer = () => ({ kind: 'form', locale: 'zh', form: leave });
    desk.sandbox.fault({ method: 'im.message.create', fault: { error: '230020' }, count: 1 });
    expect((await press('上班打卡', guards)).toast?.text).toContain('单聊');
    await until(() => desk.messages().length === 1);
    desk.sandbox.fault({ method: 'im.message.create', fault: { error: '230013' }, count: 1 });
    expect((await press('上班打卡', guards)).toast).toMatchObject({ tone: 'error', text: expect.stringContaining('消息没有发出') });
    expect(desk.messages()).toHaveLength(1);
  });

  it('answers a word once, though the answer was lost and the word came again', async () => {
    desk.answer = () => ({ kind: 'form', locale: 'zh', form: leave });
    desk.sandbox.fault({ method: 'im.message.create', fault: 'drop-after', count: 1 });
    await desk.sandbox.client.say(zhou, direct, '请假');
    await until(() => desk.messages().some((message) => message.from.bot));
    await until(() => desk.sandbox.transcript().filter((entry) => entry.name === 'im.message.create').length === 2);
    expect(desk.messages().filter((message) => message.from.bot)).toHaveLength(1);
  });

  it('closes a cancelled form without asking anybody', async () => {
    desk.answer = () => ({ kind: 'form', locale: 'zh', form: leave });
    await desk.sandbox.client.say(zhou, direct, '请假');
    const before = desk.intents.length;
    await press('取消', direct);
    expect(desk.intents).toHaveLength(before);
    expect(visibleText(desk.newestCard())).toContain('已取消');
  });

  it('reads a file and refuses one that is too large', async () => {
    const content = Buffer.from('姓名,1日\n小周,早\n');
    await desk.sandbox.client.say(zhou, direct, '', [{ name: '值班表.csv', mimeType: 'text/csv', content }]);
    const ask = desk.intents[0]?.ask;
    if (ask?.kind !== 'file') throw new Error('no file');
    expect(ask.file.name).toBe('值班表.csv');
    const messageId = desk.intents[0]?.place.messageId ?? null;
    expect(await desk.messenger.download(ask.file.id, messageId, 1_000)).toEqual(content);
    await expect(desk.messenger.download(ask.file.id, messageId, 5)).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('is told when the bot is added to a group and removed from it', async () => {
    await desk.sandbox.setBotInChannel(guards, false);
    await desk.sandbox.setBotInChannel(guards, true);
    expect(desk.events).toMatchObject([
      { kind: 'channel-lost', channelId: guards, tenant: app.tenantKey },
      { kind: 'channel-joined', channelId: guards },
    ]);
  });

  it('redraws a card whose answer came too late for the callback', async () => {
    await sendCard('person');
    desk.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 2_700));
      return {
        kind: 'replace',
        locale: 'zh',
        view: { kind: 'card', title: '早班', summary: '已到', blocks: [{ kind: 'text', text: '07:21 到' }], actions: [] },
      };
    };
    const outcome = await press('上班打卡', direct);
    expect(outcome.ok).toBe(true);
    expect(visibleText(desk.newestCard())).not.toContain('07:21 到');
    await until(() => visibleText(desk.newestCard()).includes('07:21 到'));
  });
});
