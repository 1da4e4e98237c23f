import type { Events } from './dispatch/events.ts';
import type { Conversation, Workspace } from './state.ts';

/** What owners of the workspace do to the app: let it in, put it out, archive, uninstall. Each sends the event Slack sends. */
export interface WorkspaceAdmin {
  inviteBot(channelId: string, by: string): Promise<void>;
  removeBot(channelId: string): Promise<void>;
  archive(channelId: string, by: string): Promise<void>;
  unarchive(channelId: string, by: string): Promise<void>;
  revokeTokens(): Promise<void>;
  uninstall(): Promise<void>;
}

export function createAdmin(workspace: Workspace, events: Events): WorkspaceAdmin {
  const channel = (id: string): Conversation => {
    const found = workspace.conversations.get(id);
    if (found === undefined) throw new Error(`There is no channel ${id}`);
    return found;
  };
  const event = (type: string, fields: { readonly [key: string]: string }) =>
    events.send(type, { type, ...fields, event_ts: workspace.nextTs() });
  return {
    async inviteBot(channelId, by) {
      channel(channelId).members.add(workspace.bot.userId);
      workspace.changed();
      await event('member_joined_channel', {
        user: workspace.bot.userId,
        channel: channelId,
        channel_type: 'C',
        team: workspace.teamId,
        inviter: by,
      });
    },
    async removeBot(channelId) {
      channel(channelId).members.delete(workspace.bot.userId);
      workspace.changed();
      await event('channel_left', { channel: channelId, actor_id: workspace.bot.userId });
    },
    async archive(channelId, by) {
      channel(channelId).archived = true;
      workspace.changed();
      await event('channel_archive', { channel: channelId, user: by });
    },
    async unarchive(channelId, by) {
      channel(channelId).archived = false;
      workspace.changed();
      await event('channel_unarchive', { channel: channelId, user: by });
    },
    async revokeTokens() {
      await events.send('tokens_revoked', {
        type: 'tokens_revoked',
        tokens: { oauth: [], bot: [workspace.bot.userId] },
      });
    },
    async uninstall() {
      await events.send('app_uninstalled', { type: 'app_uninstalled' });
    },
  };
}
