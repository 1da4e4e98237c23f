import type { InputBlock, InputBlockElement, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { assertNever } from '../../core/result.ts';
import type { Choice, Field, Form, FormValues } from '../../view/view.ts';
import { limits } from '../limits.ts';
import { labelEnd, moreItems, words } from '../words.ts';
import { type Call, decodeCall, encodeCall } from './action-code.ts';
import { actionIds } from './actions.ts';
import { drawBody } from './body.ts';
import { context, header, label, plainText } from './elements.ts';
import { type Reader, surfaces } from './flow.ts';
import type { People } from './inline.ts';
import { cut, wholeStart } from './text.ts';

/** The callback id of every form; route and arguments travel in the private metadata. */
export const formCallback = 'form';

/** A form as a modal. `errors` by field name are shown above the form, for where Slack cannot show them below the field. */
export function renderForm(form: Form, reader: Reader, errors: Readonly<Record<string, string>> = {}): ModalView {
  const long = form.title.length > limits.modalTitle;
  const said = Object.entries(errors).map(([name, text]) =>
    `${form.fields.find((field) => field.name === name)?.label ?? ''} ${text}`.trim(),
  );
  const top: KnownBlock[] = [...(long ? [header(form.title)] : []), ...(said.length === 0 ? [] : [context(`⚠️ ${said.join(' · ')}`)])];
  const inputs = form.fields.map((field) => fieldBlock(field, reader));
  const room = { ...surfaces.modal, blocks: Math.max(8, limits.viewBlocks - Math.min(inputs.length, limits.viewBlocks - 8)) };
  const intro = drawBody({ blocks: form.intro, actions: [] }, top, room, reader, actionIds());
  const left = limits.viewBlocks - intro.length;
  const shown =
    inputs.length <= left ? inputs : [...inputs.slice(0, left - 1), context(`… ${moreItems(inputs.length - left + 1)[reader.locale]}`)];
  const blocks = [...intro, ...shown];
  return {
    type: 'modal',
    callback_id: formCallback,
    private_metadata: encodeCall(form),
    title: label(form.title, limits.modalTitle),
    submit: label(form.submit, limits.modalButton),
    close: label(form.cancel, limits.modalButton),
    blocks: blocks.length > 0 ? blocks : [header(form.title)],
  };
}

export const formCall = (privateMetadata: string): Call | null => decodeCall(privateMetadata);

function fieldBlock(field: Field, reader: Reader): KnownBlock {
  const choices = field.kind === 'choice' || field.kind === 'choices' ? optionsOf(field.options) : null;
  if (choices !== null && choices.options.length === 0) {
    return context(cut(`${field.label}${labelEnd[reader.locale]}${words.noChoice[reader.locale]}`, limits.contextText));
  }
  const lost = choices === null || choices.lost === 0 ? [] : [moreItems(choices.lost)[reader.locale]];
  const hint = [...(field.hint === undefined || field.hint.trim() === '' ? [] : [field.hint]), ...lost].join(' · ');
  const block: InputBlock = {
    type: 'input',
    block_id: field.name,
    label: label(field.label, limits.inputLabel),
    optional: !field.required,
    element: element(field, choices?.options ?? [], reader.people),
  };
  return hint === '' ? block : { ...block, hint: label(hint, limits.inputHint) };
}

function element(field: Field, options: readonly PlainTextOption[], people: People): InputBlockElement {
  const action_id = field.name;
  switch (field.kind) {
    case 'text':
    case 'long-text': {
      const max = Math.min(field.maxLength ?? limits.inputValue, limits.inputValue);
      const initial = wholeStart(field.initial ?? '', max);
      return {
        type: 'plain_text_input',
        action_id,
        multiline: field.kind === 'long-text',
        max_length: Math.max(1, max),
        ...(initial === '' ? {} : { initial_value: initial }),
        ...(field.placeholder === undefined || field.placeholder === ''
          ? {}
          : { placeholder: label(field.placeholder, limits.placeholder) }),
      };
    }
    case 'date':
      return { type: 'datepicker', action_id, ...(isDate(field.initial) ? { initial_date: field.initial } : {}) };
    case 'time':
      return { type: 'timepicker', action_id, ...(isTime(field.initial) ? { initial_time: field.initial } : {}) };
    case 'choice': {
      const initial = options.find((option) => option.value === field.initial);
      return { type: 'static_select', action_id, ...grouped(options), ...(initial === undefined ? {} : { initial_option: initial }) };
    }
    case 'choices': {
      const initial = options.filter((option) => field.initial?.includes(option.value ?? '') ?? false);
      const chosen = initial.length === 0 ? {} : { initial_options: initial };
      if (options.length <= limits.checkboxes) return { type: 'checkboxes', action_id, options: [...options], ...chosen };
      return { type: 'multi_static_select', action_id, ...grouped(options), ...chosen };
    }
    case 'person': {
      const user = field.initial === undefined ? undefined : userOf(field.initial, people);
      return { type: 'users_select', action_id, ...(user === undefined ? {} : { initial_user: user }) };
    }
    case 'people': {
      const users = [...new Set((field.initial ?? []).flatMap((person) => userOf(person, people) ?? []))];
      return { type: 'multi_users_select', action_id, ...(users.length === 0 ? {} : { initial_users: users }) };
    }
    default:
      return assertNever(field);
  }
}

const isDate = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text);
const isTime = (text: string | undefined): text is string => text !== undefined && /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** A person's Slack id; what was chosen before comes back as the messenger's id itself. */
function userOf(person: string, people: People): string | undefined {
  return people.get(person) ?? (/^[UW][A-Z0-9]+$/.test(person) ? person : undefined);
}

