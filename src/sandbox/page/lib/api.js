/** The sandbox's own HTTP API. @typedef {{ zh: string, en: string }} Words */

export class ApiError extends Error {
  /** @param {number} status @param {Words} words */
  constructor(status, words) {
    super(words.en);
    this.status = status;
    this.words = words;
  }
}

const unreachable = {
  zh: '沙盒没有回应。它可能停了:请看终端。',
  en: 'The sandbox does not answer. It may have stopped: look at the terminal.',
};

/** @param {string} path @param {unknown} [body] absent: GET */
async function call(path, body) {
  const response = await fetch(
    `/sandbox/${path}`,
    body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  ).catch(() => {
    throw new ApiError(0, unreachable);
  });
  const said = await response.json().catch(() => null);
  if (!response.ok || said === null) throw new ApiError(response.status, said?.error ?? unreachable);
  return said;
}

export const setup = () => call('setup');
export const clock = () => call('clock');
/** @param {unknown} move */
export const moveClock = (move) => call('clock', move);

/** @param {string} platform @param {string} user @param {string | null} conversation @param {number} limit */
export function state(platform, user, conversation, limit) {
  const query = new URLSearchParams({ limit: String(limit), ...(conversation === null ? {} : { conversation }) });
  return call(`${platform}/${encodeURIComponent(user)}?${query}`);
}

/** @param {string} platform @param {string} user @param {string} verb @param {unknown} body */
export const act = (platform, user, verb, body) => call(`${platform}/${encodeURIComponent(user)}/${verb}`, body);

/** Where a file of a message is loaded from. @param {string} platform @param {string} user @param {string} conversation @param {string} id */
export const fileUrl = (platform, user, conversation, id) =>
  `/sandbox/${platform}/${encodeURIComponent(user)}/file?${new URLSearchParams({ conversation, id })}`;

/** Hears of changes until the page is left; reconnects by itself. @param {(changed: string[]) => void} onChange @param {(up: boolean) => void} onState */
export function listen(onChange, onState) {
  const source = new EventSource('/sandbox/events');
  source.onopen = () => {
    onState(true);
    onChange(['clock', 'slack', 'feishu']);
  };
  source.onmessage = (event) => onChange(JSON.parse(event.data).changed);
  source.onerror = () => onState(false);
}
