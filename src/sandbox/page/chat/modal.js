import { avatar } from '../lib/avatar.js';
import { showDialog } from '../lib/dialog.js';
import { h, patch } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { say } from '../lib/words.js';
import { slackBlocks } from '../slack/blocks.js';
import { plain } from '../slack/elements.js';
import { complete, focusField, slackValues } from './values.js';

/**
 * The Slack modal of one person. A changed view of the same modal is patched, what was typed stays.
 *
 * @param {object} options
 * @param {HTMLElement} options.host
 * @param {() => import('../lib/format.js').Lang} options.lang
 * @param {(errors: Record<string, string>) => import('../slack/elements.js').SlackContext} options.context
 * @param {(values: unknown) => Promise<{ ok: boolean, errors: Record<string, string> | null }>} options.submit
 * @param {() => Promise<void>} options.close
 */
export function createModal({ host, lang, context, submit, close }) {
  /** @type {{ id: string, dialog: HTMLElement, hide: () => void } | null} */
  let open = null;
  let last = '';
  /** @type {any} */
  let current = null;
  /** @type {Record<string, string>} */
  let errors = {};
  let busy = false;

  const build = () => {
    const { view } = current;
    const title = h('h2', { id: 'modal-title' }, plain(view.title));
    const send = view.submit === undefined || view.submit === null ? null : plain(view.submit);
    return h(
      'form',
      {
        class: 'dialog modal',
        role: 'dialog',
        'aria-modal': 'true',
        'aria-labelledby': 'modal-title',
        'aria-busy': String(busy),
        novalidate: true,
        tabindex: '-1',
        on: {
          submit: (/** @type {any} */ event) => {
            event.preventDefault();
            void send_(event.currentTarget);
          },
        },
      },
      h(
        'header',
        null,
        avatar({ id: 'bot', name: '', bot: true }, 'small'),
        title,
        h(
          'button',
          { class: 'icon-button', type: 'button', 'aria-label': say('close', lang()), on: { click: () => void close() } },
          icon('close'),
        ),
      ),
      h('div', { class: 'modal-body', 'data-scope': 'modal' }, slackBlocks(view.blocks ?? [], context(errors))),
      h(
        'footer',
        null,
        h('button', { class: 'button', type: 'button', on: { click: () => void close() } }, plain(view.close) || say('cancel', lang())),
        send === null ? null : h('button', { class: 'button primary filled', type: 'submit', disabled: busy }, send),
      ),
    );
  };
  const redraw = () => {
    if (open !== null) patch(open.dialog, build());
  };
  /** @param {HTMLElement} dialog */
  const send_ = async (dialog) => {
    if (busy || !complete(dialog, lang())) return;
    const values = slackValues(dialog);
    busy = true;
    redraw();
    try {
      const outcome = await submit(values);
      errors = outcome.errors ?? {};
    } finally {
      busy = false;
      redraw();
    }
    const first = Object.keys(errors)[0];
    if (first !== undefined && open !== null) focusField(open.dialog.querySelector(`[data-block="${CSS.escape(first)}"] [data-field]`));
  };

  return {
    /** @param {{ id: string, view: any } | null} modal @param {boolean} [force] */
    update(modal, force = false) {
      const text = JSON.stringify(modal);
      if (text === last && !force) return;
      last = text;
      current = modal;
      if (modal === null || modal.id !== open?.id) {
        open?.hide();
        open = null;
        errors = {};
      }
      if (modal === null) return;
      if (open !== null) return redraw();
      const dialog = build();
      open = { id: modal.id, dialog, hide: showDialog(host, dialog, () => void close()) };
    },
  };
}
