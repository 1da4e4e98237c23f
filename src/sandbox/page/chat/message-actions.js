import * as api from '../lib/api.js';
import { showDialog } from '../lib/dialog.js';
import { h } from '../lib/dom.js';
import { say } from '../lib/words.js';

/** @typedef {import('../lib/format.js').Lang} Lang */

/**
 * What can be done with one message: the app's shortcuts, an emoji that stands for something (Slack), an answer, and a change of one's own words.
 *
 * @param {{ host: HTMLElement, platform: string, me: string, lang: Lang, shortcuts: readonly any[], run: (act: () => Promise<any>) => Promise<any>, wire: (text: string) => string }} ctx
 * @param {any} message
 * @returns {import('../lib/menu.js').MenuItem[]}
 */
export function messageActions(ctx, message) {
  const { platform, me, lang, run } = ctx;
  const about = { conversation: message.conversation, message: message.id };
  /** @param {string} verb @param {object} more */
  const act = (verb, more) => void run(() => api.act(platform, me, verb, { ...about, ...more }));
  /** @param {'reply' | 'edit'} verb @param {string} initial */
  const write = async (verb, initial) => {
    const text = await askText(ctx.host, say(verb, lang), initial, lang);
    if (text !== null) act(verb, { text: ctx.wire(text) });
  };
  const own = message.from.id === me && message.text !== '';
  return [
    ...ctx.shortcuts.map((shortcut) => ({ label: shortcut.label, run: () => act('shortcut', { callbackId: shortcut.callbackId }) })),
    ...(platform === 'slack' ? [{ label: ':memo:', run: () => act('react', { emoji: 'memo' }) }] : []),
    { label: `${say('reply', lang)}…`, run: () => void write('reply', '') },
    ...(own ? [{ label: `${say('edit', lang)}…`, run: () => void write('edit', message.text) }] : []),
  ];
}

/**
 * Asks for a few words; null: it was closed, or nothing was written.
 *
 * @param {HTMLElement} host @param {string} title @param {string} initial @param {Lang} lang
 * @returns {Promise<string | null>}
 */
function askText(host, title, initial, lang) {
  return new Promise((resolve) => {
    const input = h('textarea', { class: 'control', rows: 3, maxlength: 10_000, 'aria-label': title });
    input.value = initial;
    const answer = (/** @type {string | null} */ text) => {
      hide();
      resolve(text === null || text.trim() === '' ? null : text.trim());
    };
    const hide = showDialog(
      host,
      h(
        'form',
        {
          class: 'dialog confirm',
          role: 'dialog',
          'aria-modal': 'true',
          'aria-label': title,
          on: {
            submit: (/** @type {Event} */ event) => {
              event.preventDefault();
              answer(input.value);
            },
          },
        },
        h('h2', null, title),
        input,
        h(
          'footer',
          null,
          h('button', { class: 'button', type: 'button', on: { click: () => answer(null) } }, say('cancel', lang)),
          h('button', { class: 'button primary filled', 'data-type': 'primary_filled', type: 'submit' }, say('send', lang)),
        ),
      ),
      () => answer(null),
    );
  });
}
