import type { CallKind, Destination, MessageRef, RateBucket } from '../runtime/messenger.ts';

/** Calls a minute by tier; the manual says "at least". */
const perMinute = { 2: 20, 3: 50, 4: 100 } as const;

const tier = (method: string, level: keyof typeof perMinute): RateBucket => ({
  key: `slack:${method}`,
  perSecond: perMinute[level] / 60,
  burst: perMinute[level] / 2,
});

/** `chat.postMessage`: one a second for each channel, and for the workspace "several hundred a minute", which the manual leaves at that. */
const workspace: RateBucket = { key: 'slack:chat.postMessage', perSecond: 10, burst: 60 };

/** What a call draws from before it is made. */
export function bucketsOf(call: { readonly kind: CallKind; readonly to: Destination | MessageRef }): readonly RateBucket[] {
  switch (call.kind) {
    case 'send': {
      const to = 'id' in call.to ? call.to.id : call.to.channelId;
      return [{ key: `slack:channel:${to}`, perSecond: 1, burst: 1 }, workspace];
    }
    case 'edit':
      return [tier('chat.update', 3)];
    case 'file':
      return [tier('files.getUploadURLExternal', 4), tier('files.completeUploadExternal', 4)];
    case 'home':
      return [tier('views.publish', 4)];
    case 'pin':
      return [tier('pins.add', 2)];
    case 'unpin':
      return [tier('pins.remove', 2)];
  }
}
