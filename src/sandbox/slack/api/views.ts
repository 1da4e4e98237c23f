import type { ViewsOpenResponse, ViewsPublishResponse, ViewsPushResponse, ViewsUpdateResponse } from '@slack/web-api';
import { z } from 'zod';
import { changedView, freshView, pushView, readView, replaceView, useTrigger, viewShape } from '../views.ts';
import { ApiError, arg, method } from './method.ts';

export const viewMethods = {
  'views.open': method({
    scopes: [],
    rate: 'tier4',
    token: 'bot',
    args: z.strictObject({ trigger_id: arg.text.optional(), view: arg.json }),
    run(args, { workspace, monotonic }) {
      const view = readView(args.view, 'modal');
      const { user } = useTrigger(workspace, args.trigger_id ?? '', monotonic());
      const open = freshView(view, null);
      workspace.modals.set(user, [open]);
      workspace.changed();
      const answer: ViewsOpenResponse = { ok: true, view: viewShape(workspace, open) };
      return answer;
    },
  }),
  'views.push': method({
    scopes: [],
    rate: 'tier4',
    token: 'bot',
    args: z.strictObject({ trigger_id: arg.text.optional(), view: arg.json }),
    run(args, { workspace, monotonic }) {
      const view = readView(args.view, 'modal');
      const trigger = useTrigger(workspace, args.trigger_id ?? '', monotonic());
      const open = (workspace.modals.get(trigger.user) ?? []).some((candidate) => candidate.id === trigger.view);
      if (!open) throw new ApiError('not_found');
      const answer: ViewsPushResponse = { ok: true, view: viewShape(workspace, pushView(workspace, trigger.user, view)) };
      return answer;
    },
  }),
  'views.update': method({
    scopes: [],
    rate: 'tier4',
    token: 'bot',
    args: z.strictObject({ view_id: arg.text.optional(), view: arg.json, hash: arg.text.optional() }),
    run(args, { workspace }) {
      const view = readView(args.view, 'modal');
      const changed = replaceView(workspace, args.view_id ?? '', (open) => {
        if (args.hash !== undefined && args.hash !== open.hash) throw new ApiError('hash_conflict');
        return changedView(open, view);
      });
      if (changed === null) throw new ApiError('not_found');
      const answer: ViewsUpdateResponse = { ok: true, view: viewShape(workspace, changed) };
      return answer;
    },
  }),
  'views.publish': method({
    scopes: [],
    rate: 'tier4',
    token: 'bot',
    args: z.strictObject({ user_id: arg.text, view: arg.json, hash: arg.text.optional() }),
    run(args, { workspace, tabs }) {
      const view = readView(args.view, 'home');
      if (!tabs.home) throw new ApiError('not_enabled');
      if (!workspace.users.has(args.user_id))
        throw new ApiError('invalid_arguments', { response_metadata: { messages: ['[ERROR] user_id is not a valid user'] } });
      const before = workspace.homes.get(args.user_id);
      if (args.hash !== undefined && args.hash !== before?.hash) throw new ApiError('hash_conflict');
      const open = before === undefined ? freshView(view, null) : changedView(before, view);
      workspace.homes.set(args.user_id, open);
      workspace.changed();
      const answer: ViewsPublishResponse = { ok: true, view: viewShape(workspace, open) };
      return answer;
    },
  }),
};
