import { boxesControl, chosen, momentControl, multiControl, selectControl, textControl, warningBox } from '../lib/controls.js';
import { drawerOf, h } from '../lib/dom.js';
import { base64 } from '../lib/files.js';
import { openMenu } from '../lib/menu.js';
import { say } from '../lib/words.js';
import { mrkdwn, unescapeText } from './mrkdwn.js';

/**
 * @typedef {object} SlackContext
 * @property {import('../lib/format.js').Lang} lang
 * @property {{ id: string, name: string, title: string }[]} users
 * @property {{ id: string, name: string, kind: string }[]} conversations
 * @property {import('../lib/inline.js').Names} names
 * @property {Record<string, string>} errors by block id
 * @property {(node: HTMLElement, element: any, confirm: any) => void} press
 */

/** A text object. @param {any} text @param {SlackContext} ctx @returns {Node[]} */
export function textObject(text, ctx) {
  if (text?.type === 'mrkdwn') return mrkdwn(text.text ?? '', ctx.names);
  const lines = unescapeText(text?.text ?? '').split('\n');
  return lines.flatMap((line, index) => (index === 0 ? [document.createTextNode(line)] : [h('br'), document.createTextNode(line)]));
}

/** @param {any} text */
export const plain = (text) => unescapeText(text?.text ?? '');

/**
 * An interactive element. Outside an input block every choice is a press, as in Slack; inside one only with `dispatch_action`.
 *
 * @param {any} element @param {SlackContext} ctx @param {{ block: string, label: string, input: boolean, dispatch: boolean, required: boolean, id?: string }} place
 */
export function slackElement(element, ctx, place) {
  const draw = drawerOf(elements, element?.type);
  return draw === undefined ? warningBox(String(element?.type), element, ctx.lang) : draw(element, ctx, place);
}

/** What Slack sends: the element as it stands, with the state it is in. @param {any} element @param {any} place @param {any} state */
const pressed = (element, place, state) => ({ ...element, block_id: place.block, ...state });

/**
 * The parts all value elements have in common. `stateOf` turns a node into the part of the state under the element's own key.
 *
 * @param {any} element @param {SlackContext} ctx @param {any} place @param {(node: any) => Record<string, any>} stateOf
 */
function valueElement(element, ctx, place, stateOf) {
  return {
    id: place.id,
    lang: ctx.lang,
    label: (place.input ? place.label : '') || plain(element.placeholder) || place.label || say('chooseOne', ctx.lang),
    placeholder: element.placeholder === undefined ? undefined : plain(element.placeholder),
    field: {
      path: [place.block, element.action_id],
      read: (/** @type {any} */ node) => ({ type: element.type, ...stateOf(node) }),
      required: place.required,
      empty: (/** @type {any} */ value) =>
        Object.entries(value).every(([key, part]) => key === 'type' || part === null || part === '' || part?.length === 0),
    },
    onChange:
      place.input && !place.dispatch
        ? undefined
        : (/** @type {any} */ node) => ctx.press(node, pressed(element, place, stateOf(node)), element.confirm),
  };
}

/** @param {any} element */
const optionsOf = (element) => element.options ?? (element.option_groups ?? []).flatMap((/** @type {any} */ group) => group.options);
/** @param {any} element */
function choicesOf(element) {
  const groups = element.options === undefined ? (element.option_groups ?? []) : [{ label: undefined, options: element.options }];
  return groups.flatMap((/** @type {any} */ group) =>
    group.options.map((/** @type {any} */ option) => ({
      value: option.value,
      label: plain(option.text),
      ...(option.description === undefined ? {} : { note: plain(option.description) }),
      ...(group.label === undefined ? {} : { group: plain(group.label) }),
    })),
  );
}
/** @param {SlackContext} ctx */
const personChoices = (ctx) => ctx.users.map((user) => ({ value: user.id, label: user.name, note: user.title }));
/** @param {SlackContext} ctx */
const channelChoices = (ctx) =>
  ctx.conversations.filter((each) => each.kind === 'channel').map((each) => ({ value: each.id, label: `#${each.name}` }));

/** @param {string} type */
const typed = (type) => (/** @type {any} */ element, /** @type {SlackContext} */ ctx, /** @type {any} */ place) =>
  textControl({
    ...valueElement(element, ctx, place, (node) => ({ value: node.value === '' ? null : node.value })),
    type,
    initial: element.initial_value,
    multiline: element.multiline === true,
    maxLength: element.max_length,
    minLength: element.min_length,
  });

/** @param {'date' | 'time'} type @param {string} key */
const moment = (type, key) => (/** @type {any} */ element, /** @type {SlackContext} */ ctx, /** @type {any} */ place) =>
  momentControl({
    ...valueElement(element, ctx, place, (node) => ({ [key]: node.value || null })),
    type,
    initial: element[`initial_${type}`],
  });

/** @param {(element: any, ctx: SlackContext) => any[]} choices @param {string} key @param {string} initial @param {(element: any, value: string) => unknown} pick */
const single = (choices, key, initial, pick) => (/** @type {any} */ element, /** @type {SlackContext} */ ctx, /** @type {any} */ place) =>
  selectControl({
    ...valueElement(element, ctx, place, (node) => ({ [key]: node.value === '' ? null : pick(element, node.value) })),
    choices: choices(element, ctx),
    initial: element[initial]?.value ?? element[initial],
  });

