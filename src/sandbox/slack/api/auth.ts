import type { AppsConnectionsOpenResponse, AuthTestResponse } from '@slack/web-api';
import { z } from 'zod';
import { ApiError, method } from './method.ts';

export const authMethods = {
  'auth.test': method({
    scopes: [],
    rate: 'auth.test',
    token: 'bot',
    args: z.strictObject({}),
    run(_, { workspace, baseUrl }) {
      const answer: AuthTestResponse = {
        ok: true,
        url: `${baseUrl}/`,
        team: 'Sandbox',
        user: workspace.bot.name.toLowerCase(),
        team_id: workspace.teamId,
        user_id: workspace.bot.userId,
        bot_id: workspace.bot.botId,
        is_enterprise_install: false,
      };
      return answer;
    },
  }),
  'apps.connections.open': method({
    scopes: ['connections:write'],
    rate: 'tier3',
    token: 'app',
    args: z.strictObject({}),
    run(_, { openSocket }) {
      const url = openSocket();
      if (url === null) throw new ApiError('forbidden_team');
      const answer: AppsConnectionsOpenResponse = { ok: true, url };
      return answer;
    },
  }),
};
