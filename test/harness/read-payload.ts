/** Reads what a person would read and press in a platform payload (Block Kit or card JSON 2.0), without knowing which it is. */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const words = [
  'text',
  'content',
  'title',
  'label',
  'placeholder',
  'name',
  'elements',
  'fields',
  'rows',
  'header',
  'body',
  'blocks',
  'columns',
  'accessory',
  'options',
  'subtitle',
  'text_tag_list',
  'card',
  'cells',
  'value',
];

/** Every visible string, in order, one a line. */
export function visibleText(payload: unknown): string {
  const lines: string[] = [];
  walk(payload as Json, lines);
  return lines.join('\n');
}

function walk(node: Json, lines: string[]): void {
  if (typeof node === 'string') {
    lines.push(node);
    return;
  }
  if (Array.isArray(node)) {
    for (const item of node) walk(item, lines);
    return;
  }
  if (node === null || typeof node !== 'object') return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'value' && typeof value !== 'string') continue;
    if (key === 'value' && ('behaviors' in node || 'action_id' in node)) continue;
    if (typeof value === 'string') {
      if (['text', 'content', 'url'].includes(key)) lines.push(value);
      continue;
    }
    if (words.includes(key) || Array.isArray(value) || typeof value === 'object') walk(value, lines);
  }
}

/** The interactive element whose label is exactly `label` (or, for an overflow menu, the element with that option chosen). */
export function findPressable(payload: unknown, label: string): Record<string, unknown> | null {
  return search(payload as Json, label, null);
}

function search(node: Json, label: string, block: string | null): Record<string, unknown> | null {
  if (Array.isArray(node)) {
    for (const item of node) {
      const found = search(item, label, block);
      if (found !== null) return found;
    }
    return null;
  }
  if (node === null || typeof node !== 'object') return null;
  const blockId = typeof node.block_id === 'string' ? node.block_id : block;
  const kind = node.tag ?? node.type;
  if (kind === 'button' && labelOf(node.text ?? null) === label) return { ...node, ...(blockId === null ? {} : { block_id: blockId }) };
  if (kind === 'overflow' && Array.isArray(node.options)) {
    const option = node.options.find(
      (candidate) =>
        candidate !== null && typeof candidate === 'object' && !Array.isArray(candidate) && labelOf(candidate.text ?? null) === label,
    );
    if (option !== undefined) return { ...node, selected_option: option, ...(blockId === null ? {} : { block_id: blockId }) };
  }
  for (const value of Object.values(node)) {
    const found = search(value, label, blockId);
    if (found !== null) return found;
  }
  return null;
}

function labelOf(text: Json): string | null {
  if (text === null || typeof text !== 'object' || Array.isArray(text)) return null;
  if (typeof text.text === 'string') return text.text;
  return typeof text.content === 'string' ? text.content : null;
}

/** Labels of everything that can be pressed, for a failing test's message. */
export function pressableLabels(payload: unknown): string[] {
  const labels: string[] = [];
  collect(payload as Json, labels);
  return labels;
}

function collect(node: Json, labels: string[]): void {
  if (Array.isArray(node)) for (const item of node) collect(item, labels);
  if (node === null || typeof node !== 'object' || Array.isArray(node)) return;
  if ((node.tag ?? node.type) === 'button') labels.push(labelOf(node.text ?? null) ?? '?');
  for (const value of Object.values(node)) collect(value, labels);
}
