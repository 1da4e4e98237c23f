import type { SandboxMessage } from '../../src/sandbox/client.ts';
import { CannedClient } from './canned-client.ts';

const bot = { id: 'ou_bot', name: '值班' };
const wu = { id: 'ou_wu', name: '吴卫东', title: '保安员', email: 'wu@harbour.example', locale: 'zh', external: false } as const;
const chen = { id: 'ou_chen', name: '陈志远', title: '队长', email: 'chen@harbour.example', locale: 'zh', external: false } as const;

const message = (fields: Partial<SandboxMessage> & Pick<SandboxMessage, 'id' | 'at'>): SandboxMessage => ({
  conversation: 'oc_bot',
  from: { id: bot.id, name: bot.name, bot: true },
  text: '',
  payload: null,
  ephemeral: false,
  edited: false,
  files: [],
  ...fields,
});
const plain = (content: string) => ({ tag: 'plain_text', content });
const md = (content: string, more: object = {}) => ({ tag: 'markdown', content, ...more });
const button = (label: string, more: object = {}) => ({
  tag: 'button',
  text: plain(label),
  behaviors: [{ type: 'callback', value: { route: label } }],
  ...more,
});
const confirm = { title: plain('拒绝接班?'), text: plain('拒绝后由陈志远处理。') };

export const shiftCard = {
  schema: '2.0',
  config: { update_multi: true },
  header: {
    title: plain('🕗 早班 · 门岗'),
    subtitle: plain('12月3日(周四)07:30–16:00'),
    template: 'green',
    text_tag_list: [{ tag: 'text_tag', text: plain('进行中'), color: 'green' }],
  },
  body: {
    elements: [
      md('**带班**:陈志远\n**在岗**:周海波 07:21 · 吴卫东 07:26\n**未到**:<at id=ou_chen></at>(已提醒)'),
      { tag: 'hr' },
      {
        tag: 'column_set',
        flex_mode: 'none',
        columns: [
          { tag: 'column', width: 'weighted', weight: 1, elements: [md("<font color='grey'>要求</font>\n**2 人**")] },
          { tag: 'column', width: 'weighted', weight: 1, elements: [md("<font color='grey'>在岗</font>\n**2 人**")] },
          { tag: 'column', width: 'weighted', weight: 1, elements: [md("<font color='grey'>缺</font>\n<font color='red'>0 人</font>")] },
        ],
      },
      {
        tag: 'column_set',
        flex_mode: 'flow',
        columns: [
          { tag: 'column', width: 'auto', elements: [button('上班打卡', { type: 'primary_filled' })] },
          { tag: 'column', width: 'auto', elements: [button('谁值班')] },
          { tag: 'column', width: 'auto', elements: [button('拒绝接班…', { type: 'danger', confirm })] },
          {
            tag: 'column',
            width: 'auto',
            elements: [
              {
                tag: 'overflow',
                behaviors: [{ type: 'callback', value: { route: 'more' } }],
                options: [
                  { text: plain('我的班'), value: 'mine' },
                  { text: plain('本月值班表'), value: 'roster' },
                ],
              },
            ],
          },
        ],
      },
      {
        tag: 'collapsible_panel',
        expanded: false,
        header: { title: plain('依据') },
        elements: [md('物业保安值班制度 第四条:每班不少于 2 人。\n- `property-security-04`\n- [看规定](https://harbour.example/rules)')],
      },
      { tag: 'div', text: { ...plain('接班后 15 分钟内未打卡会提醒带班。'), text_size: 'notation', text_color: 'grey' } },
    ],
  },
};

