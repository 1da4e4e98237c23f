import { chosen, momentControl, multiControl, selectControl, textControl } from '../lib/controls.js';
import { drawerOf, h } from '../lib/dom.js';
import { openMenu } from '../lib/menu.js';
import { say } from '../lib/words.js';
import { textNodes, wordsOf } from './text.js';

/**
 * Interactive elements of a Feishu card. Outside a form a choice is a press with `option`, `options`, `checked` or `input_value`, as the
 * callback carries it; inside a form it is a value under its name. Dates and times of a form are wall times (`2026-12-03`, `07:30`): the
 * local Feishu checks them and adds the zone, as the server of the real one does for its clients.
 *
 * @typedef {import('./text.js').FeishuContext} FeishuContext
 */

/**
 * @param {any} element @param {FeishuContext} ctx @param {string} before the text that stands before it, which names what has no label
 * @returns {HTMLElement | null} null: not an interactive element
 */
export function control(element, ctx, before = '') {
  if (element?.tag === 'button') return button(element, ctx);
  if (element?.tag === 'overflow') return overflow(element, ctx);
  if (element?.tag === 'checker') return checker(element, ctx);
  const draw = drawerOf(valueElements, element?.tag);
  return draw === undefined ? null : labelled(element, draw(element, { ...ctx, before }), ctx);
}

/** @param {any} element @param {Node} node @param {FeishuContext} ctx @returns {HTMLElement} */
function labelled(element, node, ctx) {
  const said = wordsOf(element.label, ctx);
  // Whoever wrote the card may have put the star there.
  const starred = element.required === true && !/[*＊]$/.test(said.trim());
  const label =
    element.label === undefined
      ? null
      : h('span', { class: 'label', 'aria-hidden': 'true' }, said, starred ? h('span', { class: 'required' }, '*') : null);
  return h(
    'div',
    { class: 'card-field', 'data-block': element.name ?? '', 'data-label': element.label_position ?? 'top' },
    label,
    h('div', { class: 'card-control' }, node, h('p', { class: 'error', role: 'alert', 'data-island': true })),
  );
}

/**
 * @param {any} element @param {FeishuContext} ctx @param {string} key of the callback outside a form
 * @param {(node: any) => any} read undefined: nothing chosen
 */
function usual(element, ctx, key, read) {
  const placeholder = wordsOf(element.placeholder, ctx);
  return {
    lang: ctx.lang,
    label: wordsOf(element.label, ctx) || ctx.before || placeholder || element.name || element.tag,
    placeholder: placeholder || undefined,
    disabled: element.disabled === true,
    field:
      element.name === undefined
        ? undefined
        : {
            path: [element.name],
            read,
            required: element.required === true,
            empty: (/** @type {any} */ value) => value === undefined || value === '' || value.length === 0,
          },
    onChange: (/** @type {any} */ node) => {
      if (node.closest('form') === null) ctx.press(node, { ...element, [key]: read(node) }, element.confirm);
    },
  };
}

/** @param {'date' | 'time' | 'datetime-local'} type @param {string} initial */
const moment = (type, initial) => (/** @type {any} */ element, /** @type {FeishuContext} */ ctx) =>
  momentControl({
    ...usual(element, ctx, 'option', (node) => (node.value === '' ? undefined : node.value.replace('T', ' '))),
    type,
    initial: (element[initial] ?? '').replace(' ', 'T'),
  });

/** @param {any} element @param {FeishuContext} ctx */
const choices = (element, ctx) =>
  (element.options ?? []).map((/** @type {any} */ option) => ({ value: option.value, label: wordsOf(option.text, ctx) }));

/** Without options anybody of the chat can be chosen. @param {any} element @param {FeishuContext} ctx */
function people(element, ctx) {
  const ids = (element.options ?? []).map((/** @type {any} */ option) => option.value);
  const known = ctx.users.filter((user) => ids.length === 0 || ids.includes(user.id));
  const unknown = ids.filter((/** @type {string} */ id) => !known.some((user) => user.id === id));
  return [
    ...known.map((user) => ({ value: user.id, label: user.name, note: user.title })),
    ...unknown.map((/** @type {string} */ id) => ({ value: id, label: id })),
  ];
}

/** @param {any} node */
const chosenValue = (node) => (node.value === '' ? undefined : node.value);