/** Options Slack can carry; those whose value is too long for it, or repeats, are counted as lost. */
function optionsOf(choices: readonly Choice[]): { options: PlainTextOption[]; lost: number } {
  const options: PlainTextOption[] = [];
  const known = new Set<string>();
  for (const choice of choices) {
    if (choice.value === '' || choice.value.length > limits.optionValue || known.has(choice.value)) continue;
    if (options.length === limits.selectOptions * limits.optionGroups) break;
    known.add(choice.value);
    options.push({ text: label(choice.label, limits.optionText), value: choice.value });
  }
  return { options, lost: choices.length - options.length };
}

/** One hundred options stand in a list, more stand in groups of a hundred. */
function grouped(options: readonly PlainTextOption[]) {
  if (options.length <= limits.selectOptions) return { options: [...options] };
  const groups = [];
  for (let at = 0; at < options.length; at += limits.selectOptions) {
    const part = options.slice(at, at + limits.selectOptions);
    groups.push({ label: plainText(`${at + 1}–${at + part.length}`), options: part });
  }
  return { option_groups: groups };
}

interface StateValue {
  readonly type: string;
  readonly value?: string | null | undefined;
  readonly selected_date?: string | null | undefined;
  readonly selected_time?: string | null | undefined;
  readonly selected_option?: { readonly value?: string | undefined } | null | undefined;
  readonly selected_options?: readonly { readonly value?: string | undefined }[] | null | undefined;
  readonly selected_user?: string | null | undefined;
  readonly selected_users?: readonly string[] | null | undefined;
}

/** The values of a submitted form by field name; what was left empty is absent. */
export function formValues(state: Readonly<Record<string, Readonly<Record<string, StateValue>>>>): FormValues {
  const values: Record<string, string | readonly string[]> = {};
  for (const block of Object.values(state)) {
    for (const [name, given] of Object.entries(block)) {
      const value = filledIn(given);
      if (value !== null && value.length > 0) values[name] = value;
    }
  }
  return values;
}

function filledIn(given: StateValue): string | readonly string[] | null {
  switch (given.type) {
    case 'plain_text_input':
      return given.value ?? null;
    case 'datepicker':
      return given.selected_date ?? null;
    case 'timepicker':
      return given.selected_time ?? null;
    case 'static_select':
      return given.selected_option?.value ?? null;
    case 'checkboxes':
    case 'multi_static_select':
      return given.selected_options?.flatMap((option) => option.value ?? []) ?? null;
    case 'users_select':
      return given.selected_user ?? null;
    case 'multi_users_select':
      return given.selected_users ?? null;
    default:
      return null;
  }
}
