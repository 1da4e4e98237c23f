import type { SandboxMessage } from '../../src/sandbox/client.ts';
import { CannedClient } from './canned-client.ts';

const bot = { id: 'B0ZHIBAN', name: 'Zhiban' };
const zhou = { id: 'U0ZHOU', name: 'Zhou Haibo', title: 'Guard', email: 'zhou@harbour.example', locale: 'en', external: false } as const;
const chen = { id: 'U0CHEN', name: '陈志远', title: '队长', email: 'chen@harbour.example', locale: 'zh', external: false } as const;
const guest = {
  id: 'U0GUEST',
  name: 'Maria Santos',
  title: 'Contractor',
  email: 'maria@elsewhere.example',
  locale: 'en',
  external: true,
} as const;

const message = (fields: Partial<SandboxMessage> & Pick<SandboxMessage, 'id' | 'at'>): SandboxMessage => ({
  conversation: 'C0GATE',
  from: { id: bot.id, name: bot.name, bot: true },
  text: '',
  payload: null,
  ephemeral: false,
  edited: false,
  files: [],
  ...fields,
});
const plain = (text: string) => ({ type: 'plain_text', text, emoji: true });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const button = (action: string, label: string, more: object = {}) => ({
  type: 'button',
  action_id: action,
  text: plain(label),
  value: `v-${action}`,
  ...more,
});
const confirm = {
  title: plain('Hand the shift over?'),
  text: mrkdwn('*Wu Weidong* takes the night shift 20:00–08:00 Fri.'),
  confirm: plain('Hand over'),
  deny: plain('Keep it'),
  style: 'danger',
};

export const shiftBlocks = [
  { type: 'header', text: plain('🕗 Early shift · Gate'), block_id: 'head' },
  { type: 'context', block_id: 'state', elements: [mrkdwn('*Running* · Thu 3 Dec, 07:30–16:00')] },
  {
    type: 'section',
    block_id: 'facts',
    fields: [
      mrkdwn('*Lead*\nChen Zhiyuan'),
      mrkdwn('*In*\nZhou Haibo 07:21\nWu Weidong 07:26'),
      mrkdwn('*Not yet*\n<@U0CHEN> (reminded)'),
      mrkdwn('*Phone*\n<tel:13800020001|138 0002 0001>'),
    ],
  },
  { type: 'divider' },
  {
    type: 'actions',
    block_id: 'acts',
    elements: [
      button('attendance.in', 'Clock in', { style: 'primary' }),
      button('roster.who', 'Who is on duty'),
      button('handover.give', 'Hand over…', { style: 'danger', confirm }),
      {
        type: 'overflow',
        action_id: 'more',
        options: [
          { text: plain('My shifts'), value: 'mine' },
          { text: plain('Roster of December'), value: 'roster' },
        ],
      },
    ],
  },
];

export const rosterBlocks = [
  {
    type: 'section',
    block_id: 'intro',
    text: mrkdwn('Roster of the week, `draft 3`. A &lt;draft&gt; is seen by leads only &amp; changes nothing.'),
    accessory: {
      type: 'static_select',
      action_id: 'week',
      placeholder: plain('Week'),
      options: [
        { text: plain('30 Nov – 6 Dec'), value: 'w49' },
        { text: plain('7 – 13 Dec'), value: 'w50' },
      ],
    },
  },
  {
    type: 'table',
    block_id: 'grid',
    column_settings: [{}, { align: 'center' }, { align: 'center' }],
    rows: [
      [
        { type: 'raw_text', text: 'Name' },
        { type: 'raw_text', text: 'Mon 30' },
        { type: 'raw_text', text: 'Tue 1' },
        { type: 'raw_text', text: 'Wed 2' },
      ],
      [
        { type: 'raw_text', text: 'Zhou Haibo' },
        { type: 'raw_text', text: 'early' },
        { type: 'raw_text', text: 'early' },
        { type: 'raw_text', text: 'middle' },
      ],
      [
        { type: 'raw_text', text: 'Wu Weidong' },
        { type: 'raw_text', text: 'night' },
        { type: 'raw_text', text: 'night' },
        { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'off', style: { bold: true } }] }] },
      ],
    ],
  },
  {
    type: 'rich_text',
    block_id: 'rich',
    elements: [
      { type: 'rich_text_section', elements: [{ type: 'text', text: 'Left to settle:' }] },
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'text', text: 'Thu night has one guard, two are needed' }] },
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'ask ' },
              { type: 'user', user_id: 'U0CHEN' },
            ],
          },
        ],
      },
    ],
  },
  { type: 'hologram', block_id: 'odd', text: 'not a block' },
];