/** @param {(element: any, ctx: SlackContext) => any[]} choices @param {string} key @param {string} initial @param {(element: any, value: string) => unknown} pick */
const several = (choices, key, initial, pick) => (/** @type {any} */ element, /** @type {SlackContext} */ ctx, /** @type {any} */ place) =>
  multiControl({
    ...valueElement(element, ctx, place, (node) => ({ [key]: chosen(node).map((value) => pick(element, value)) })),
    choices: choices(element, ctx),
    initial: (element[initial] ?? []).map((/** @type {any} */ each) => each?.value ?? each),
  });

/** @param {any} element @param {string} value */
const optionOf = (element, value) => optionsOf(element).find((/** @type {any} */ option) => option.value === value) ?? null;
/** @param {any} _element @param {string} value */
const itself = (_element, value) => value;

/** @param {any} element @param {SlackContext} ctx */
const boxChoices = (element, ctx) =>
  element.options.map((/** @type {any} */ option) => ({
    value: option.value,
    label: textObject(option.text, ctx),
    ...(option.description === undefined ? {} : { note: textObject(option.description, ctx) }),
  }));

/** Reads files where they are chosen: the state carries them to the sandbox, which uploads them. @param {any} node */
const filesOf = (node) => node.__files ?? [];
/** @param {any} event */
async function readFiles(event) {
  const node = event.currentTarget;
  node.__files = await Promise.all(
    [...node.files].map(async (file) => ({
      name: file.name,
      mimetype: file.type || 'application/octet-stream',
      size: file.size,
      content: await base64(file),
    })),
  );
}

const elements = {
  /** @param {any} element @param {SlackContext} ctx @param {any} place */
  button(element, ctx, place) {
    const style = element.style === 'primary' ? ' primary' : element.style === 'danger' ? ' danger' : '';
    const props = {
      class: `button${style}`,
      'aria-label': element.accessibility_label,
      on: { click: (/** @type {any} */ event) => ctx.press(event.currentTarget, pressed(element, place, {}), element.confirm) },
    };
    if (element.url === undefined) return h('button', { ...props, type: 'button' }, plain(element.text));
    return h('a', { ...props, href: element.url, target: '_blank', rel: 'noopener noreferrer' }, plain(element.text));
  },
  /** @param {any} element @param {SlackContext} ctx @param {any} place */
  overflow(element, ctx, place) {
    return h(
      'button',
      {
        class: 'button overflow',
        type: 'button',
        'aria-label': say('more', ctx.lang),
        'aria-haspopup': 'menu',
        on: {
          click: (/** @type {any} */ event) => {
            const node = event.currentTarget;
            openMenu(
              node,
              element.options.map((/** @type {any} */ option) => ({
                label: plain(option.text),
                note: option.description === undefined ? undefined : plain(option.description),
                run: () => {
                  if (option.url !== undefined) window.open(option.url, '_blank', 'noopener');
                  ctx.press(node, pressed(element, place, { selected_option: option }), element.confirm);
                },
              })),
            );
          },
        },
      },
      '⋯',
    );
  },
  static_select: single((element) => choicesOf(element), 'selected_option', 'initial_option', optionOf),
  users_select: single((_, ctx) => personChoices(ctx), 'selected_user', 'initial_user', itself),
  channels_select: single((_, ctx) => channelChoices(ctx), 'selected_channel', 'initial_channel', itself),
  conversations_select: single((_, ctx) => channelChoices(ctx), 'selected_conversation', 'initial_conversation', itself),
  multi_static_select: several((element) => choicesOf(element), 'selected_options', 'initial_options', optionOf),
  multi_users_select: several((_, ctx) => personChoices(ctx), 'selected_users', 'initial_users', itself),
  multi_channels_select: several((_, ctx) => channelChoices(ctx), 'selected_channels', 'initial_channels', itself),
  multi_conversations_select: several((_, ctx) => channelChoices(ctx), 'selected_conversations', 'initial_conversations', itself),
  datepicker: moment('date', 'selected_date'),
  timepicker: moment('time', 'selected_time'),
  plain_text_input: typed('text'),
  number_input: typed('number'),
  email_text_input: typed('email'),
  url_text_input: typed('url'),
  /** @param {any} element @param {SlackContext} ctx @param {any} place */
  checkboxes: (element, ctx, place) =>
    boxesControl({
      ...valueElement(element, ctx, place, (node) => ({ selected_options: chosen(node).map((value) => optionOf(element, value)) })),
      type: 'checkbox',
      choices: boxChoices(element, ctx),
      initial: (element.initial_options ?? []).map((/** @type {any} */ option) => option.value),
    }),
  /** @param {any} element @param {SlackContext} ctx @param {any} place */
  radio_buttons: (element, ctx, place) =>
    boxesControl({
      ...valueElement(element, ctx, place, (node) => ({ selected_option: optionOf(element, chosen(node)[0] ?? '') })),
      type: 'radio',
      choices: boxChoices(element, ctx),
      initial: element.initial_option === undefined ? [] : [element.initial_option.value],
    }),
  /** @param {any} element @param {SlackContext} ctx @param {any} place */
  file_input(element, ctx, place) {
    const { field, label } = valueElement(element, ctx, place, (node) => ({ files: filesOf(node) }));
    return h('input', {
      id: place.id,
      class: 'control',
      type: 'file',
      'aria-label': place.id === undefined ? label : null,
      multiple: (element.max_files ?? 10) > 1,
      accept: (element.filetypes ?? []).map((/** @type {string} */ type) => `.${type}`).join(',') || null,
      field,
      on: { change: readFiles },
    });
  },
  /** @param {any} element */
  image: (element) => h('img', { class: 'thumb', src: element.image_url, alt: element.alt_text ?? '', loading: 'lazy' }),
};
