import { h } from './dom.js';
import { say } from './words.js';

/**
 * Form controls both messengers draw with. Native ones wherever there is one: they are reached by keyboard and phone without our help.
 *
 * @typedef {import('./dom.js').Field} Field
 * @typedef {import('./format.js').Lang} Lang
 * @typedef {{ value: string, label: string, note?: string, group?: string }} Choice
 * @typedef {{ label: string, lang: Lang, field?: Field | undefined, disabled?: boolean | undefined, placeholder?: string | undefined, onChange?: ((node: any) => void) | undefined, id?: string | undefined }} Usual
 */

/** @param {Usual} usual @param {unknown} initial */
const attributes = (usual, initial) => ({
  id: usual.id,
  'aria-label': usual.id === undefined ? usual.label : null,
  'data-initial': JSON.stringify(initial ?? null),
  field: usual.field,
  disabled: usual.disabled,
  on: usual.onChange === undefined ? {} : { change: (/** @type {any} */ event) => usual.onChange?.(event.currentTarget) },
});

/** @param {Usual & { type?: string, initial?: string, multiline?: boolean, rows?: number, maxLength?: number, minLength?: number }} how */
export function textControl(how) {
  const initial = how.initial ?? '';
  const usual = {
    ...attributes(how, initial),
    placeholder: how.placeholder,
    maxlength: how.maxLength,
    minlength: how.minLength,
    value: initial,
  };
  if (how.multiline) return h('textarea', { ...usual, class: 'control', rows: how.rows ?? 4 });
  return h('input', { ...usual, class: 'control', type: how.type ?? 'text', autocomplete: 'off' });
}

/** `type` date, time or datetime-local; the value is the platform-free ISO text. @param {Usual & { type: 'date' | 'time' | 'datetime-local', initial?: string }} how */
export function momentControl(how) {
  return h('input', { ...attributes(how, how.initial ?? ''), class: 'control control-moment', type: how.type, value: how.initial ?? '' });
}

/** @param {Usual & { choices: Choice[], initial?: string | undefined }} how */
export function selectControl(how) {
  const groups = [...new Set(how.choices.map((choice) => choice.group ?? ''))];
  const option = (/** @type {Choice} */ choice) =>
    h('option', { value: choice.value, 'data-key': choice.value, selected: choice.value === how.initial }, choice.label);
  const node = h(
    'select',
    { ...attributes(how, how.initial ?? ''), class: 'control' },
    h('option', { value: '' }, how.placeholder ?? say('chooseOne', how.lang)),
    groups.map((group) => {
      const options = how.choices.filter((choice) => (choice.group ?? '') === group).map(option);
      return group === '' ? options : h('optgroup', { label: group }, options);
    }),
  );
  node.value = how.initial ?? '';
  return node;
}

/** Several of a list: chips that fold open to check boxes with a filter. @param {Usual & { choices: Choice[], initial?: string[] }} how */
export function multiControl(how) {
  const initial = new Set(how.initial ?? []);
  const redraw = (/** @type {HTMLElement} */ root) => {
    const chips = chosen(root).map((value) =>
      h('span', { class: 'chip' }, how.choices.find((choice) => choice.value === value)?.label ?? value),
    );
    root.querySelector('.pick-chips')?.replaceChildren(...(chips.length > 0 ? chips : [placeholder()]));
  };
  const placeholder = () => h('span', { class: 'placeholder' }, how.placeholder ?? say('chooseOne', how.lang));
  const filter = (/** @type {any} */ event) => {
    const wanted = event.currentTarget.value.trim().toLowerCase();
    const list = event.currentTarget.closest('details');
    let shown = 0;
    for (const row of list.querySelectorAll('.pick-row')) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      if (!row.hidden) shown += 1;
    }
    list.querySelector('.pick-none').hidden = shown > 0;
  };
  const node = h(
    'details',
    {
      id: how.id,
      class: 'control pick',
      'data-key': `pick-${JSON.stringify([...initial])}`,
      'data-initial': JSON.stringify([...initial]),
      field: how.field,
      on: {
        change: (/** @type {any} */ event) => {
          if (event.target.type !== 'checkbox') return;
          redraw(event.currentTarget);
          how.onChange?.(event.currentTarget);
        },
        keydown: (/** @type {any} */ event) => {
          if (event.key !== 'Escape' || !event.currentTarget.open) return;
          event.stopPropagation();
          event.currentTarget.open = false;
          event.currentTarget.querySelector('summary').focus();
        },
        focusout: (/** @type {any} */ event) => {
          if (event.relatedTarget !== null && !event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
        },
      },
    },
    h('summary', { 'aria-label': how.label }, h('span', { class: 'pick-chips', 'data-island': true })),
    h(
      'div',
      { class: 'pick-list' },
      how.choices.length > 7
        ? h('input', {
            class: 'control',
            type: 'search',
            placeholder: say('filter', how.lang),
            'aria-label': say('filter', how.lang),
            on: { input: filter },
          })
        : null,
      how.choices.map((choice) =>
        h(
          'label',
          { class: 'pick-row', 'data-key': choice.value },
          h('input', {
            type: 'checkbox',
            value: choice.value,
            checked: initial.has(choice.value),
            'data-initial': String(initial.has(choice.value)),
          }),
          h('span', null, choice.label, choice.note === undefined ? null : h('small', null, choice.note)),
        ),
      ),
      h('p', { class: 'pick-none', hidden: true }, say('noMatch', how.lang)),
    ),
  );
  redraw(node);
  return node;
}

/** Values checked inside a list of check boxes or radio buttons. @param {HTMLElement} root @returns {string[]} */
export const chosen = (root) =>
  [...root.querySelectorAll('input[type=checkbox]:checked, input[type=radio]:checked')].map(
    (box) => /** @type {HTMLInputElement} */ (box).value,
  );

let groups = 0;
/** @param {Usual & { type: 'checkbox' | 'radio', choices: { value: string, label: any, note?: any }[], initial?: string[] }} how */
export function boxesControl(how) {
  const initial = new Set(how.initial ?? []);
  groups += 1;
  const name = `group-${groups}`;
  return h(
    'div',
    {
      class: 'boxes',
      id: how.id,
      role: how.type === 'radio' ? 'radiogroup' : 'group',
      'aria-label': how.label,
      field: how.field,
      on: how.onChange === undefined ? {} : { change: (/** @type {any} */ event) => how.onChange?.(event.currentTarget) },
    },
    how.choices.map((choice) =>
      h(
        'label',
        { 'data-key': choice.value },
        h('input', {
          type: how.type,
          value: choice.value,
          name: how.type === 'radio' ? name : null,
          checked: initial.has(choice.value),
          'data-initial': String(initial.has(choice.value)),
          disabled: how.disabled,
        }),
        h('span', null, choice.label, choice.note === undefined ? null : h('small', null, choice.note)),
      ),
    ),
  );
}

/** A visible box for what the page cannot draw, with the raw element to read. @param {string} kind @param {unknown} element @param {Lang} lang */
export function warningBox(kind, element, lang) {
  return h(
    'div',
    { class: 'warning-box', role: 'note' },
    h('strong', null, `⚠ ${say('unknownElement', lang)}: ${kind}`),
    h('pre', null, JSON.stringify(element, null, 1)?.slice(0, 600) ?? ''),
  );
}
