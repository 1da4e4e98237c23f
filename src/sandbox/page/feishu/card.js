import { warningBox } from '../lib/controls.js';
import { drawerOf, h } from '../lib/dom.js';
import { colorOf, markdown } from '../lib/markdown.js';
import { say } from '../lib/words.js';
import { control } from './controls.js';
import { cardTable } from './table.js';
import { textNodes, wordsOf } from './text.js';

/** Feishu card JSON 2.0 to DOM. @typedef {import('./text.js').FeishuContext} FeishuContext */

/** @param {any} card @param {FeishuContext} ctx @returns {HTMLElement} */
export function feishuCard(card, ctx) {
  if (card?.schema !== '2.0') return warningBox(`schema ${card?.schema ?? '?'}`, card, ctx.lang);
  const header = card.header === undefined ? null : drawHeader(card.header, ctx);
  const wide =
    card.config?.width_mode === 'fill' || (card.body?.elements ?? []).some((/** @type {any} */ element) => element?.tag === 'table');
  return h(
    'article',
    { class: wide ? 'card wide' : 'card' },
    header,
    h('div', { class: 'card-body' }, drawAll(card.body?.elements ?? [], ctx)),
  );
}

/** @param {any} header @param {FeishuContext} ctx */
function drawHeader(header, ctx) {
  return h(
    'header',
    { class: 'card-header', 'data-template': header.template ?? 'default' },
    h(
      'div',
      { class: 'card-title' },
      h('h3', null, textNodes(header.title, ctx)),
      (header.text_tag_list ?? []).map((/** @type {any} */ tag) =>
        h('span', { class: 'text-tag', 'data-color': colorOf(tag.color ?? 'neutral') }, wordsOf(tag.text, ctx)),
      ),
    ),
    header.subtitle === undefined ? null : h('p', { class: 'card-subtitle' }, textNodes(header.subtitle, ctx)),
  );
}

/** @param {any[]} elements @param {FeishuContext} ctx @returns {Node[]} */
export const drawAll = (elements, ctx) =>
  elements.map((element, index) => {
    const node = drawOne(element, ctx, spoken(elements[index - 1], ctx));
    node.setAttribute('data-key', element?.element_id ?? `${element?.tag}-${element?.name ?? index}`);
    return node;
  });

/** A text without its marks, as a name for the input below it. @param {any} element @param {FeishuContext} ctx */
const spoken = (element, ctx) =>
  element?.tag === 'markdown'
    ? wordsOf(element, ctx)
        .replace(/<[^>]*>|[*_`~]/g, '')
        .trim()
    : '';

/** @param {any} element @param {FeishuContext} ctx @param {string} before @returns {HTMLElement} */
function drawOne(element, ctx, before) {
  const draw = drawerOf(containers, element?.tag);
  if (draw !== undefined) return draw(element, ctx);
  return control(element, ctx, before) ?? warningBox(String(element?.tag), element, ctx.lang);
}

/** @param {any} element */
const textLook = (element) => ({
  'data-size': element.text_size ?? 'normal',
  'data-align': element.text_align ?? null,
  'data-color': element.text_color === undefined ? null : colorOf(element.text_color),
});

const containers = {
  /** @param {any} element @param {FeishuContext} ctx */
  markdown: (element, ctx) =>
    h('div', { class: 'card-text', ...textLook(element) }, markdown(wordsOf(element, ctx), { names: ctx.names, tags: true })),
  /** @param {any} element @param {FeishuContext} ctx */
  plain_text: (element, ctx) => h('div', { class: 'card-text', ...textLook(element) }, textNodes(element, ctx)),
  /** @param {any} element @param {FeishuContext} ctx */
  div: (element, ctx) =>
    h(
      'div',
      { class: 'card-text', ...textLook(element.text ?? {}) },
      element.text === undefined ? null : textNodes(element.text, ctx),
      element.fields === undefined
        ? null
        : h(
            'div',
            { class: 'card-fields' },
            element.fields.map((/** @type {any} */ field) =>
              h('div', { class: field.is_short ? 'short' : '' }, textNodes(field.text, ctx)),
            ),
          ),
    ),
  hr: () => h('hr'),
  /** @param {any} element @param {FeishuContext} ctx */
  column_set: (element, ctx) =>
    h(
      'div',
      {
        class: 'columns',
        'data-flex': element.flex_mode ?? 'none',
        'data-background': element.background_style === 'grey' ? 'grey' : null,
        'data-align': element.horizontal_align ?? null,
      },
      (element.columns ?? []).map((/** @type {any} */ column, /** @type {number} */ index) => {
        const weighted = column.width === 'weighted' || (column.width === undefined && (element.flex_mode ?? 'none') !== 'flow');
        const size = /^\d+px$/.test(column.width ?? '')
          ? { flex: `0 0 ${column.width}` }
          : weighted
            ? { flex: `${column.weight ?? 1} 1 0` }
            : {};
        return h(
          'div',
          {
            class: 'column',
            'data-key': `column-${index}`,
            'data-valign': column.vertical_align ?? null,
            'data-background': column.background_style === 'grey' ? 'grey' : null,
            style: size,
          },
          drawAll(column.elements ?? [], ctx),
        );
      }),
    ),
  /** @param {any} element @param {FeishuContext} ctx */
  form: (element, ctx) =>
    h(
      'form',
      {
        class: 'card-form',
        novalidate: true,
        'data-form': element.name ?? '',
        on: {
          submit: (/** @type {any} */ event) => {
            event.preventDefault();
            /** @type {HTMLElement | null} */ (event.currentTarget.querySelector('[data-submit]'))?.click();
          },
        },
      },
      drawAll(element.elements ?? [], ctx),
    ),
  /** @param {any} element @param {FeishuContext} ctx */
  collapsible_panel: (element, ctx) =>
    h(
      'details',
      { class: 'panel', open: element.expanded === true, 'data-initial': String(element.expanded === true) },
      h('summary', null, h('span', null, textNodes(element.header?.title, ctx))),
      h('div', { class: 'panel-body' }, drawAll(element.elements ?? [], ctx)),
    ),
  /** @param {any} element @param {FeishuContext} ctx */
  interactive_container: (element, ctx) =>
    h(
      'div',
      {
        class: 'container',
        role: 'button',
        tabindex: 0,
        on: { click: (/** @type {any} */ event) => ctx.press(event.currentTarget, element, element.confirm) },
      },
      drawAll(element.elements ?? [], ctx),
    ),
  table: cardTable,
  /** @param {any} element @param {FeishuContext} ctx */
  img(element, ctx) {
    const alt = wordsOf(element.alt, ctx) || say('picture', ctx.lang);
    return h(
      'figure',
      { class: 'picture', role: 'img', 'aria-label': alt },
      h('span', { 'aria-hidden': 'true' }, '🖼'),
      h('figcaption', null, alt),
    );
  },
  /** @param {any} element @param {FeishuContext} ctx */
  person: (element, ctx) => h('div', { class: 'card-text' }, ctx.names.personName(element.user_id) ?? element.user_id),
  /** @param {any} element @param {FeishuContext} ctx */
  person_list: (element, ctx) =>
    h(
      'div',
      { class: 'card-text' },
      (element.persons ?? [])
        .map((/** @type {any} */ person) => ctx.names.personName(person.id) ?? person.id)
        .join(ctx.locale === 'zh' ? '、' : ', '),
    ),
};
