import type { SandboxSeed } from '../../src/sandbox/client.ts';

/** As many messages as the outbox of the bot has in flight. */
export const concurrency = 64;

/** The one user of the fan-out's sandboxes: a member of every channel, through whose client they are read. */
export const reader = 'U0READER';

export interface BenchDestination {
  readonly platform: 'slack' | 'feishu';
  readonly channel: string;
}

/** Distinct destinations of a round, Slack channels and Feishu chats in turns. */
export function destinations(round: string, count: number): BenchDestination[] {
  return Array.from({ length: count }, (_, index) => {
    const platform = index % 2 === 0 ? 'slack' : 'feishu';
    return { platform, channel: `${platform === 'slack' ? 'C' : 'oc_'}${round.toUpperCase()}${index}` };
  });
}

/** What a sandbox messenger starts with: the channels of all rounds. */
export function seedOf(platform: BenchDestination['platform'], rounds: readonly (readonly BenchDestination[])[]): SandboxSeed {
  const channels = rounds.flat().filter((to) => to.platform === platform);
  return {
    users: [{ id: reader, name: 'Reader', title: '', email: 'reader@example.com', locale: 'en', external: false }],
    channels: channels.map((to) => ({ id: to.channel, name: to.channel.toLowerCase(), members: [reader], bot: true })),
  };
}
