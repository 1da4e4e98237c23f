/** Limits of Feishu's platform. Where a number is not in the manual the comment says where it comes from. */
export const limits = {
  /** Whole request body of a card message; the content is JSON inside JSON, so quotes count twice. Two KB are left for the envelope. */
  cardBytes: 28 * 1024,
  /** Everything with a `tag` counts, texts too. */
  elements: 200,
  /** Containers in containers. */
  depth: 5,
  tables: 5,
  tablePageSize: 10,
  tableColumns: 50,
  textTags: 3,
  elementId: 20,
  inputLength: 1000,
  /** Not in the manual: longer labels are cut by clients in the middle of a word. */
  buttonText: 60,
  /** Not in the manual: four lines are shown. */
  title: 200,
  /** Not in the manual: the chat list shows one line. */
  summary: 200,
  /** Not in the manual: a toast stays for three seconds, which is time to read this much. */
  toast: 120,
  /** Not in the manual: keeps a person picker's candidates within a few KB. */
  personOptions: 100,
  /** De-duplication key of a message, and for how long it holds. */
  uuidLength: 50,
  uuidWindowMs: 3_600_000,
  /** The person waits no longer than this for the answer to a press; ours leaves room for the way back. */
  callbackMs: 3_000,
  answerMs: 2_500,
  /** Signed requests older or newer than this are refused. */
  freshnessMs: 300_000,
  eventBytes: 1024 * 1024,
  fileBytes: 30 * 1024 * 1024,
  /** Five per second and chat, person or message, over any second: two at once and three flowing in. */
  perDestination: { perSecond: 3, burst: 2 },
  /** Fifty per second and app: what is in the bucket and what flows in together stay below it. */
  perApp: { perSecond: 25, burst: 25 },
  /** A thousand per minute and app. */
  perAppMinute: { perSecond: 16, burst: 40 },
} as const;
