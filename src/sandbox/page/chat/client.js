import * as api from '../lib/api.js';
import { h, patchChildren, syncList } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { recall, remember } from '../lib/store.js';
import { say } from '../lib/words.js';
import { slackBlocks } from '../slack/blocks.js';
import { createComposer } from './composer.js';
import { chatHead } from './head.js';
import { mentionsToWire } from './mentions.js';
import { messageRow } from './message.js';
import { messageActions } from './message-actions.js';
import { createModal } from './modal.js';
import { renderContext } from './render-context.js';
import { createScroll } from './scroll.js';
import { sidebar } from './sidebar.js';
import { timeline } from './timeline.js';
import { showToast } from './toast.js';

/** Messages shown until earlier ones are asked for. */
const shownAtFirst = 80;
const shownAtMost = 2_000;

/**
 * One messenger: who one is, where one is, what stands there.
 *
 * @param {any} setup of this platform @param {() => import('../lib/format.js').Lang} lang @param {() => number} now in the sandbox
 * @param {() => boolean} visible @param {(unread: number) => void} onUnread
 */
export function createClient(setup, lang, now, visible, onUnread) {
  const { platform, users, bot } = setup;
  const isSlack = platform === 'slack';
  const kept = recall(`${platform}.user`, '');
  let user = users.some((/** @type {any} */ each) => each.id === kept) ? kept : (users[0]?.id ?? '');
  /** @type {string | null} */
  let conversation = recall(`${platform}.conversation.${user}`, null);
  let tab = 'messages';
  let limit = shownAtFirst;
  /** @type {any} */
  let data = { conversations: [], conversation: null, messages: [], pins: [], earlier: 0, home: null, modal: null };
  /** First unread message per conversation, from when it was opened. @type {Map<string, string>} */
  const firstNew = new Map();
  /** @type {Map<string, { text: string, files: File[] }>} */
  const drafts = new Map();
  let shownPlace = '';
  let asked = 0;

  const me = () => users.find((/** @type {any} */ each) => each.id === user);
  const place = () => data.conversations.find((/** @type {any} */ each) => each.id === data.conversation) ?? null;
  const names = () => ({
    me: user,
    personName: (/** @type {string} */ id) =>
      users.find((/** @type {any} */ each) => each.id === id)?.name ?? (id === bot.id ? bot.name : null),
    channelName: (/** @type {string} */ id) => data.conversations.find((/** @type {any} */ each) => each.id === id)?.name ?? null,
  });

  const side = h('aside', { class: 'sidebar' });
  const head = h('header', { class: 'chat-head' });
  const list = h('ol', { class: 'messages' });
  const earlier = h('button', { class: 'button earlier', type: 'button', hidden: true, on: { click: () => more() } });
  const empty = h('div', { class: 'empty', hidden: true });
  const log = h('div', { class: 'scroll', role: 'log', tabindex: 0 }, earlier, empty, list);
  const latest = h('button', { class: 'to-latest', type: 'button', hidden: true }, icon('down'), h('span'));
  const homePage = h('div', { class: 'home', role: 'tabpanel', 'data-scope': 'home', tabindex: 0, hidden: true });
  const line = h('p', { class: 'client-line', role: 'status', hidden: true });
  const toasts = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
  const botMenu = h('div', { class: 'bot-menu', hidden: true });
  const composer = createComposer({
    platform,
    lang,
    known: () => ({ commands: setup.commands, people: [{ ...bot, title: say('bot', lang()) }, ...users] }),
    send,
    tell: (text) => tell({ tone: 'warning', text }),
  });
  const chat = h('main', { class: 'chat' }, head, h('div', { class: 'stage' }, log, latest, homePage), line, botMenu, composer.root);
  const root = h(
    'section',
    { class: `client ${platform}`, id: `client-${platform}` },
    h('div', { class: 'client-frame' }, side, chat),
    toasts,
  );
  const scroll = createScroll(log, latest);

  const modal = createModal({
    host: root,
    lang,
    context: (errors) => context('modal', errors),
    submit: (values) => run(() => api.act(platform, user, 'submit', { values })),
    close: async () => void (await run(() => api.act(platform, user, 'close', {}))),
  });

  /** @param {{ tone: 'info' | 'success' | 'warning' | 'error', text: string }} toast */
  function tell(toast) {
    // Slack has no toasts: its client writes a line above the composer.
    if (!isSlack || modalOpen()) return showToast(toasts, toast);
    patchChildren(line, [
      h('span', null, toast.text),
      h(
        'button',
        {
          class: 'icon-button small',
          type: 'button',
          'aria-label': say('close', lang()),
          on: {
            click: () => {
              line.hidden = true;
            },
          },
        },
        icon('close'),
      ),
    ]);
    line.dataset.tone = toast.tone;
    line.hidden = false;
  }
  const modalOpen = () => data.modal !== null;

  /** Does something at the sandbox and shows what came back. @param {() => Promise<any>} act @returns {Promise<any>} */
  async function run(act) {
    try {
      const outcome = await act();
      if (outcome.toast) tell(outcome.toast);
      await refresh();
      return outcome;
    } catch (error) {
      if (!(error instanceof api.ApiError)) throw error;
      tell({ tone: 'error', text: error.words[lang()] });
      return { ok: false, toast: null, errors: null };
    }
  }

  const wire = (/** @type {string} */ said) => mentionsToWire(said, platform, [...users, bot]);

  /** @param {string} text @param {any[]} files */
  async function send(text, files) {
    line.hidden = true;
    const target = data.conversation;
    if (target === null) return false;
    scroll.stick();
    const command = /^(\/\S+)\s*([\s\S]*)$/.exec(text);
    const known = setup.commands.some((/** @type {any} */ each) => each.name === command?.[1]);
    const isCommand = command !== null && files.length === 0 && (isSlack || known);
    const outcome = await run(() =>
      isCommand
        ? api.act(platform, user, 'command', { conversation: target, command: command[1], text: wire(command[2] ?? '').trim() })
        : api.act(platform, user, 'say', { conversation: target, text: wire(text), files }),
    );
    return outcome.ok;
  }

  /** @param {any} where @param {Record<string, string>} [errors] */
  const context = (where, errors = {}) =>
    renderContext({
      platform,
      host: root,
      lang: lang(),
      locale: me()?.locale ?? 'zh',
      users,
      conversations: data.conversations,
      names: names(),
      errors,
      press: (element, values) => run(() => api.act(platform, user, 'press', { where, element, values })),
    });

  /** @param {string} id */
  function goTo(id) {
    if (id === data.conversation) return;
    keepDraft();
    conversation = id;
    remember(`${platform}.conversation.${user}`, id);
    tab = 'messages';
    limit = shownAtFirst;
    void refresh();
  }
  /** @param {string} id */
  function become(id) {
    if (id === user) return;
    keepDraft();
    user = id;
    remember(`${platform}.user`, id);
    conversation = recall(`${platform}.conversation.${id}`, null);
    tab = 'messages';
    limit = shownAtFirst;
    firstNew.clear();
    line.hidden = true;
    void refresh();
  }
  function keepDraft() {
    drafts.set(shownPlace, composer.draft());
  }
  /** @param {string} wanted */
  function showTab(wanted) {
    tab = wanted;
    draw();
    if (wanted === 'home') void run(() => api.act(platform, user, 'open-home', {}));
  }
  /** Leads to a message, also one further up than what is shown. @param {string} id */
  async function showMessage(id) {
    const find = () => list.querySelector(`[data-message="${CSS.escape(id)}"]`);
    if (find() === null) {
      limit = shownAtMost;
      scroll.hold();
      await refresh();
    }
    find()?.scrollIntoView({ block: 'nearest' });
  }
  function more() {
    limit += 200;
    scroll.hold();
    void refresh();
  }

  async function refresh() {
    if (user === '') return draw();
    asked += 1;
    const question = asked;
    const answer = await api.state(platform, user, conversation, limit).catch((/** @type {unknown} */ error) => {
      if (error instanceof api.ApiError) return null;
      throw error;
    });
    // A later question is on its way; its answer is the newer one.
    if (answer === null || question !== asked) return;
    const first =
      conversation === null && !isSlack ? answer.conversations.find((/** @type {any} */ each) => each.kind === 'app') : undefined;
    // Slack opens on a channel, Feishu on the pinned chat with the bot.
    conversation ??= first?.id ?? answer.conversation;
    if (first !== undefined && first.id !== answer.conversation) return refresh();
    data = answer;
    draw();
    markRead();
  }

  function markRead() {
    const open = place();
    if (open === null || open.unread === 0 || !visible() || tab !== 'messages' || document.hidden) return;
    void api.act(platform, user, 'read', { conversation: open.id }).catch(() => undefined);
  }

  function draw() {
    const open = place();
    const key = `${user}/${data.conversation}`;
    const moved = key !== shownPlace;
    if (moved) {
      shownPlace = key;
      composer.restore(drafts.get(key));
      firstNew.delete(data.conversation);
      scroll.stick();
    }
    if (open !== null && open.unread > 0 && !firstNew.has(open.id)) {
      const others = data.messages.filter((/** @type {any} */ message) => message.from.id !== user);
      const first = others[Math.max(0, others.length - open.unread)];
      if (first !== undefined && moved) firstNew.set(open.id, first.id);
    }
    root.setAttribute('aria-label', say(platform, lang()));
    root.dataset.tab = tab;
    chat.lang = me()?.locale === 'en' ? 'en' : 'zh-CN';
    patchChildren(side, [
      sidebar({
        platform,
        lang: lang(),
        users,
        user: me(),
        conversations: data.conversations,
        conversation: data.conversation,
        onUser: become,
        onConversation: goTo,
      }),
    ]);
    patchChildren(
      head,
      chatHead({ platform, lang: lang(), open, pins: data.pins, tab, onTab: showTab, onPin: (id) => void showMessage(id) }),
    );
    const home = open?.kind === 'app' && tab === 'home';
    log.hidden = home;
    log.setAttribute('aria-label', `${say('messages', lang())} · ${open?.name ?? ''}`);
    homePage.hidden = !home;
    composer.root.hidden = home || open === null;
    if (home) drawHome();
    drawMessages(open);
    drawBotMenu(open);
    if (open !== null) composer.label(isSlack && open.kind === 'channel' ? `#${open.name}` : open.name);
    modal.update(isSlack ? data.modal : null);
    onUnread(data.conversations.reduce((/** @type {number} */ sum, /** @type {any} */ each) => sum + each.unread, 0));
  }

  function drawHome() {
    const blocks = data.home?.blocks;
    patchChildren(homePage, [
      blocks === undefined ? h('p', { class: 'empty-line' }, say('homeEmpty', lang())) : slackBlocks(blocks, context('home')),
    ]);
  }

  /** @param {any} open */
  function drawMessages(open) {
    earlier.hidden = data.earlier === 0;
    earlier.textContent = `${say('earlier', lang())} · ${data.earlier}`;
    empty.hidden = data.messages.length > 0;
    patchChildren(empty, [
      h('strong', null, say(open === null ? 'noConversations' : 'noMessages', lang())),
      h('span', null, open === null ? say('noConversationsHint', lang()) : say(isSlack ? 'composerHintSlack' : 'composerHint', lang())),
    ]);
    latest.querySelector('span').textContent = say('toLatest', lang());
    const views = timeline(data.messages, { lang: lang(), now: now(), grouped: isSlack, firstNew: firstNew.get(data.conversation) });
    scroll.around(() =>
      syncList(list, views, {
        key: (view) => view.message.id,
        signature: (view) => JSON.stringify([view, lang(), user]),
        build: (view) =>
          messageRow(view, {
            platform,
            me: user,
            lang: lang(),
            render: (message) => context({ message: message.id, conversation: message.conversation }),
            actions: (message) =>
              messageActions({ host: root, platform, me: user, lang: lang(), shortcuts: setup.shortcuts, run, wire }, message),
          }),
      }),
    );
  }

  /** @param {any} open */
  function drawBotMenu(open) {
    botMenu.hidden = open?.kind !== 'app' || setup.menu.length === 0;
    botMenu.setAttribute('role', 'toolbar');
    botMenu.setAttribute('aria-label', say('botMenu', lang()));
    patchChildren(
      botMenu,
      setup.menu.map((/** @type {any} */ entry) =>
        h(
          'button',
          {
            type: 'button',
            'data-key': entry.key,
            on: {
              click: () => {
                scroll.stick();
                void run(() => api.act(platform, user, 'menu', { key: entry.key }));
              },
            },
          },
          entry.label,
        ),
      ),
    );
  }

  root.addEventListener('dragover', (/** @type {DragEvent} */ event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  root.addEventListener('drop', (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    composer.add(event.dataTransfer?.files ?? []);
  });

  return {
    platform,
    root,
    refresh,
    draw,
    markRead,
    focus: () => composer.focus(),
    redrawModal: () => modal.update(isSlack ? data.modal : null, true),
  };
}