const valueElements = {
  /** @param {any} element @param {FeishuContext} ctx */
  input: (element, ctx) =>
    textControl({
      ...usual(element, ctx, 'input_value', (node) => node.value),
      type: element.input_type === 'password' ? 'password' : 'text',
      multiline: element.input_type === 'multiline_text',
      rows: element.rows ?? 3,
      initial: element.default_value ?? '',
      maxLength: element.max_length,
    }),
  date_picker: moment('date', 'initial_date'),
  picker_time: moment('time', 'initial_time'),
  picker_datetime: moment('datetime-local', 'initial_datetime'),
  /** @param {any} element @param {FeishuContext} ctx */
  select_static: (element, ctx) =>
    selectControl({ ...usual(element, ctx, 'option', chosenValue), choices: choices(element, ctx), initial: element.initial_option }),
  /** @param {any} element @param {FeishuContext} ctx */
  select_person: (element, ctx) =>
    selectControl({ ...usual(element, ctx, 'option', chosenValue), choices: people(element, ctx), initial: element.initial_option }),
  /** @param {any} element @param {FeishuContext} ctx */
  multi_select_static: (element, ctx) =>
    multiControl({ ...usual(element, ctx, 'options', chosen), choices: choices(element, ctx), initial: element.selected_values ?? [] }),
  /** @param {any} element @param {FeishuContext} ctx */
  multi_select_person: (element, ctx) =>
    multiControl({ ...usual(element, ctx, 'options', chosen), choices: people(element, ctx), initial: element.selected_values ?? [] }),
};

/** @param {any} element @param {FeishuContext} ctx */
function checker(element, ctx) {
  return h(
    'label',
    { class: 'checker' },
    h('input', {
      type: 'checkbox',
      checked: element.checked === true,
      disabled: element.disabled === true,
      'data-initial': String(element.checked === true),
      field: element.name === undefined ? undefined : { path: [element.name], read: (/** @type {any} */ node) => node.checked },
      on: {
        change: (/** @type {any} */ event) => {
          const node = event.currentTarget;
          if (node.closest('form') === null) ctx.press(node, { ...element, checked: node.checked }, element.confirm);
        },
      },
    }),
    h('span', null, textNodes(element.text, ctx)),
  );
}

/** @param {any} element @param {FeishuContext} ctx */
function button(element, ctx) {
  const address = (element.behaviors ?? []).find((/** @type {any} */ behavior) => behavior.type === 'open_url');
  const calls = (element.behaviors ?? []).some((/** @type {any} */ behavior) => behavior.type === 'callback');
  const props = {
    class: 'button',
    'data-type': element.type ?? 'default',
    'data-size': element.size ?? 'medium',
    'data-width': element.width === 'fill' ? 'fill' : null,
  };
  const label = wordsOf(element.text, ctx);
  if (address !== undefined && !calls)
    return h('a', { ...props, href: address.default_url ?? address.pc_url, target: '_blank', rel: 'noopener noreferrer' }, label);
  const kind = element.form_action_type;
  const click = (/** @type {any} */ event) => {
    const node = event.currentTarget;
    if (kind === 'reset') reset(node.closest('form'));
    else if (kind === 'submit') ctx.submit(node, element, element.confirm);
    else ctx.press(node, element, element.confirm);
  };
  return h(
    'button',
    { ...props, type: 'button', disabled: element.disabled === true, 'data-submit': kind === 'submit' ? '' : null, on: { click } },
    label,
  );
}

/** @param {HTMLFormElement | null} form */
function reset(form) {
  form?.reset();
  // A reset tells nobody; the chips of the pickers are drawn on change.
  for (const box of form?.querySelectorAll('.pick input[type=checkbox]') ?? []) box.dispatchEvent(new Event('change', { bubbles: true }));
}

/** @param {any} element @param {FeishuContext} ctx */
function overflow(element, ctx) {
  const open = (/** @type {any} */ event) => {
    const node = event.currentTarget;
    openMenu(
      node,
      (element.options ?? []).map((/** @type {any} */ option) => ({
        label: wordsOf(option.text, ctx),
        run: () => {
          if (option.multi_url?.url !== undefined) window.open(option.multi_url.url, '_blank', 'noopener');
          else ctx.press(node, { ...element, option: option.value, selected_option: option }, element.confirm);
        },
      })),
    );
  };
  return h(
    'button',
    {
      class: 'button overflow',
      'data-type': 'default',
      type: 'button',
      'aria-label': say('more', ctx.lang),
      'aria-haspopup': 'menu',
      disabled: element.disabled === true,
      on: { click: open },
    },
    '⋯',
  );
}
