import { assertNever } from '../../core/result.ts';
import { Temporal } from '../../core/time.ts';
import type { Field, Form, FormValues } from '../../view/view.ts';
import { limits } from '../limits.ts';
import {
  type Button,
  type CallbackValue,
  type CardJson,
  countTags,
  type FormElement,
  type FormField,
  type Markdown,
  plainText,
} from './card.ts';
import { cardRoom, fill } from './fill.ts';
import { cut, escapeMarkdown, oneLine, type Reader } from './markdown.ts';
import { pieces } from './pieces.ts';
import { close, shell } from './render.ts';
import { hiddenOptions, words } from './text.ts';

export interface FormState {
  /** Open ids that person pickers offer; empty: the members of the chat. */
  readonly people: readonly string[];
  /** What was typed, when a submitted form comes back; then it stands instead of the form's own initial values. */
  readonly typed?: FormValues;
  /** By field name. */
  readonly errors?: Readonly<Record<string, string>>;
}

/** Names of fields are lower case, so that these can never be one. */
const formName = 'Form';
const submitName = 'Submit';

/** What a submit button carries: dates and times come back with an offset and have to be told from text that looks like them. */
export function submitValue(form: Form): CallbackValue {
  const named = (kind: Field['kind']) => form.fields.filter((field) => field.kind === kind).map((field) => field.name);
  return { form: true, route: form.route, args: { ...form.args }, dates: named('date'), times: named('time') };
}

/** What the cancel button carries; it is answered here, because nothing has happened yet. */
export const cancelValue = (form: Form, reader: Reader): CallbackValue => ({
  cancel: true,
  title: oneLine(form.title, limits.title),
  locale: reader.locale,
});

type Part = Markdown | FormField | Button;

/** A form as a card for the direct chat: the introduction, the fields, submit, and cancel below them. */
export function renderForm(form: Form, state: FormState, reader: Reader, marker?: string): CardJson {
  const base = shell({ title: form.title, template: 'blue', summary: form.title });
  const cancel: Button = {
    tag: 'button',
    text: plainText(oneLine(form.cancel, limits.buttonText).trim() || '×'),
    type: 'default',
    behaviors: [{ type: 'callback', value: cancelValue(form, reader) }],
  };
  const submit: Button = {
    tag: 'button',
    text: plainText(oneLine(form.submit, limits.buttonText).trim() || '…'),
    type: 'primary',
    behaviors: [{ type: 'callback', value: submitValue(form) }],
    name: submitName,
    form_action_type: 'submit',
  };
  const people = state.people.slice(0, limits.personOptions);
  const draw = (optionsEach: number): FormElement => {
    const fields = form.fields.flatMap((field) => fieldParts(field, { ...state, people }, reader, optionsEach));
    return { tag: 'form', name: formName, elements: [...fields, submit] };
  };
  const roomBeside = (element: FormElement) => cardRoom(close(base, [element, cancel], 'm'.repeat(limits.elementId)));
  let optionsEach = optionRoom(form, reader);
  let element = draw(optionsEach);
  while (optionsEach > 1 && roomBeside(element).bytes < 0) {
    optionsEach = Math.floor(optionsEach / 2);
    element = draw(optionsEach);
  }
  const room = roomBeside(element);
  const intro = fill(pieces(form.intro, reader), [], undefined, reader, room);
  return close(base, [...intro, element, cancel], marker);
}

/** The options each choice may list so that all fields together stay within a card: an equal share of what is left. */
function optionRoom(form: Form, reader: Reader): number {
  const choices = form.fields.filter((field) => field.kind === 'choice' || field.kind === 'choices');
  if (choices.length === 0) return 0;
  const bare = form.fields.flatMap((field) =>
    fieldParts(field, { people: [], errors: Object.fromEntries(form.fields.map((each) => [each.name, '!'])) }, reader, 0),
  );
  const left = limits.elements - countTags(bare) - 20;
  return Math.max(2, Math.floor(left / choices.length));
}

