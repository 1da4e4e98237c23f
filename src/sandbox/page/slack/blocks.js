import { warningBox } from '../lib/controls.js';
import { drawerOf, h } from '../lib/dom.js';
import { markdown } from '../lib/markdown.js';
import { plain, slackElement, textObject } from './elements.js';
import { richText } from './rich-text.js';

/** Block Kit to DOM. @typedef {import('./elements.js').SlackContext} SlackContext */

/** @param {any[]} list @param {SlackContext} ctx @returns {HTMLElement} */
export function slackBlocks(list, ctx) {
  return h(
    'div',
    { class: 'blocks' },
    list.map((block, index) => {
      const draw = drawerOf(blocks, block?.type);
      const id = block?.block_id ?? `b${index}`;
      const node = draw === undefined ? warningBox(String(block?.type), block, ctx.lang) : draw({ ...block, block_id: id }, ctx);
      node.setAttribute('data-key', `${block?.type}-${id}`);
      return node;
    }),
  );
}

let ids = 0;
/** @param {any} block @param {string} [label] */
const place = (block, label = '') => ({ block: block.block_id, label, input: false, dispatch: false, required: false });

const blocks = {
  /** @param {any} block */
  header: (block) => h('h3', { class: 'block-header' }, plain(block.text)),
  divider: () => h('hr'),
  /** @param {any} block @param {SlackContext} ctx */
  section(block, ctx) {
    const text = block.text === undefined ? null : h('div', { class: 'text' }, textObject(block.text, ctx));
    const fields =
      block.fields === undefined
        ? null
        : h(
            'div',
            { class: 'fields' },
            block.fields.map((/** @type {any} */ field) => h('div', { class: 'text' }, textObject(field, ctx))),
          );
    const accessory =
      block.accessory === undefined
        ? null
        : h(
            'div',
            { class: 'accessory' },
            slackElement(block.accessory, ctx, place(block, block.text === undefined ? '' : plain(block.text))),
          );
    return h('div', { class: 'block-section' }, h('div', { class: 'section-main' }, text, fields), accessory);
  },
  /** @param {any} block @param {SlackContext} ctx */
  context: (block, ctx) =>
    h(
      'div',
      { class: 'block-context' },
      block.elements.map((/** @type {any} */ element) =>
        element.type === 'image' ? slackElement(element, ctx, place(block)) : h('span', null, textObject(element, ctx)),
      ),
    ),
  /** @param {any} block @param {SlackContext} ctx */
  actions: (block, ctx) =>
    h(
      'div',
      { class: 'block-actions' },
      block.elements.map((/** @type {any} */ element) => slackElement(element, ctx, place(block))),
    ),
  /** @param {any} block @param {SlackContext} ctx */
  image: (block, ctx) =>
    h(
      'figure',
      { class: 'block-image' },
      block.title === undefined ? null : h('figcaption', null, textObject(block.title, ctx)),
      h('img', { src: block.image_url, alt: block.alt_text ?? '', loading: 'lazy' }),
    ),
  /** @param {any} block @param {SlackContext} ctx */
  rich_text: (block, ctx) => h('div', { class: 'text rich-text' }, richText(block, ctx)),
  /** @param {any} block @param {SlackContext} ctx */
  markdown: (block, ctx) => h('div', { class: 'text rich-text' }, markdown(block.text ?? '', { names: ctx.names, tags: false })),
  /** @param {any} block @param {SlackContext} ctx */
  table: (block, ctx) => tableOf(block, ctx),
  /** @param {any} block @param {SlackContext} ctx */
  data_table: (block, ctx) => tableOf(block, ctx),
  /** @param {any} block @param {SlackContext} ctx */
  alert: (block, ctx) => h('div', { class: `block-alert level-${block.level ?? 'default'}`, role: 'note' }, textObject(block.text, ctx)),
  /** @param {any} block @param {SlackContext} ctx */
  input(block, ctx) {
    ids += 1;
    const id = `field-${ids}`;
    const error = ctx.errors[block.block_id];
    const grouped = ['checkboxes', 'radio_buttons'].includes(block.element?.type);
    const label = [
      plain(block.label),
      block.optional === true ? h('span', { class: 'optional' }, `(${ctx.lang === 'zh' ? '选填' : 'optional'})`) : null,
    ];
    const control = slackElement(block.element, ctx, {
      block: block.block_id,
      label: plain(block.label),
      input: true,
      dispatch: block.dispatch_action === true,
      required: block.optional !== true,
      id,
    });
    if (error !== undefined) control.setAttribute('aria-invalid', 'true');
    control.setAttribute('aria-describedby', `${id}-note`);
    return h(
      'div',
      { class: error === undefined ? 'block-input' : 'block-input invalid', 'data-block': block.block_id },
      grouped || block.element?.type.startsWith('multi_')
        ? h('span', { class: 'label' }, label)
        : h('label', { class: 'label', for: id }, label),
      control,
      h(
        'div',
        { class: 'note', id: `${id}-note`, 'data-key': 'note' },
        h('p', { class: 'error', role: 'alert' }, error ?? ''),
        block.hint === undefined ? null : h('p', { class: 'hint' }, textObject(block.hint, ctx)),
      ),
    );
  },
};

/** `table` and `data_table`: the first row is the head. @param {any} block @param {SlackContext} ctx */
function tableOf(block, ctx) {
  const align = (/** @type {number} */ column) => block.column_settings?.[column]?.align ?? null;
  const cell = (/** @type {any} */ content) =>
    content?.type === 'rich_text' ? richText(content, ctx) : (content?.text ?? String(content?.value ?? ''));
  const row = (/** @type {any[]} */ cells, /** @type {string} */ tag) =>
    h(
      'tr',
      null,
      cells.map((content, column) => h(tag, { 'data-align': align(column), scope: tag === 'th' ? 'col' : null }, cell(content))),
    );
  const [head, ...rest] = block.rows ?? [];
  return h(
    'div',
    { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': block.caption ?? (ctx.lang === 'zh' ? '表格' : 'Table') },
    h(
      'table',
      null,
      block.caption === undefined ? null : h('caption', null, block.caption),
      head === undefined ? null : h('thead', null, row(head, 'th')),
      h(
        'tbody',
        null,
        rest.map((/** @type {any[]} */ cells) => row(cells, 'td')),
      ),
    ),
  );
}
