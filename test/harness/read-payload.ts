/** Reads what a person would read, press and fill in in a platform payload (Block Kit or card JSON 2.0), without knowing which it is. */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const isObject = (node: Json | undefined): node is JsonObject => node !== null && typeof node === 'object' && !Array.isArray(node);

/** Every object of the payload, parents first, with the block it stands in. */
function* objects(node: Json, block: string | null = null): Generator<{ node: JsonObject; block: string | null }> {
  if (Array.isArray(node)) for (const item of node) yield* objects(item, block);
  if (!isObject(node)) return;
  const inside = typeof node.block_id === 'string' ? node.block_id : block;
  yield { node, block: inside };
  for (const value of Object.values(node)) yield* objects(value, inside);
}

/** What the bot keeps in a payload for itself and no client shows. */
const unseen = new Set([
  'behaviors',
  'metadata',
  'private_metadata',
  'callback_id',
  'element_id',
  'block_id',
  'action_id',
  'confirm',
  'config',
  'i18n',
]);

/** Every visible string, in order, one a line. */
export function visibleText(payload: unknown): string {
  const lines: string[] = [];
  walk(payload as Json, null, lines);
  return lines.join('\n');
}

function walk(node: Json, key: string | null, lines: string[]): void {
  if (typeof node === 'string') {
    if (key === null || key === 'text' || key === 'content') lines.push(key === 'content' ? readMarkdown(node) : node);
    return;
  }
  if (Array.isArray(node)) {
    for (const item of node) walk(item, key === 'rows' ? 'content' : key, lines);
    return;
  }
  if (!isObject(node)) return;
  if (node.type === 'rich_text_section') {
    // The runs of a line are read together.
    const runs: string[] = [];
    walk(node.elements ?? null, 'elements', runs);
    lines.push(runs.join(''));
    return;
  }
  if (node.tag === 'table' && Array.isArray(node.columns) && Array.isArray(node.rows)) return walkTable(node, lines);
  for (const [name, value] of Object.entries(node)) if (!unseen.has(name)) walk(value, name, lines);
}

