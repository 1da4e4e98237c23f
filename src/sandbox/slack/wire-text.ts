import type { SandboxUser } from '../client.ts';
import type { BotUser, Workspace } from './state.ts';

/** `@Zhiban` and `@Name` as the client sends them: `<@U…>`. Longer names first, so that 陈志远 is not taken for 陈志. */
export function withMentions(workspace: Workspace, text: string): string {
  const named: readonly { readonly id: string; readonly name: string }[] = [
    { id: workspace.bot.userId, name: workspace.bot.name },
    ...[...workspace.users.values()].map(({ id, name }) => ({ id, name })),
  ].toSorted((a, b) => b.name.length - a.name.length);
  let wire = '';
  for (let at = 0; at < text.length; ) {
    const person =
      text[at] === '@' && text[at - 1] !== '<' ? named.find(({ name }) => name !== '' && text.startsWith(name, at + 1)) : undefined;
    wire += person === undefined ? text[at] : `<@${person.id}>`;
    at += person === undefined ? 1 : person.name.length + 1;
  }
  return wire;
}

/** A command whose manifest says `should_escape` gets `<@U1|name>`; another gets what was typed. */
export function commandText(workspace: Workspace, text: string, escaped: boolean): string {
  if (!escaped) return text.replace(/<@([UW][A-Z0-9]+)>/g, (_, id: string) => `@${userOf(workspace, id)?.name ?? id}`);
  return withMentions(workspace, text).replace(/<@([UW][A-Z0-9]+)>/g, (_, id: string) => `<@${id}|${id.toLowerCase()}>`);
}

export const mentionsBot = (bot: BotUser, text: string): boolean => text.includes(`<@${bot.userId}>`);

const userOf = (workspace: Workspace, id: string): SandboxUser | undefined => workspace.users.get(id);
