import { Agent, request } from 'node:http';
import { sandboxApps } from '../../src/sandbox/apps.ts';
import { concurrency, destinations } from './fan-out-destinations.ts';

/**
 * The baseline of the fan-out: the same number of messages to the same sandboxes by plain HTTP posts, as many at a time as the outbox has in
 * flight, with nothing kept anywhere. Prints how long it took.
 */
const { slack, feishu } = sandboxApps;
const slackApi = process.env.SLACK_API_URL ?? '';
const feishuDomain = process.env.FEISHU_DOMAIN ?? '';
const count = Number(process.env.MESSAGES);
const agent = new Agent({ keepAlive: true, maxSockets: concurrency });

function post(url: string, token: string | null, body: object): Promise<Record<string, unknown>> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(text),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const said = Buffer.concat(chunks).toString('utf8');
          if (response.statusCode === 200) resolve(JSON.parse(said) as Record<string, unknown>);
          else reject(new Error(`HTTP ${response.statusCode}: ${said.slice(0, 200)}`));
        });
      },
    );
    call.on('error', reject);
    call.end(text);
  });
}

const signIn = await post(`${feishuDomain}/open-apis/auth/v3/tenant_access_token/internal`, null, {
  app_id: feishu.appId,
  app_secret: feishu.appSecret,
});
const tenantToken = String(signIn['tenant_access_token']);
const targets = destinations('baseline', count);

const postOne = async (index: number): Promise<void> => {
  const to = targets[index];
  if (to === undefined) return;
  if (to.platform === 'slack') {
    const answer = await post(`${slackApi}chat.postMessage`, slack.botToken, { channel: to.channel, text: `#${index}` });
    if (answer['ok'] !== true) throw new Error(`chat.postMessage: ${String(answer['error'])}`);
    return;
  }
  await post(`${feishuDomain}/open-apis/im/v1/messages?receive_id_type=chat_id`, tenantToken, {
    receive_id: to.channel,
    msg_type: 'text',
    content: JSON.stringify({ text: `#${index}` }),
  });
};

let next = 0;
const started = performance.now();
const worker = async (): Promise<void> => {
  for (let index = next++; index < count; index = next++) await postOne(index);
};
await Promise.all(Array.from({ length: concurrency }, worker));
process.stdout.write(`${JSON.stringify({ port: 0, seconds: (performance.now() - started) / 1000 })}\n`);
agent.destroy();
