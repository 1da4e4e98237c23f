import { h } from '../lib/dom.js';
import { isoDay } from '../lib/format.js';
import { colorOf, inline } from '../lib/markdown.js';
import { say } from '../lib/words.js';

/** Feishu's `table` element with its pages. @typedef {import('./text.js').FeishuContext} FeishuContext */

/** @param {any} element @param {FeishuContext} ctx @returns {HTMLElement} */
export function cardTable(element, ctx) {
  const size = Math.min(10, Math.max(1, element.page_size ?? 5));
  const rows = element.rows ?? [];
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const show = (/** @type {HTMLElement} */ root, /** @type {number} */ page) => {
    root.dataset.page = String(page);
    root.querySelectorAll('tbody tr').forEach((row, index) => {
      /** @type {HTMLElement} */ (row).hidden = Math.floor(index / size) !== page;
    });
    const place = root.querySelector('.pager-place');
    if (place !== null) place.textContent = `${page + 1} / ${pages}`;
    root.querySelectorAll('.pager button').forEach((button, index) => {
      /** @type {HTMLButtonElement} */ (button).disabled = index === 0 ? page === 0 : page === pages - 1;
    });
  };
  const turn = (/** @type {number} */ by) => (/** @type {any} */ event) => {
    const root = event.currentTarget.closest('.card-table');
    show(root, Math.min(pages - 1, Math.max(0, Number(root.dataset.page ?? 0) + by)));
  };
  const node = h(
    'div',
    { class: 'card-table' },
    h(
      'div',
      { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': ctx.lang === 'zh' ? '表格' : 'Table' },
      h(
        'table',
        null,
        h(
          'thead',
          null,
          h(
            'tr',
            null,
            element.columns.map((/** @type {any} */ column) =>
              h('th', { scope: 'col', 'data-align': column.horizontal_align ?? null }, column.display_name ?? column.name),
            ),
          ),
        ),
        h(
          'tbody',
          null,
          rows.map((/** @type {any} */ row, /** @type {number} */ index) =>
            h(
              'tr',
              { hidden: index >= size },
              element.columns.map((/** @type {any} */ column) =>
                h('td', { 'data-align': column.horizontal_align ?? null }, cell(row[column.name], column, ctx)),
              ),
            ),
          ),
        ),
      ),
    ),
    pages > 1
      ? h(
          'div',
          { class: 'pager' },
          h('button', { type: 'button', 'aria-label': say('previous', ctx.lang), on: { click: turn(-1) } }, '‹'),
          h('span', { class: 'pager-place', 'data-island': true }),
          h('button', { type: 'button', 'aria-label': say('following', ctx.lang), on: { click: turn(1) } }, '›'),
        )
      : null,
  );
  show(node, 0);
  return node;
}

/** @param {any} value @param {any} column @param {FeishuContext} ctx @returns {import('../lib/dom.js').Child | import('../lib/dom.js').Child[]} */
function cell(value, column, ctx) {
  if (value === null || value === undefined) return '';
  switch (column.data_type) {
    case 'lark_md':
    case 'markdown':
      return inline(String(value).replace(/<br\s*\/?>/g, '\n'), { names: ctx.names, tags: true });
    case 'options':
      return Array.isArray(value)
        ? value.map((option) => h('span', { class: 'text-tag', 'data-color': colorOf(option.color ?? 'neutral') }, option.text))
        : String(value);
    case 'persons':
      return [value]
        .flat()
        .map((id) => ctx.names.personName(id) ?? id)
        .join(ctx.locale === 'zh' ? '、' : ', ');
    case 'date':
      return typeof value === 'number' ? isoDay(value) : String(value);
    case 'number':
      return `${column.format?.symbol ?? ''}${Number(value).toLocaleString('en', { useGrouping: column.format?.separator === true, minimumFractionDigits: column.format?.precision ?? 0, maximumFractionDigits: column.format?.precision ?? 6 })}`;
    default:
      return String(value);
  }
}
