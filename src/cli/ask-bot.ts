import { z } from 'zod';
import type { Finding } from './finding.ts';

const report = z.object({
  status: z.enum(['ready', 'degraded', 'away']),
  database: z.object({ up: z.boolean() }),
  messengers: z.array(
    z.object({
      platform: z.string(),
      state: z.enum(['up', 'down', 'degraded']),
      cause: z.object({ zh: z.string(), en: z.string() }).nullable(),
    }),
  ),
});

/** What the bot on this machine's port says of itself (`/readyz`). No bot there is a note, not an error. `null`: any port, so none to ask. */
export async function askBot(port: number | null): Promise<Finding[]> {
  if (port === null) return [];
  let body: unknown;
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(3_000) });
    body = await response.json();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return [{ state: 'note', what: { zh: `端口 ${port} 上没有运行中的值班`, en: `No bot runs on port ${port}` } }];
  }
  const parsed = report.safeParse(body);
  if (!parsed.success) {
    return [
      {
        state: 'warn',
        what: { zh: `端口 ${port} 上运行的不是值班`, en: `What runs on port ${port} is not Zhiban` },
        remedy: { zh: '换一个 PORT', en: 'Choose another PORT' },
      },
    ];
  }
  const { status, messengers } = parsed.data;
  const head: Finding =
    status === 'away'
      ? { state: 'bad', what: { zh: '值班在运行,但连不上数据库', en: 'The bot runs, but its database is away' } }
      : { state: 'ok', what: { zh: `值班在端口 ${port} 上运行`, en: `The bot runs on port ${port}` } };
  return [
    head,
    ...messengers.map((messenger): Finding => {
      const name = messenger.platform === 'slack' ? { zh: 'Slack', en: 'Slack' } : { zh: '飞书', en: 'Feishu' };
      if (messenger.state === 'up') return { state: 'ok', what: { zh: `${name.zh} 已连接`, en: `${name.en} is connected` } };
      const state = messenger.state === 'down' ? 'bad' : 'warn';
      const what =
        messenger.state === 'down'
          ? { zh: `${name.zh} 未连接`, en: `${name.en} is not connected` }
          : { zh: `${name.zh} 不完全可用`, en: `${name.en} works in part` };
      return { state, what, ...(messenger.cause === null ? {} : { remedy: messenger.cause }) };
    }),
  ];
}