/** Feishu's markdown as it is shown: no stars, no tags, characters instead of entities. */
function readMarkdown(text: string): string {
  return text
    .replaceAll('**', '')
    .replace(/<\/?(font|at|text_tag)[^>]*>/g, '')
    .replace(/^- /gm, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

/** Feishu's tables hold their cells by column name. */
function walkTable(node: JsonObject, lines: string[]): void {
  const columns = (Array.isArray(node.columns) ? node.columns : []).filter(isObject);
  lines.push(columns.map((column) => String(column.display_name ?? '')).join(' | '));
  for (const row of Array.isArray(node.rows) ? node.rows : []) {
    if (isObject(row)) lines.push(columns.map((column) => String(row[String(column.name)] ?? '')).join(' | '));
  }
}

/** The interactive element whose label is exactly `label` (or, for an overflow menu, the element with that option chosen). */
export function findPressable(payload: unknown, label: string): Record<string, unknown> | null {
  for (const { node, block } of objects(payload as Json)) {
    const place = block === null ? {} : { block_id: block };
    const kind = node.tag ?? node.type;
    if (kind === 'button' && labelOf(node.text ?? null) === label) return { ...node, ...place };
    if (kind === 'overflow' && Array.isArray(node.options)) {
      const option = node.options.find((candidate) => isObject(candidate) && labelOf(candidate.text ?? null) === label);
      if (option !== undefined) return { ...node, selected_option: option, ...place };
    }
  }
  return null;
}

function labelOf(text: Json): string | null {
  if (!isObject(text)) return null;
  if (typeof text.text === 'string') return text.text;
  return typeof text.content === 'string' ? text.content : null;
}

/** Labels of everything that can be pressed, for a failing test's message. */
export function pressableLabels(payload: unknown): string[] {
  const labels: string[] = [];
  for (const { node } of objects(payload as Json)) {
    const kind = node.tag ?? node.type;
    if (kind === 'button') labels.push(labelOf(node.text ?? null) ?? '?');
    if (kind === 'overflow' && Array.isArray(node.options))
      for (const option of node.options) if (isObject(option)) labels.push(labelOf(option.text ?? null) ?? '?');
  }
  return labels;
}

/** One input of a form as it stands in a modal or a card. */
interface Input {
  readonly name: string;
  readonly block: string | null;
  readonly kind: string;
  readonly options: readonly { readonly label: string; readonly value: string; readonly whole: JsonObject }[];
  readonly node: JsonObject;
}

const inputKinds =
  /^(plain_text_input|datepicker|timepicker|static_select|checkboxes|multi_static_select|users_select|multi_users_select|input|date_picker|picker_time|select_static|multi_select_static|select_person|multi_select_person)$/;

function inputsOf(payload: unknown): Input[] {
  const inputs: Input[] = [];
  for (const { node, block } of objects(payload as Json)) {
    const kind = String(node.tag ?? node.type ?? '');
    const name = node.name ?? node.action_id;
    if (!inputKinds.test(kind) || typeof name !== 'string') continue;
    const groups = Array.isArray(node.option_groups) ? node.option_groups.filter(isObject) : [];
    const listed = [node.options ?? [], ...groups.map((group) => group.options ?? [])].flatMap((list) => (Array.isArray(list) ? list : []));
    const options = listed.filter(isObject).map((option) => ({
      label: labelOf(option.text ?? null) ?? String(option.value),
      value: String(option.value),
      whole: option,
    }));
    inputs.push({ name, block, kind, options, node });
  }
  return inputs;
}

/** Labels of the choices a form offers for a field. */
export function choicesOf(payload: unknown, field: string): string[] {
  return (inputsOf(payload).find((input) => input.name === field)?.options ?? []).map((option) => option.label);
}

/** Names of the fields of a form. */
export const fieldsOf = (payload: unknown): string[] => inputsOf(payload).map((input) => input.name);

/** What a person fills in: field name → text, date, time, the label of a choice, a messenger user id; several of them as a list. */
export type Filled = Readonly<Record<string, string | readonly string[]>>;

const asList = (given: string | readonly string[] | undefined): readonly string[] =>
  given === undefined ? [] : typeof given === 'string' ? [given] : given;

function pick(input: Input, wanted: string) {
  const option = input.options.find((candidate) => candidate.label === wanted || candidate.value === wanted);
  if (option === undefined)
    throw new Error(`${input.name} does not offer “${wanted}”; there is: ${input.options.map(({ label }) => label).join(', ')}`);
  return option;
}

function check(inputs: readonly Input[], filled: Filled): void {
  const known = inputs.map((input) => input.name);
  const strange = Object.keys(filled).filter((name) => !known.includes(name));
  if (strange.length > 0) throw new Error(`The form has no field ${strange.join(', ')}; there is: ${known.join(', ')}`);
}

/** The state of a modal whose fields were filled in; what was not touched keeps what it opened with. */
export function modalState(view: unknown, filled: Filled): Record<string, Record<string, unknown>> {
  const inputs = inputsOf(view);
  check(inputs, filled);
  const state: Record<string, Record<string, unknown>> = {};
  for (const input of inputs) state[input.block ?? ''] = { [input.name]: { type: input.kind, ...modalValue(input, filled[input.name]) } };
  return state;
}

function modalValue(input: Input, given: string | readonly string[] | undefined): Record<string, unknown> {
  const list = asList(given);
  const [one = null] = list;
  const { node } = input;
  switch (input.kind) {
    case 'datepicker':
      return { selected_date: one ?? node.initial_date ?? null };
    case 'timepicker':
      return { selected_time: one ?? node.initial_time ?? null };
    case 'static_select':
      return { selected_option: one === null ? (node.initial_option ?? null) : one === '' ? null : pick(input, one).whole };
    case 'checkboxes':
    case 'multi_static_select':
      return { selected_options: given === undefined ? (node.initial_options ?? []) : list.map((each) => pick(input, each).whole) };
    case 'users_select':
      return { selected_user: one ?? node.initial_user ?? null };
    case 'multi_users_select':
      return { selected_users: given === undefined ? (node.initial_users ?? []) : list };
    default:
      return { value: one ?? node.initial_value ?? null };
  }
}

/** The values of a form card whose fields were filled in; what was not touched keeps what it opened with. */
export function cardValues(card: unknown, filled: Filled): Record<string, unknown> {
  const inputs = inputsOf(card);
  check(inputs, filled);
  return Object.fromEntries(
    inputs.map((input) => {
      const { node } = input;
      const choice = input.kind.endsWith('select_static');
      const given = filled[input.name];
      const list = asList(given).map((each) => (choice && each !== '' ? pick(input, each).value : each));
      if (input.kind.startsWith('multi_')) return [input.name, given === undefined ? (node.selected_values ?? []) : list];
      return [input.name, list[0] ?? node.default_value ?? node.initial_option ?? node.initial_date ?? node.initial_time ?? ''];
    }),
  );
}

/** The submit button of a form card; null: the payload is no form. */
export function submitButton(payload: unknown): Record<string, unknown> | null {
  for (const { node } of objects(payload as Json)) if (node.form_action_type === 'submit') return node;
  return null;
}
