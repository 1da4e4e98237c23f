/** The client gives up after 3 s; a request that takes longer than this is acknowledged first and answered afterwards. */
const ackWithinMs = 2_500;

/** Acknowledges a request once: with its answer when that is ready in time, else early and empty-handed. */
export class AckGate<Answer> {
  readonly #ack: (answer?: Answer) => Promise<unknown>;
  readonly #timer: NodeJS.Timeout;
  #acknowledged = false;
  #early: Promise<unknown> = Promise.resolve();

  /** `early` gives what an early acknowledgement shows. */
  constructor(ack: (answer?: Answer) => Promise<unknown>, early: () => Answer | undefined = () => undefined) {
    this.#ack = ack;
    this.#timer = setTimeout(() => {
      this.#acknowledged = true;
      // Whoever waits for the gate hears of a failure; until then it is not unhandled.
      this.#early = ack(early());
      this.#early.catch(() => undefined);
    }, ackWithinMs);
  }

  /** True when this was the acknowledgement; false when it came too late, so that the answer has to take another way. */
  async answer(answer?: Answer): Promise<boolean> {
    clearTimeout(this.#timer);
    if (this.#acknowledged) {
      await this.#early;
      return false;
    }
    this.#acknowledged = true;
    await this.#ack(answer);
    return true;
  }

  /** Nothing is acknowledged any more: the request failed and the transport says so. */
  abandon(): void {
    clearTimeout(this.#timer);
  }
}

/** Runs `work` with a gate; at the end the request is acknowledged in any case, unless the work failed. */
export async function gated<Answer>(
  ack: (answer?: Answer) => Promise<unknown>,
  work: (gate: AckGate<Answer>) => Promise<void>,
  early?: () => Answer | undefined,
): Promise<void> {
  const gate = new AckGate(ack, early);
  try {
    await work(gate);
    await gate.answer();
  } finally {
    gate.abandon();
  }
}
