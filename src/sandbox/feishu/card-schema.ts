import { cardShape } from './card-elements.ts';

export interface CardFault {
  readonly code: number;
  readonly message: string;
}

const containers = new Set(['column_set', 'collapsible_panel', 'form']);
const inputs = new Set([
  'input',
  'date_picker',
  'picker_time',
  'picker_datetime',
  'select_static',
  'multi_select_static',
  'select_person',
  'multi_select_person',
  'checker',
  'button',
]);
const selfNaming = new Set([...inputs, 'form']);

interface Walk {
  tags: number;
  tables: number;
  readonly ids: Set<string>;
  readonly names: Set<string>;
  fault: CardFault | null;
}

/**
 * Feishu's own judgement of a card JSON 2.0, written from the platform's description and not from what the bot emits.
 * Null: Feishu takes the card. Else its inner code and message.
 */
export function judgeCard(candidate: unknown): CardFault | null {
  const parsed = cardShape.safeParse(candidate);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const unknown = issue?.code === 'unrecognized_keys';
    return {
      code: unknown ? 200621 : 200861,
      message: `${issue?.path.join('/') ?? ''}: ${unknown ? `not support property ${issue.keys.join(',')}` : (issue?.message ?? 'parse card json err')}`,
    };
  }
  const walk: Walk = { tags: 0, tables: 0, ids: new Set(), names: new Set(), fault: null };
  visit(candidate, { depth: 0, form: false, root: false }, walk);
  if (walk.fault !== null) return walk.fault;
  if (walk.tags > 200) return { code: 300305, message: 'the number of card elements exceeds the limit of 200' };
  return walk.tables > 5 ? { code: 200731, message: 'card table number over limit' } : null;
}

function visit(node: unknown, at: { depth: number; form: boolean; root: boolean }, walk: Walk): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, at, walk);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const entries = node as Record<string, unknown>;
  const tag = typeof entries['tag'] === 'string' ? entries['tag'] : null;
  let inside = { ...at, root: false };
  if (tag !== null) {
    walk.tags += 1;
    walk.fault ??= judgeElement(tag, entries, at, walk);
    if (containers.has(tag)) inside = { depth: at.depth + 1, form: at.form || tag === 'form', root: false };
  }
  for (const [key, value] of Object.entries(entries)) {
    if (key === 'value' || key === 'rows') continue;
    visit(value, key === 'body' ? { depth: 0, form: false, root: true } : key === 'elements' && tag === null ? at : inside, walk);
  }
}

function judgeElement(
  tag: string,
  entries: Record<string, unknown>,
  at: { depth: number; form: boolean; root: boolean },
  walk: Walk,
): CardFault | null {
  const elementId = entries['element_id'];
  if (typeof elementId === 'string') {
    if (walk.ids.has(elementId)) return { code: 200614, message: `duplicate element_id ${elementId}` };
    walk.ids.add(elementId);
  }
  const name = entries['name'];
  if (selfNaming.has(tag) && typeof name === 'string') {
    if (walk.names.has(name)) return { code: 200530, message: `duplicate name ${name}` };
    walk.names.add(name);
  }
  if (at.depth >= 5 && containers.has(tag)) return { code: 200380, message: 'containers are nested too deep' };
  if (tag === 'table') {
    walk.tables += 1;
    if (!at.root) return { code: 200570, message: 'table can only be placed under the root node' };
  }
  if (tag === 'form') {
    if (!at.root) return { code: 200570, message: 'form can only be placed under the root node' };
    if (!holdsSubmit(entries['elements'])) return { code: 200530, message: 'form has no submit button' };
  }
  if ((tag === 'multi_select_static' || tag === 'multi_select_person') && !at.form)
    return { code: 200570, message: `${tag} is only supported in form` };
  if (at.form && inputs.has(tag) && (typeof name !== 'string' || name === ''))
    return { code: 200530, message: `${tag} in form has no name` };
  return null;
}

function holdsSubmit(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(holdsSubmit);
  if (typeof node !== 'object' || node === null) return false;
  if ('form_action_type' in node && node.form_action_type === 'submit') return true;
  return Object.values(node).some(holdsSubmit);
}
