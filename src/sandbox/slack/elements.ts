import type { Json, JsonObject } from './state.ts';

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** Interactive elements of blocks, each with the block it stands in. */
export function elementsOf(blocks: readonly JsonObject[]): { readonly block: JsonObject; readonly element: JsonObject }[] {
  return blocks.flatMap((block) =>
    [...list(block['elements']), block['accessory'], block['element']].flatMap((element) =>
      isObject(element) && typeof element['action_id'] === 'string' ? [{ block, element }] : [],
    ),
  );
}

/** What the client chose beside the element itself. */
const chosen = ['selected_option', 'selected_options', 'selected_user', 'selected_users', 'selected_date', 'selected_time', 'value'];

/** The `actions` entry for an element a person pressed; null when no such element stands in the blocks. */
export function pressedAction(blocks: readonly JsonObject[], pressed: unknown, ts: string): JsonObject | null {
  const asked = (typeof pressed === 'object' && pressed !== null ? pressed : {}) as JsonObject;
  const found = elementsOf(blocks).find(
    ({ block, element }) =>
      element['action_id'] === asked['action_id'] &&
      element['type'] === asked['type'] &&
      (asked['block_id'] === undefined || asked['block_id'] === block['block_id']),
  );
  if (found === undefined) return null;
  const { block, element } = found;
  if (
    element['type'] === 'overflow' &&
    !list(element['options']).some((option) => JSON.stringify(option) === JSON.stringify(asked['selected_option']))
  )
    return null;
  const kept = element['type'] === 'button' ? ['text', 'value', 'style', 'url', 'confirm'] : ['placeholder', 'confirm'];
  const from = (source: JsonObject, keys: readonly string[]) =>
    Object.fromEntries(keys.flatMap((key) => (source[key] === undefined ? [] : [[key, source[key]]])));
  return {
    ...from(element, kept),
    ...(element['type'] === 'button' ? {} : from(asked, chosen)),
    type: element['type'] ?? '',
    action_id: element['action_id'] ?? '',
    block_id: block['block_id'] ?? '',
    action_ts: ts,
  };
}

const initials: Readonly<Record<string, readonly [state: string, initial: string, none: Json]>> = {
  plain_text_input: ['value', 'initial_value', null],
  datepicker: ['selected_date', 'initial_date', null],
  timepicker: ['selected_time', 'initial_time', null],
  static_select: ['selected_option', 'initial_option', null],
  radio_buttons: ['selected_option', 'initial_option', null],
  users_select: ['selected_user', 'initial_user', null],
  multi_static_select: ['selected_options', 'initial_options', []],
  checkboxes: ['selected_options', 'initial_options', []],
  multi_users_select: ['selected_users', 'initial_users', []],
};

/** The state of every input of a view: what was filled in, else what it started with. */
export function inputState(blocks: readonly JsonObject[], given: unknown): { readonly [block: string]: JsonObject } {
  const filled = (typeof given === 'object' && given !== null ? given : {}) as Readonly<Record<string, Readonly<Record<string, Json>>>>;
  const state: Record<string, JsonObject> = {};
  for (const { block, element } of elementsOf(blocks.filter((candidate) => candidate['type'] === 'input'))) {
    const blockId = String(block['block_id']);
    const actionId = String(element['action_id']);
    const [key, initial, none] = initials[String(element['type'])] ?? ['value', 'initial_value', null];
    const own = filled[blockId]?.[actionId];
    state[blockId] = {
      [actionId]: isObject(own)
        ? { type: element['type'] ?? '', ...own }
        : { type: element['type'] ?? '', [key]: element[initial] ?? none },
    };
  }
  return state;
}

/** What the client itself objects to before it sends a form: required inputs left empty, text that is too long. */
export function clientErrors(blocks: readonly JsonObject[], state: { readonly [block: string]: JsonObject }): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { block, element } of elementsOf(blocks.filter((candidate) => candidate['type'] === 'input'))) {
    const blockId = String(block['block_id']);
    const value = state[blockId]?.[String(element['action_id'])];
    const [key] = initials[String(element['type'])] ?? ['value'];
    const held = isObject(value) ? value[key] : null;
    const empty = held === null || held === undefined || held === '' || (Array.isArray(held) && held.length === 0);
    if (empty && block['optional'] !== true) errors[blockId] = 'Please complete this required field.';
    const most = element['max_length'];
    if (typeof held === 'string' && typeof most === 'number' && held.length > most)
      errors[blockId] = `Please enter at most ${most} characters.`;
  }
  return errors;
}
