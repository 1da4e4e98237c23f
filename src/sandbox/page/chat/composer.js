import { h } from '../lib/dom.js';
import { base64 } from '../lib/files.js';
import { size } from '../lib/format.js';
import { icon } from '../lib/icons.js';
import { say } from '../lib/words.js';
import { createCompletion } from './completion.js';

/**
 * Where one writes. It is made once and never drawn again, so nothing that arrives disturbs what is being typed.
 *
 * @typedef {object} ComposerOptions
 * @property {string} platform
 * @property {() => import('../lib/format.js').Lang} lang
 * @property {() => { commands: any[], people: any[] }} known
 * @property {(text: string, files: { name: string, mimeType: string, content: string }[]) => Promise<boolean>} send resolves to whether it was taken
 * @property {(text: string) => void} tell
 */

const largest = 12 * 1024 * 1024;

/** @param {ComposerOptions} options */
export function createComposer(options) {
  const { platform, lang } = options;
  /** @type {File[]} */
  let files = [];
  let sending = false;
  /** Which conversation the text belongs to: one that was left gets nothing back. */
  let place = 0;

  const list = h('div', { class: 'offers', role: 'listbox', id: `offers-${platform}`, hidden: true });
  const input = h('textarea', {
    class: 'composer-text',
    rows: 1,
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-controls': list.id,
    'aria-expanded': 'false',
    'aria-multiline': 'true',
    spellcheck: 'false',
    maxlength: 10_000,
  });
  const completion = createCompletion(list, input, lang, options.known);
  const picker = h('input', {
    type: 'file',
    multiple: true,
    hidden: true,
    tabindex: -1,
    'data-role': 'file',
    accept: '.csv,.xlsx,.xls,.txt,.pdf,image/*',
  });
  const attach = h('button', { class: 'icon-button', type: 'button', on: { click: () => picker.click() } }, icon('attach'));
  const send = h('button', { class: 'icon-button send', type: 'button', disabled: true, on: { click: () => submit() } }, icon('send'));
  const hint = h('span', { class: 'composer-hint' });
  const shelf = h('ul', { class: 'shelf', hidden: true });
  const root = h(
    'div',
    { class: 'composer' },
    list,
    h('div', { class: 'composer-box' }, shelf, input, h('div', { class: 'composer-bar' }, attach, picker, hint, send)),
  );

  const fit = () => {
    input.style.setProperty('height', 'auto');
    // Nothing is measured while the composer is not shown.
    if (input.scrollHeight > 0) input.style.setProperty('height', `${Math.min(input.scrollHeight, 160)}px`);
    send.disabled = sending || (input.value.trim() === '' && files.length === 0);
  };
  const drawShelf = () => {
    shelf.hidden = files.length === 0;
    shelf.replaceChildren(
      ...files.map((file) =>
        h(
          'li',
          { class: 'file' },
          icon('file'),
          h('span', null, file.name, h('small', null, size(file.size))),
          h(
            'button',
            {
              class: 'icon-button small',
              type: 'button',
              'aria-label': `${say('removeFile', lang())} ${file.name}`,
              on: {
                click: () => {
                  files = files.filter((each) => each !== file);
                  drawShelf();
                  input.focus();
                },
              },
            },
            icon('close'),
          ),
        ),
      ),
    );
    fit();
  };
  const add = (/** @type {Iterable<File>} */ chosen) => {
    for (const file of chosen) {
      if (file.size > largest) options.tell(say('fileTooLarge', lang()) + file.name);
      else files = [...files, file].slice(-5);
    }
    drawShelf();
    input.focus();
  };
  async function submit() {
    const text = input.value.trim();
    if (sending || (text === '' && files.length === 0)) return;
    sending = true;
    const sent = files;
    const sentFrom = place;
    input.value = '';
    files = [];
    completion.close();
    drawShelf();
    const packed = await Promise.all(
      sent.map(async (file) => ({ name: file.name, mimeType: file.type || 'application/octet-stream', content: await base64(file) })),
    );
    const taken = await options.send(text, packed).catch(() => false);
    sending = false;
    // What was refused comes back, unless something new was typed meanwhile.
    if (!taken && place === sentFrom && input.value === '') {
      input.value = text;
      files = sent;
    }
    drawShelf();
  }

  picker.addEventListener('change', () => {
    add(picker.files ?? []);
    picker.value = '';
  });
  input.addEventListener('input', () => {
    fit();
    completion.update();
  });
  input.addEventListener('blur', () => completion.close());
  input.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    // Enter that ends the choice of Chinese characters is not ours.
    if (event.isComposing || event.keyCode === 229 || completion.key(event)) return;
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    void submit();
  });
  input.addEventListener('paste', (/** @type {ClipboardEvent} */ event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length > 0) add(pasted);
  });

  return {
    root,
    input,
    /** @param {Iterable<File>} dropped */
    add,
    draft: () => ({ text: input.value, files }),
    /** Shows another conversation's draft. @param {{ text: string, files: File[] } | undefined} draft */
    restore(draft) {
      place += 1;
      input.value = draft?.text ?? '';
      files = draft?.files ?? [];
      completion.close();
      drawShelf();
    },
    /** @param {string} name of the conversation */
    label(name) {
      const text = `${say('composerTo', lang())} ${name}`;
      input.setAttribute('aria-label', text);
      input.setAttribute('placeholder', text);
      attach.setAttribute('aria-label', say('attach', lang()));
      attach.setAttribute('title', say('attach', lang()));
      send.setAttribute('aria-label', say('send', lang()));
      send.setAttribute('title', say('send', lang()));
      picker.setAttribute('aria-label', say('attach', lang()));
      hint.textContent = say(platform === 'slack' ? 'composerHintSlack' : 'composerHint', lang());
    },
    focus: () => input.focus(),
  };
}