function fieldParts(field: Field, state: FormState, reader: Reader, optionsEach: number): Part[] {
  const error = state.errors?.[field.name];
  const label = oneLine(field.label, 100).trim() || field.name;
  const above: Part[] =
    field.kind === 'text' || field.kind === 'long-text'
      ? []
      : [{ tag: 'markdown', content: `**${escapeMarkdown(label)}**${field.required ? ' &#42;' : ''}`, text_size: 'normal' }];
  const below: Part[] = [];
  if (error !== undefined)
    below.push({ tag: 'markdown', content: `<font color='red'>${escapeMarkdown(cut(error, 500)) || '!'}</font>`, text_size: 'notation' });
  const hint = escapeMarkdown(cut(field.hint ?? '', 500));
  if (hint.trim() !== '') below.push({ tag: 'markdown', content: hint, text_size: 'notation' });
  const hidden =
    (field.kind === 'choice' || field.kind === 'choices') && field.options.length > optionsEach ? field.options.length - optionsEach : 0;
  if (hidden > 0 && optionsEach > 0) below.push({ tag: 'markdown', content: hiddenOptions(hidden, reader.locale), text_size: 'notation' });
  return [...above, control(field, label, state, reader, optionsEach), ...below];
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** What stands in the field when the card is opened. */
function initialText(field: Field, state: FormState): string | undefined {
  if (state.typed !== undefined) {
    const typed = state.typed[field.name];
    return typeof typed === 'string' && typed !== '' ? typed : undefined;
  }
  return 'initial' in field && typeof field.initial === 'string' && field.initial !== '' ? field.initial : undefined;
}

function initialList(field: Field, state: FormState): readonly string[] {
  const given = state.typed !== undefined ? state.typed[field.name] : 'initial' in field ? field.initial : undefined;
  return given === undefined ? [] : typeof given === 'string' ? [given] : given;
}

function control(field: Field, label: string, state: FormState, reader: Reader, optionsEach: number): Markdown | FormField {
  const base = { name: field.name, required: field.required, width: 'fill' } as const;
  const placeholder = plainText(words.choose[reader.locale]);
  switch (field.kind) {
    case 'text':
    case 'long-text': {
      const longest = Math.min(limits.inputLength, Math.max(1, field.maxLength ?? limits.inputLength));
      const initial = initialText(field, state);
      const shown = oneLine(field.placeholder ?? '', 100).trim();
      return {
        tag: 'input',
        ...base,
        label: plainText(`${label}${field.required ? ' *' : ''}`),
        label_position: 'top',
        input_type: field.kind === 'text' ? 'text' : 'multiline_text',
        max_length: longest,
        ...(initial === undefined ? {} : { default_value: cut(initial, longest) }),
        ...(shown === '' ? {} : { placeholder: plainText(shown) }),
      };
    }
    case 'date': {
      const initial = initialText(field, state);
      return { tag: 'date_picker', ...base, placeholder, ...(initial !== undefined && isDate(initial) ? { initial_date: initial } : {}) };
    }
    case 'time': {
      const initial = initialText(field, state);
      return {
        tag: 'picker_time',
        ...base,
        placeholder,
        ...(initial !== undefined && /^([01]\d|2[0-3]):[0-5]\d$/.test(initial) ? { initial_time: initial } : {}),
      };
    }
    case 'choice':
    case 'choices': {
      const options = listed(field, state, optionsEach);
      if (options.length === 0) return { tag: 'markdown', content: words.noOptions[reader.locale], text_size: 'notation' };
      if (field.kind === 'choices') {
        const chosen = initialList(field, state).filter((value) => options.some((option) => option.value === value));
        return { tag: 'multi_select_static', ...base, placeholder, options, selected_values: chosen };
      }
      const initial = initialText(field, state);
      return {
        tag: 'select_static',
        ...base,
        placeholder,
        options,
        ...(options.some((option) => option.value === initial) && initial !== undefined ? { initial_option: initial } : {}),
      };
    }
    case 'person': {
      const initial = person(initialText(field, state), state, reader);
      return {
        tag: 'select_person',
        ...base,
        placeholder,
        options: offered(state.people, initial),
        ...(initial[0] === undefined ? {} : { initial_option: initial[0] }),
      };
    }
    case 'people': {
      const initial = initialList(field, state).flatMap((value) => person(value, state, reader));
      return { tag: 'multi_select_person', ...base, placeholder, options: offered(state.people, initial), selected_values: initial };
    }
    default:
      return assertNever(field);
  }
}

/** The first options, and always those that are chosen already; each value once. */
function listed(field: Extract<Field, { kind: 'choice' | 'choices' }>, state: FormState, most: number) {
  const chosen = new Set(initialList(field, state));
  const unique = [...new Map(field.options.filter((option) => option.value !== '').map((option) => [option.value, option])).values()];
  const fits =
    unique.length <= most
      ? unique
      : [...unique.filter((option) => chosen.has(option.value)), ...unique.filter((option) => !chosen.has(option.value))].slice(0, most);
  return fits.map((option) => ({ text: plainText(oneLine(option.label, 100).trim() || option.value), value: option.value }));
}

/** Typed values are open ids already; initial ones are persons of the house. */
function person(value: string | undefined, state: FormState, reader: Reader): string[] {
  if (value === undefined) return [];
  const userId = state.typed === undefined ? reader.userIds.get(value) : value;
  return userId === undefined ? [] : [userId];
}

function offered(people: readonly string[], initial: readonly string[]): { value: string }[] {
  return people.length === 0 ? [] : [...new Set([...initial, ...people])].map((value) => ({ value }));
}
