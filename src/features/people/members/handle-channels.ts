import type { Ctx } from '../../../runtime/context.ts';
import type { Desk, MessengerName } from '../people.ts';

/** A channel that is told of a desk from now on. */
export interface ChannelAdded {
  readonly platform: MessengerName;
  readonly channelId: string;
}

/** Hears of a channel in the unit that saves it; the channel itself cannot be read yet. */
export type ChannelListener = (ctx: Ctx, desk: Desk, added: ChannelAdded) => Promise<void>;

let registered: readonly ChannelListener[] = [];

/** Hands over who hears of channels. Called by a slice to the right, before the first request. */
export function listenToChannels(listener: ChannelListener): void {
  registered = [...registered.filter((one) => one !== listener), listener];
}

export async function publishChannel(ctx: Ctx, desk: Desk, added: ChannelAdded): Promise<void> {
  for (const listener of registered) await listener(ctx, desk, added);
}
