import * as api from './lib/api.js';
import { mark } from './lib/avatar.js';
import { showDialog } from './lib/dialog.js';
import { h, patchChildren } from './lib/dom.js';
import { day, instantOf, isoDay, time, year, zone } from './lib/format.js';
import { icon } from './lib/icons.js';
import { openMenu } from './lib/menu.js';
import { say } from './lib/words.js';

/**
 * The bar on top: what this is, what time it is there, and the ways to move that time.
 *
 * @param {object} options
 * @param {HTMLElement} options.host of the dialog
 * @param {() => import('./lib/format.js').Lang} options.lang @param {(lang: 'zh' | 'en') => void} options.setLang
 * @param {() => string} options.theme @param {(theme: 'auto' | 'light' | 'dark') => void} options.setTheme
 * @param {(text: string) => void} options.tell
 */
export function createBar({ host, lang, setLang, theme, setTheme, tell }) {
  /** @type {{ now: string, frozen: boolean, next: { at: string, title: { zh: string, en: string } } | null } | null} */
  let state = null;
  let heardAt = 0;
  let moving = false;
  let shownMinute = '';

  const root = h('header', { class: 'bar' });
  const now = () => (state === null ? Date.now() : Date.parse(state.now) + (state.frozen ? 0 : Date.now() - heardAt));

  /** @param {any} answer */
  const take = (answer) => {
    state = answer;
    heardAt = Date.now();
    draw();
  };
  async function refresh() {
    const answer = await api.clock().catch((/** @type {unknown} */ error) => {
      if (error instanceof api.ApiError) return null;
      throw error;
    });
    if (answer !== null) take(answer);
  }
  /** @param {unknown} wanted */
  async function move(wanted) {
    if (moving) return;
    moving = true;
    draw();
    try {
      const answer = await api.moveClock(wanted);
      moving = false;
      take(answer);
    } catch (error) {
      moving = false;
      draw();
      if (!(error instanceof api.ApiError)) throw error;
      tell(error.words[lang()]);
    }
  }

  function draw() {
    const at = now();
    shownMinute = time(at);
    const next = state?.next ?? null;
    const when = next === null ? '' : `${isoDay(next.at) === isoDay(at) ? '' : `${day(next.at, lang())} `}${time(next.at)}`;
    const button = (/** @type {import('./lib/words.js').Word} */ word, /** @type {unknown} */ wanted) =>
      h('button', { class: 'bar-button', type: 'button', disabled: moving, on: { click: () => void move(wanted) } }, say(word, lang()));
    patchChildren(root, [
      h(
        'div',
        { class: 'brand' },
        mark(),
        h('strong', null, say('product', lang())),
        h('span', { class: 'brand-tag' }, say('sandbox', lang())),
      ),
      h(
        'div',
        {
          class: 'now',
          role: 'group',
          'aria-label': say('clockLabel', lang()),
          'aria-busy': String(moving),
          'data-now': new Date(at).toISOString(),
        },
        h('time', { class: 'now-time', datetime: new Date(at).toISOString() }, shownMinute),
        h(
          'span',
          { class: 'now-day' },
          h('span', null, day(at, lang())),
          h('small', { title: zone }, moving ? say('moving', lang()) : `${year(at)} · ${say('zoneName', lang())}`),
        ),
      ),
      h(
        'div',
        { class: 'moves' },
        button('ten', { advance: 'PT10M' }),
        button('hour', { advance: 'PT1H' }),
        h(
          'button',
          {
            class: 'bar-button next-due',
            type: 'button',
            disabled: moving || next === null,
            'data-role': 'next',
            title: next === null ? null : `${when} ${next.title[lang()]}`,
            on: { click: () => void move({ next: true }) },
          },
          h(
            'span',
            { class: 'next-label' },
            next === null ? say('nothingDue', lang()) : `${say('next', lang())}${lang() === 'zh' ? ':' : ': '}`,
          ),
          next === null ? null : h('span', { class: 'next-what' }, h('b', null, when), ` ${next.title[lang()]}`),
          next === null ? null : icon('arrow'),
        ),
        h(
          'button',
          { class: 'bar-button with-icon', type: 'button', disabled: moving, 'data-role': 'set-time', on: { click: askTime } },
          icon('clock'),
          h('span', null, say('setTime', lang())),
        ),
      ),
      h(
        'div',
        { class: 'prefs' },
        h(
          'button',
          {
            class: 'bar-button quiet',
            type: 'button',
            'data-role': 'language',
            lang: lang() === 'zh' ? 'en' : 'zh',
            'aria-label': say('languageLabel', lang()),
            on: { click: () => setLang(lang() === 'zh' ? 'en' : 'zh') },
          },
          say('language', lang()),
        ),
        h(
          'button',
          {
            class: 'icon-button',
            type: 'button',
            'data-role': 'theme',
            'aria-haspopup': 'menu',
            'aria-label': say('theme', lang()),
            title: say('theme', lang()),
            on: { click: chooseTheme },
          },
          icon('contrast'),
        ),
        h(
          'a',
          {
            class: 'icon-button',
            href: '/sandbox/health',
            target: '_blank',
            rel: 'noopener',
            'aria-label': say('health', lang()),
            title: say('health', lang()),
          },
          icon('pulse'),
        ),
      ),
    ]);
  }

  /** @param {any} event */
  function chooseTheme(event) {
    const names = /** @type {const} */ ({ auto: 'themeAuto', light: 'themeLight', dark: 'themeDark' });
    openMenu(
      event.currentTarget,
      /** @type {const} */ (['auto', 'light', 'dark']).map((each) => ({
        label: say(names[each], lang()),
        current: theme() === each,
        run: () => setTheme(each),
      })),
    );
  }

  function askTime() {
    const at = now();
    const wall = `${isoDay(at)}T${time(at)}`;
    const send = (/** @type {any} */ event) => {
      event.preventDefault();
      const form = event.currentTarget;
      const wanted = form.querySelector('[name=when]').value;
      if (wanted === '') return form.querySelector('[name=when]').focus();
      const downtime = form.querySelector('[name=downtime]').checked;
      hide();
      void move({ now: instantOf(wanted).toISOString(), ...(downtime ? { downtime: true } : {}) });
    };
    const hide = showDialog(
      host,
      h(
        'form',
        { class: 'dialog set-time', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'set-time-title', on: { submit: send } },
        h('h2', { id: 'set-time-title' }, say('setTimeTitle', lang())),
        h('input', {
          class: 'control',
          type: 'datetime-local',
          name: 'when',
          required: true,
          value: wall,
          'aria-label': say('setTimeTitle', lang()),
        }),
        h(
          'label',
          { class: 'checker' },
          h('input', { type: 'checkbox', name: 'downtime', 'aria-describedby': 'downtime-hint' }),
          h('span', null, say('downtime', lang()), h('small', { id: 'downtime-hint' }, say('downtimeHint', lang()))),
        ),
        h(
          'footer',
          null,
          h('button', { class: 'button', type: 'button', on: { click: () => hide() } }, say('cancel', lang())),
          h('button', { class: 'button primary filled', type: 'submit' }, say('move', lang())),
        ),
      ),
      () => hide(),
    );
  }

  setInterval(() => {
    if (state === null || time(now()) === shownMinute) return;
    // Something due has passed by itself: ask what is next.
    if (state.next !== null && Date.parse(state.next.at) <= now()) void refresh();
    else draw();
  }, 1_000);

  return { root, refresh, draw, now };
}