export const formView = {
  type: 'modal',
  title: plain('Punch correction'),
  submit: plain('Send'),
  close: plain('Cancel'),
  blocks: [
    { type: 'alert', block_id: 'warn', level: 'warning', text: plain('2nd correction this month, the limit is 3.') },
    { type: 'input', block_id: 'day', label: plain('Day'), element: { type: 'datepicker', action_id: 'v', initial_date: '2026-12-02' } },
    { type: 'input', block_id: 'hour', label: plain('Time'), element: { type: 'timepicker', action_id: 'v' } },
    {
      type: 'input',
      block_id: 'kind',
      label: plain('Kind'),
      element: {
        type: 'static_select',
        action_id: 'v',
        options: [
          { text: plain('Clock in'), value: 'in' },
          { text: plain('Clock out'), value: 'out' },
        ],
      },
    },
    {
      type: 'input',
      block_id: 'who',
      label: plain('Seen by'),
      optional: true,
      hint: plain('Who can say that you were there.'),
      element: { type: 'multi_users_select', action_id: 'v' },
    },
    {
      type: 'input',
      block_id: 'lead',
      label: plain('Lead'),
      optional: true,
      element: { type: 'users_select', action_id: 'v', initial_user: 'U0CHEN' },
    },
    {
      type: 'input',
      block_id: 'days',
      label: plain('Repeats on'),
      optional: true,
      element: {
        type: 'checkboxes',
        action_id: 'v',
        options: [
          { text: mrkdwn('*Mon*'), value: '1' },
          { text: plain('Tue'), value: '2' },
        ],
      },
    },
    {
      type: 'input',
      block_id: 'way',
      label: plain('Way'),
      optional: true,
      element: {
        type: 'radio_buttons',
        action_id: 'v',
        options: [
          { text: plain('Gate'), value: 'gate' },
          { text: plain('Phone'), value: 'phone' },
        ],
      },
    },
    {
      type: 'input',
      block_id: 'why',
      label: plain('Reason'),
      element: { type: 'plain_text_input', action_id: 'v', multiline: true, max_length: 200 },
    },
  ],
};

/** Slack as the page tests see it. */
export function cannedSlack(): CannedClient {
  return new CannedClient('slack', {
    bot,
    users: [zhou, chen, guest],
    conversations: [
      { id: 'C0GATE', kind: 'channel', name: 'guards', unread: 0 },
      { id: 'C0SEA', kind: 'channel', name: 'maritime-duty', unread: 3 },
      { id: 'D0BOT', kind: 'app', name: 'Zhiban', unread: 1 },
    ],
    messages: [
      message({ id: 'm1', at: '2026-12-02T08:00:00Z', text: 'old', payload: { blocks: rosterBlocks } }),
      message({
        id: 'm2',
        at: '2026-12-02T23:20:00Z',
        from: { id: chen.id, name: chen.name, bot: false },
        text: 'Radio 3 is at the desk, *please* test it before 07:30–07:45. <https://harbour.example/radio|Checklist> `R-3`',
      }),
      message({
        id: 'm3',
        at: '2026-12-02T23:21:00Z',
        from: { id: chen.id, name: chen.name, bot: false },
        text: 'And the keys are with <@U0ZHOU>, a:b:c.',
      }),
      message({ id: 'm4', at: '2026-12-02T23:30:00Z', payload: { blocks: shiftBlocks }, edited: true }),
      message({
        id: 'm5',
        at: '2026-12-02T23:31:00Z',
        ephemeral: true,
        payload: {
          blocks: [
            { type: 'section', block_id: 's', text: mrkdwn('*Clocked in at 07:31.* 1 min late, within the 5 min allowed.') },
            { type: 'context', block_id: 'c', elements: [mrkdwn('Property security duty, 4 · property-security-04')] },
          ],
        },
      }),
      message({
        id: 'd1',
        conversation: 'D0BOT',
        at: '2026-12-02T23:00:00Z',
        payload: {
          blocks: [
            { type: 'section', block_id: 's', text: mrkdwn('*07:30 early shift · Gate*\nYou take over from Qian Zhiming.') },
            { type: 'actions', block_id: 'a', elements: [button('attendance.in', 'Clock in', { style: 'primary' })] },
          ],
        },
      }),
    ],
    home: {
      type: 'home',
      blocks: [
        { type: 'header', text: plain('Zhou Haibo · Gate') },
        {
          type: 'section',
          block_id: 'next',
          text: mrkdwn('*Next shift*\nThu 3 Dec early, 07:30–16:00'),
          accessory: button('attendance.in', 'Clock in', { style: 'primary' }),
        },
        { type: 'divider' },
        {
          type: 'section',
          block_id: 'later',
          text: mrkdwn('*After that*\nFri 4 Dec early, 07:30–16:00\nSat 5 Dec middle, 16:00–24:00\nSun 6 Dec middle, 16:00–24:00'),
        },
        { type: 'actions', block_id: 'acts', elements: [button('roster.mine', 'My shifts'), button('help.show', 'Help')] },
      ],
    },
    modal: null,
    commands: [
      {
        name: '/duty',
        description: 'Who is on duty, my shifts, the roster, help · 谁值班、我的班、值班表、帮助',
        hint: 'who [desk] [when] · mine · roster [month] · help',
      },
      { name: '/clock', description: 'Clock in or out of your shift · 上班、下班打卡', hint: 'in · out' },
    ],
    menu: [],
    shortcuts: [{ callbackId: 'record.add', label: 'Add to duty log' }],
  });
}