export const formCard = {
  schema: '2.0',
  header: { title: plain('补卡'), template: 'orange', text_tag_list: [{ tag: 'text_tag', text: plain('待填写'), color: 'orange' }] },
  body: {
    elements: [
      md('本月第 2 次补卡,上限 3 次。'),
      {
        tag: 'form',
        name: 'correction',
        elements: [
          { tag: 'date_picker', name: 'day', required: true, placeholder: plain('日期'), initial_date: '2026-12-02', label: plain('日期') },
          { tag: 'picker_time', name: 'hour', required: true, placeholder: plain('时间'), label: plain('时间') },
          {
            tag: 'select_static',
            name: 'kind',
            placeholder: plain('类型'),
            label: plain('类型'),
            options: [
              { text: plain('上班'), value: 'in' },
              { text: plain('下班'), value: 'out' },
            ],
          },
          { tag: 'multi_select_person', name: 'seen', placeholder: plain('证明人'), label: plain('证明人') },
          {
            tag: 'multi_select_static',
            name: 'tags',
            placeholder: plain('情况'),
            selected_values: ['rain'],
            options: [
              { text: plain('雨天'), value: 'rain' },
              { text: plain('设备故障'), value: 'device' },
            ],
          },
          {
            tag: 'input',
            name: 'why',
            required: true,
            input_type: 'multiline_text',
            placeholder: plain('说明原因'),
            label: plain('原因'),
            max_length: 200,
          },
          { tag: 'checker', name: 'sure', checked: false, text: plain('我确认以上属实') },
          {
            tag: 'column_set',
            flex_mode: 'none',
            columns: [
              {
                tag: 'column',
                width: 'auto',
                elements: [button('提交', { type: 'primary_filled', name: 'send', form_action_type: 'submit' })],
              },
              {
                tag: 'column',
                width: 'auto',
                elements: [{ tag: 'button', text: plain('重填'), name: 'again', form_action_type: 'reset' }],
              },
            ],
          },
        ],
      },
    ],
  },
};

export const rosterCard = {
  schema: '2.0',
  header: { title: plain('📋 十二月值班表 · 门岗'), template: 'blue' },
  body: {
    elements: [
      {
        tag: 'table',
        page_size: 5,
        columns: [
          { name: 'who', display_name: '姓名', data_type: 'text' },
          { name: 'd1', display_name: '12/1 周二', data_type: 'text' },
          { name: 'd2', display_name: '12/2 周三', data_type: 'lark_md' },
          { name: 'd3', display_name: '12/3 周四', data_type: 'options' },
        ],
        rows: ['赵建国', '钱志明', '孙立军', '李德福', '周海波', '吴卫东', '郑国强'].map((who, index) => ({
          who,
          d1: ['早', '中', '晚'][index % 3],
          d2: index === 1 ? '**晚**' : '休',
          d3: [{ text: ['早', '晚'][index % 2], color: ['blue', 'purple'][index % 2] }],
        })),
      },
      { tag: 'teleporter', name: 'odd' },
    ],
  },
};

/** Feishu as the page tests see it. */
export function cannedFeishu(): CannedClient {
  return new CannedClient('feishu', {
    bot,
    users: [wu, chen],
    conversations: [
      { id: 'oc_gate', kind: 'channel', name: '门岗值班群', unread: 2 },
      { id: 'oc_bot', kind: 'app', name: '值班', unread: 0 },
    ],
    messages: [
      message({ id: 'g1', conversation: 'oc_gate', at: '2026-12-02T23:30:00Z', payload: rosterCard }),
      message({ id: 'f0', at: '2026-12-01T23:58:00Z', from: { id: wu.id, name: wu.name, bot: false }, text: '谁值班' }),
      message({ id: 'f1', at: '2026-12-02T23:30:00Z', payload: shiftCard, edited: true }),
      message({
        id: 'f2',
        at: '2026-12-02T23:31:00Z',
        from: { id: wu.id, name: wu.name, bot: false },
        text: '补卡 <at user_id="ou_chen">陈志远</at> *不是粗体*',
      }),
      message({ id: 'f3', at: '2026-12-02T23:31:20Z', payload: formCard }),
    ],
    home: null,
    modal: null,
    commands: [{ name: '/duty', description: '谁值班、我的班、值班表、帮助', hint: '' }],
    menu: [
      { key: 'home', label: '我的主页' },
      { key: 'who', label: '谁值班' },
      { key: 'clock', label: '打卡' },
    ],
    shortcuts: [],
  });
}
