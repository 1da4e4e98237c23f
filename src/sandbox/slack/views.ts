import { z } from 'zod';
import { ApiError } from './api/method.ts';
import { faultLines, viewFaults, viewTooLarge } from './blocks/blocks.ts';
import { type Json, type JsonObject, newId, type OpenView, type Workspace, withBlockIds } from './state.ts';

/** A `trigger_id` lives this long and opens one view. */
export const triggerMs = 3_000;
/** Views on top of each other. */
export const stackLimit = 3;

const objects = z.array(z.record(z.string(), z.json()));

/** A view as Slack keeps it, refused where Slack would. */
export function readView(given: unknown, surface: 'home' | 'modal'): JsonObject {
  if (viewTooLarge(given)) throw new ApiError('view_too_large');
  const faults = viewFaults(given, surface);
  if (faults.length > 0) throw new ApiError('invalid_arguments', { response_metadata: { messages: faultLines(faults) } });
  const view = z.record(z.string(), z.json()).parse(given);
  return { ...view, blocks: withBlockIds(objects.parse(view['blocks'])) };
}

const hash = (): string => `${Date.now()}.${newId('').toLowerCase()}`;

export function freshView(view: JsonObject, under: OpenView | null): OpenView {
  const id = newId('V');
  return { id, view, hash: hash(), root: under?.root ?? id, previous: under?.id ?? null };
}

export const changedView = (open: OpenView, view: JsonObject): OpenView => ({ ...open, view, hash: hash() });

/** A view as answers and payloads show it. */
export function viewShape(workspace: Workspace, open: OpenView, state: Json = {}): { [key: string]: Json } {
  return {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    title: { type: 'plain_text', text: 'View Title', emoji: true },
    close: null,
    submit: null,
    ...open.view,
    id: open.id,
    team_id: workspace.teamId,
    state: { values: state },
    hash: open.hash,
    previous_view_id: open.previous,
    root_view_id: open.root,
    app_id: workspace.bot.appId,
    app_installed_team_id: workspace.teamId,
    bot_id: workspace.bot.botId,
  };
}

/** The view a `trigger_id` may open; it is used up by this. */
export function useTrigger(workspace: Workspace, triggerId: string, now: number): { user: string; view: string | null } {
  const trigger = workspace.triggers.get(triggerId);
  if (trigger === undefined) throw new ApiError('invalid_trigger_id');
  if (trigger.used) throw new ApiError('exchanged_trigger_id');
  if (now - trigger.issuedAt > triggerMs) throw new ApiError('expired_trigger_id');
  trigger.used = true;
  return { user: trigger.user, view: trigger.view };
}

/** Puts a view on top of the modal that is open. */
export function pushView(workspace: Workspace, user: string, view: JsonObject): OpenView {
  const stack = workspace.modals.get(user) ?? [];
  if (stack.length >= stackLimit) throw new ApiError('push_limit_reached');
  const open = freshView(view, stack.at(-1) ?? null);
  workspace.modals.set(user, [...stack, open]);
  workspace.changed();
  return open;
}

/** Replaces a view that is open, wherever it is in a stack; null when nobody has it open. */
export function replaceView(workspace: Workspace, viewId: string, change: (open: OpenView) => OpenView): OpenView | null {
  for (const [user, stack] of workspace.modals) {
    const open = stack.find((candidate) => candidate.id === viewId);
    if (open === undefined) continue;
    const changed = change(open);
    workspace.modals.set(
      user,
      stack.map((candidate) => (candidate === open ? changed : candidate)),
    );
    workspace.changed();
    return changed;
  }
  return null;
}
