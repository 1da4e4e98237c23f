import { h } from '../lib/dom.js';
import { say } from '../lib/words.js';

/**
 * What is offered while a line is typed: commands after a leading slash, people after an at sign.
 *
 * @typedef {{ key: string, label: string, hint: string, note: string, insert: string, from: number, to: number }} Offer
 */

/**
 * @param {string} text @param {number} caret
 * @param {{ commands: { name: string, description: string, hint: string }[], people: { id: string, name: string, title: string }[] }} known
 * @returns {Offer[]}
 */
export function offers(text, caret, known) {
  const before = text.slice(0, caret);
  const slash = /^\/\S*$/.exec(before);
  if (slash !== null) {
    return known.commands
      .filter((command) => command.name.startsWith(before))
      .map((command) => ({
        key: command.name,
        label: command.name,
        hint: command.hint,
        note: command.description,
        insert: `${command.name} `,
        from: 0,
        to: caret,
      }));
  }
  const at = /(^|[\s,,。;::])@([^\s@]{0,20})$/u.exec(before);
  if (at === null) return [];
  const wanted = (at[2] ?? '').toLowerCase();
  const from = caret - wanted.length - 1;
  return known.people
    .filter((person) => person.name.toLowerCase().includes(wanted))
    .slice(0, 8)
    .map((person) => ({
      key: person.id,
      label: `@${person.name}`,
      hint: '',
      note: person.title,
      insert: `@${person.name} `,
      from,
      to: caret,
    }));
}

/**
 * The list over the composer. The focus stays in the text; arrow keys move, Enter and Tab take, Esc closes.
 *
 * @param {HTMLElement} list @param {HTMLTextAreaElement} input @param {() => import('../lib/format.js').Lang} lang
 * @param {() => Parameters<typeof offers>[2]} known
 */
export function createCompletion(list, input, lang, known) {
  /** @type {Offer[]} */
  let shown = [];
  let at = 0;
  let closedFor = '';

  const draw = () => {
    list.hidden = shown.length === 0;
    input.setAttribute('aria-expanded', String(shown.length > 0));
    if (shown.length === 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', `${list.id}-${at}`);
    const title = shown[0]?.label.startsWith('/') ? 'commands' : 'people';
    list.setAttribute('aria-label', say(title, lang()));
    list.replaceChildren(
      ...shown.map((offer, index) =>
        h(
          'div',
          {
            class: 'offer',
            role: 'option',
            id: `${list.id}-${index}`,
            'aria-selected': String(index === at),
            on: {
              pointerdown: (/** @type {any} */ event) => event.preventDefault(),
              click: () => take(offer),
            },
          },
          h(
            'span',
            { class: 'offer-line' },
            h('strong', null, offer.label),
            offer.hint === '' ? null : h('span', { class: 'offer-hint' }, offer.hint),
          ),
          h('small', null, offer.note),
        ),
      ),
    );
    list.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  };
  const take = (/** @type {Offer} */ offer) => {
    input.setRangeText(offer.insert, offer.from, offer.to, 'end');
    input.focus();
    input.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const close = () => {
    shown = [];
    draw();
  };

  return {
    close,
    update() {
      if (input.value !== closedFor) closedFor = '';
      shown = closedFor !== '' ? [] : offers(input.value, input.selectionStart ?? 0, known());
      at = 0;
      draw();
    },
    /** @param {KeyboardEvent} event @returns {boolean} whether the key was meant for the list */
    key(event) {
      const offer = shown[at];
      if (offer === undefined) return false;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        at = (at + (event.key === 'ArrowDown' ? 1 : -1) + shown.length) % shown.length;
        draw();
      } else if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey)) {
        // A command that is typed whole is sent, not completed a second time.
        if (event.key === 'Enter' && input.value.trim() === offer.insert.trim()) {
          close();
          return false;
        }
        take(offer);
      } else if (event.key === 'Escape') {
        closedFor = input.value;
        close();
      } else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}
