/** The apps installed in the sandbox messengers: tokens and secrets that open nothing but a local server. */
const slack = {
  botToken: 'xoxb-sandbox-0000000000',
  appToken: 'xapp-sandbox-0000000000',
  signingSecret: 'sandbox-signing-secret-000000000',
  teamId: 'T0ZHIBAN',
};

const feishu = {
  appId: 'cli_5a4db0c0de5a4db0',
  appSecret: 'sandbox-app-secret-0000000000000',
  encryptKey: 'sandbox-encrypt-key',
  verificationToken: 'sandbox-verification-token',
  tenantKey: 'zhiban_tenant',
};

export const sandboxApps = {
  slack,
  feishu,
  /** The bot's environment for the sandbox messengers: what an operator would write into `.env`. */
  env(where: { slackApiUrl: string; feishuDomain: string; transport: 'socket' | 'http'; port: number }): Record<string, string> {
    const socket = where.transport === 'socket';
    return {
      PORT: String(where.port),
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_API_URL: where.slackApiUrl,
      ...(socket ? { SLACK_APP_TOKEN: slack.appToken } : { SLACK_SIGNING_SECRET: slack.signingSecret }),
      FEISHU_APP_ID: feishu.appId,
      FEISHU_APP_SECRET: feishu.appSecret,
      FEISHU_DOMAIN: where.feishuDomain,
      FEISHU_TRANSPORT: socket ? 'ws' : 'http',
      ...(socket ? {} : { FEISHU_ENCRYPT_KEY: feishu.encryptKey, FEISHU_VERIFICATION_TOKEN: feishu.verificationToken }),
    };
  },
};
