import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { SandboxOutcome } from '../client.ts';
import type { CardUpdates } from './api/card-update.ts';
import { judgeCard } from './card-schema.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { FeishuState, MessageRecord } from './state.ts';

const answerSchema = z.strictObject({
  toast: z
    .strictObject({
      type: z.enum(['info', 'success', 'warning', 'error']).optional(),
      content: z.string().optional(),
      i18n: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  card: z.strictObject({ type: z.literal('raw'), data: z.record(z.string(), z.unknown()) }).optional(),
});

const pressable = z.looseObject({
  tag: z.string(),
  name: z.string().optional(),
  form_action_type: z.string().optional(),
  behaviors: z.array(z.looseObject({ type: z.string(), value: z.unknown().optional() })).optional(),
});

const failed = (text: string): SandboxOutcome => ({ ok: false, toast: { tone: 'error', text }, errors: null });
const fine: SandboxOutcome = { ok: true, toast: null, errors: null };

/** A field of a form as it stands in the card. */
interface FieldElement {
  readonly tag: string;
  readonly name: string;
  readonly required: boolean;
  readonly options: readonly string[] | null;
  readonly maxLength: number | null;
}

const pickers = new Set([
  'date_picker',
  'picker_time',
  'select_static',
  'select_person',
  'multi_select_static',
  'multi_select_person',
  'input',
]);

/** What a client does when an element of a card is pressed: checks the form, calls the bot, shows its answer. */
export async function pressElement(
  parts: { state: FeishuState; dispatcher: Dispatcher; updates: CardUpdates },
  user: { id: string; external: boolean },
  message: MessageRecord,
  element: unknown,
  values: unknown,
): Promise<SandboxOutcome> {
  const { state, dispatcher, updates } = parts;
  const place = findElement(message.card, element, null);
  const parsed = pressable.safeParse(element);
  if (place === null || !parsed.success) return failed('卡片已更新,请重试');
  const callback = parsed.data.behaviors?.find((behavior) => behavior.type === 'callback');
  if (parsed.data.form_action_type === 'reset') return fine;
  const submit = parsed.data.form_action_type === 'submit';
  if (callback === undefined && !submit) return fine;
  const filled = submit ? fillForm(place.form, values, state) : null;
  if (typeof filled === 'string') return failed(filled);
  const token = updates.issue(message.id);
  const delivery = await dispatcher.callback('card.action.trigger', {
    operator: {
      tenant_key: user.external ? 'another_tenant' : state.bot.tenantKey,
      user_id: '',
      open_id: user.id,
      union_id: `on_${user.id}`,
    },
    token,
    action: {
      ...(callback === undefined ? {} : { value: callback.value }),
      tag: parsed.data.tag,
      timezone: 'Asia/Shanghai',
      ...(parsed.data.name === undefined ? {} : { name: parsed.data.name }),
      ...(filled === null ? {} : { form_value: filled }),
    },
    host: 'im_message',
    context: { open_message_id: message.id, open_chat_id: message.chat },
  });
  updates.answered(token);
  if (!delivery.ok)
    return failed(delivery.reason === 'timeout' ? '目标回调服务超时未响应(错误码:200341)' : '目标回调服务出错(错误码:200340)');
  return showAnswer(state, message, delivery.answer);
}

function showAnswer(state: FeishuState, message: MessageRecord, answer: unknown): SandboxOutcome {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) return failed(answer === null ? '目标回调服务出错(错误码:200340)' : '回调返回了错误的数据(错误码:200672)');
  const { toast, card } = parsed.data;
  if (card !== undefined) {
    const judged = judgeCard(card.data);
    if (judged !== null || Buffer.byteLength(JSON.stringify(card.data)) > 30 * 1024)
      return failed(`卡片内容有误(错误码:200673)${judged?.message ?? ''}`);
    state.redraw(message, card.data);
  }
  return { ok: true, toast: toast?.content === undefined ? null : { tone: toast.type ?? 'info', text: toast.content }, errors: null };
}

/** Where an element equal to this one stands; null: nowhere in the card as it is now. */
function findElement(node: unknown, wanted: unknown, form: unknown): { form: unknown } | null {
  if (typeof node !== 'object' || node === null) return null;
  if (isDeepStrictEqual(node, wanted)) return { form };
  const inside = !Array.isArray(node) && 'tag' in node && node.tag === 'form' ? node : form;
  for (const value of Object.values(node)) {
    const found = findElement(value, wanted, inside);
    if (found !== null) return found;
  }
  return null;
}

function fieldsOf(node: unknown): FieldElement[] {
  if (Array.isArray(node)) return node.flatMap(fieldsOf);
  if (typeof node !== 'object' || node === null) return [];
  const entries = node as Record<string, unknown>;
  if (typeof entries['tag'] === 'string' && pickers.has(entries['tag']) && typeof entries['name'] === 'string') {
    const options = Array.isArray(entries['options'])
      ? entries['options'].flatMap((option: unknown) =>
          typeof option === 'object' && option !== null && 'value' in option ? [String(option.value)] : [],
        )
      : null;
    return [
      {
        tag: entries['tag'],
        name: entries['name'],
        required: entries['required'] === true,
        options: options !== null && options.length > 0 ? options : null,
        maxLength: typeof entries['max_length'] === 'number' ? entries['max_length'] : null,
      },
    ];
  }
  return Object.values(entries).flatMap(fieldsOf);
}

/** The values of a form in the platform's own format, or what the client says is missing. */
function fillForm(form: unknown, values: unknown, state: FeishuState): Record<string, unknown> | string {
  const given = z
    .record(z.string(), z.unknown())
    .catch({})
    .parse(values ?? {});
  const filled: Record<string, unknown> = {};
  for (const field of fieldsOf(form)) {
    const value = given[field.name];
    const empty = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
    if (empty) {
      if (field.required) return '有必填项未填写';
      filled[field.name] = field.tag.startsWith('multi_') ? [] : '';
      continue;
    }
    const list = (Array.isArray(value) ? value : [value]).map(String);
    const multiple = field.tag.startsWith('multi_');
    if (!multiple && list.length > 1) return `${field.name} 只能选一项`;
    if (field.options !== null && list.some((item) => field.options?.includes(item) === false)) return `${field.name} 没有这个选项`;
    if (field.tag.endsWith('person') && list.some((item) => !state.users.has(item))) return `${field.name} 没有这个人`;
    const [only = ''] = list;
    if (field.tag === 'input' && field.maxLength !== null && only.length > field.maxLength)
      return `${field.name} 超过 ${field.maxLength} 字`;
    if (field.tag === 'date_picker' && !/^\d{4}-\d\d-\d\d$/.test(only)) return `${field.name} 不是日期`;
    if (field.tag === 'picker_time' && !/^\d\d:\d\d$/.test(only)) return `${field.name} 不是时间`;
    filled[field.name] = multiple ? list : field.tag === 'date_picker' || field.tag === 'picker_time' ? `${only} +0800` : only;
  }
  return filled;
}
