import { createBar } from './bar.js';
import { createClient } from './chat/client.js';
import { showToast } from './chat/toast.js';
import * as api from './lib/api.js';
import { h, patchChildren } from './lib/dom.js';
import { setZone } from './lib/format.js';
import { icon } from './lib/icons.js';
import { recall, remember } from './lib/store.js';
import { say } from './lib/words.js';

/** Puts the page together and keeps it up to date. */

/** @type {'zh' | 'en'} */
let language = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
let theme = recall('theme', 'auto');
const lang = () => language;
const narrow = matchMedia('(max-width: 760px)');

async function start() {
  const app = document.getElementById('app');
  if (app === null) throw new Error('The page has no #app');
  const setup = await api.setup();
  setZone(setup.zone);

  const toasts = h('div', { class: 'toasts page-toasts', role: 'status', 'aria-live': 'polite' });
  const offline = h('p', { class: 'offline', role: 'status', hidden: true });
  const page = h('div', { class: 'page' });
  const bar = createBar({
    host: app,
    lang,
    setLang,
    theme: () => theme,
    setTheme,
    tell: (text) => showToast(toasts, { tone: 'warning', text }),
  });
  const hint = h('aside', { class: 'tip', hidden: recall('hint', 'new') === 'seen' });
  const tabs = h('nav', { class: 'client-tabs', role: 'tablist' });
  let shown = recall('client', setup.clients[0]?.platform ?? '');
  /** @type {Record<string, number>} */
  const unread = {};
  const clients = setup.clients.map((/** @type {any} */ each) =>
    createClient(
      each,
      lang,
      bar.now,
      () => !narrow.matches || shown === each.platform,
      (count) => {
        if (unread[each.platform] === count) return;
        unread[each.platform] = count;
        drawTabs();
      },
    ),
  );
  const desk = h(
    'div',
    { class: 'desk' },
    clients.map((/** @type {any} */ client) => client.root),
  );
  page.append(bar.root, offline, hint, tabs, desk);
  app.replaceChildren(page, toasts);

  function drawTabs() {
    desk.dataset.shown = shown;
    tabs.setAttribute('aria-label', say('switchClient', language));
    patchChildren(
      tabs,
      setup.clients.map(({ platform }) =>
        h(
          'button',
          {
            type: 'button',
            role: 'tab',
            'aria-selected': String(shown === platform),
            'aria-controls': `client-${platform}`,
            'data-client': platform,
            on: {
              click: () => {
                shown = platform;
                remember('client', platform);
                drawTabs();
                clients.find((/** @type {any} */ client) => client.platform === platform)?.markRead();
              },
            },
          },
          h('span', { class: `glyph glyph-${platform}`, 'aria-hidden': 'true' }),
          say(platform, language),
          (unread[platform] ?? 0) > 0 ? h('span', { class: 'count' }, String(unread[platform])) : null,
        ),
      ),
    );
  }
  function drawAll() {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = `${say('product', language)} · ${say('sandbox', language)}`;
    offline.textContent = say('offline', language);
    patchChildren(hint, [
      h(
        'p',
        null,
        h('strong', null, say('hintTitle', language)),
        say('hintText', language)
          .split('`')
          .map((part, index) => (index % 2 === 1 ? h('kbd', null, part) : part)),
      ),
      h(
        'button',
        {
          class: 'button',
          type: 'button',
          on: {
            click: () => {
              hint.hidden = true;
              remember('hint', 'seen');
            },
          },
        },
        say('hintClose', language),
        icon('close'),
      ),
    ]);
    drawTabs();
    bar.draw();
    for (const client of clients) {
      client.draw();
      client.redrawModal();
    }
  }
  /** @param {'zh' | 'en'} wanted */
  function setLang(wanted) {
    language = wanted;
    remember('lang', wanted);
    drawAll();
  }
  /** @param {'auto' | 'light' | 'dark'} wanted */
  function setTheme(wanted) {
    theme = wanted;
    remember('theme', wanted);
    if (wanted === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = wanted;
  }

  narrow.addEventListener('change', () => clients.forEach((/** @type {any} */ client) => client.markRead()));
  document.addEventListener('visibilitychange', () => clients.forEach((/** @type {any} */ client) => client.markRead()));
  drawAll();
  await bar.refresh();
  api.listen(
    (changed) => {
      if (changed.includes('clock')) void bar.refresh();
      for (const client of clients) if (changed.includes(client.platform)) void client.refresh();
    },
    (up) => {
      offline.hidden = up;
    },
  );
}

start().catch((error) => {
  const text = error instanceof api.ApiError ? error.words[language] : String(error);
  document.getElementById('app')?.replaceChildren(h('p', { class: 'starting', role: 'alert' }, text));
  console.error(error);
});
