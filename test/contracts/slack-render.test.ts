import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockFaults, blocksTooLong, viewFaults, viewTooLarge } from '../../src/sandbox/slack/blocks/blocks.ts';
import { decodeCall, encodeCall } from '../../src/slack/render/action-code.ts';
import { renderForm } from '../../src/slack/render/form.ts';
import { renderMessage } from '../../src/slack/render/message.ts';
import { renderHome, renderModal } from '../../src/slack/render/views.ts';
import { homeSchema, messageSchema, modalSchema } from '../../src/slack/schema/payloads.ts';
import type { Block, Card, Home, Notice } from '../../src/view/view.ts';
import { card, form, home, notice, people } from './slack-arbitrary-view.ts';

/** Large views shrink slowly; a failure is reported as far as it got. */
const within = { numRuns: 150, interruptAfterTimeLimit: 12_000 };
const reader = { locale: 'zh', people } as const;

interface Pressable {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly options?: readonly { readonly value: string; readonly url?: string }[];
}

/** Every action a payload offers, as `route+args` or address. */
function offered(payload: unknown): string[] {
  if (Array.isArray(payload)) return payload.flatMap(offered);
  if (typeof payload !== 'object' || payload === null) return [];
  const element = payload as Pressable;
  if (element.type === 'button') return [element.url ?? element.value ?? ''];
  if (element.type === 'overflow') return (element.options ?? []).map((option) => option.url ?? option.value);
  return Object.values(payload).flatMap(offered);
}

const wanted = (view: Card | Notice | Home | { blocks: readonly Block[] }): string[] =>
  [...view.blocks.flatMap((item) => (item.kind === 'actions' ? item.actions : [])), ...('actions' in view ? view.actions : [])].map(
    (item) => (item.kind === 'open' ? item.href : encodeCall(item)),
  );

function expectAllKept(view: Card | Notice | Home, payload: unknown): void {
  const kept = offered(payload);
  const more = view.rest === undefined ? [] : [view.rest.kind === 'open' ? view.rest.href : encodeCall(view.rest)];
  const expected = wanted(view).toSorted();
  // The button to the rest is there only when something was cut.
  expect([expected, [...expected, ...more].toSorted()]).toContainEqual(kept.toSorted());
}

describe('render', () => {
  it('keeps every message inside the limits of Slack and loses no action', () => {
    fc.assert(
      fc.property(fc.oneof(card, notice, home), (view) => {
        const message = renderMessage(view, reader);
        expect(messageSchema.safeParse(message).error?.issues).toBeUndefined();
        // What the sandbox's server thinks of it, which was written apart.
        expect(blockFaults(message.blocks, 'message')).toEqual([]);
        expect(blocksTooLong(message.blocks)).toBe(false);
        expectAllKept(view, message.blocks);
      }),
      within,
    );
  });

  it('keeps every home page and modal inside the limits of Slack and loses no action', () => {
    fc.assert(
      fc.property(home, fc.oneof(card, notice), (page, view) => {
        const drawn = renderHome(page, reader);
        expect(homeSchema.safeParse(drawn).error?.issues).toBeUndefined();
        expect(viewFaults(drawn, 'home')).toEqual([]);
        expectAllKept(page, drawn);
        const modal = renderModal(view, reader);
        expect(modalSchema.safeParse(modal).error?.issues).toBeUndefined();
        expect(viewFaults(modal, 'modal')).toEqual([]);
        expect(viewTooLarge(modal) || viewTooLarge(drawn)).toBe(false);
        expectAllKept(view, modal);
      }),
      within,
    );
  });

  it('keeps every form inside the limits of Slack', () => {
    fc.assert(
      fc.property(form, (given) => {
        const modal = renderForm(given, reader, { f0: '错', general: '不行' });
        expect(modalSchema.safeParse(modal).error?.issues).toBeUndefined();
        expect(viewFaults(modal, 'modal')).toEqual([]);
        expect(decodeCall(modal.private_metadata ?? '')).toEqual({ route: given.route, args: given.args });
        expect([...wanted({ blocks: given.intro })].toSorted()).toEqual(offered(modal.blocks).toSorted());
      }),
      within,
    );
  });

  it('gives back the route and arguments of any press', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.string({ unit: 'binary' })), (name, given) => {
        const decoded = decodeCall(encodeCall({ route: name, args: given }));
        expect(decoded?.route).toBe(name);
        expect(Object.entries(decoded?.args ?? {})).toEqual(Object.entries(given));
      }),
    );
    expect(decodeCall('')).toBeNull();
    expect(decodeCall('{"route":"x"}')).toBeNull();
    expect(decodeCall('["x","only a key"]')).toBeNull();
  });
});
