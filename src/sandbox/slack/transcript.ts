import type { IncomingHttpHeaders } from 'node:http';
import type { SandboxFault } from '../client.ts';

/** One request of the bot, as it arrived. */
export interface Recorded {
  /** Milliseconds of a monotonic clock. */
  readonly at: number;
  /** The API method, or `response_url`, `files`, `upload`. */
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly args: Readonly<Record<string, unknown>>;
  /** HTTP status of the answer; null when the connection was dropped. */
  status: number | null;
  /** The error code of the answer, if it is one. */
  error: string | null;
}

/** The faults that are waiting to be met, and the transcript of what was asked. */
export class Requests {
  readonly #faults: { readonly method: string; readonly fault: SandboxFault['fault']; left: number }[] = [];
  readonly #transcript: Recorded[] = [];

  inject(fault: SandboxFault): void {
    this.#faults.push({ method: fault.method, fault: fault.fault, left: fault.count });
  }

  /** The fault this call meets, if any; `*` is any method. */
  next(method: string): SandboxFault['fault'] | null {
    const found = this.#faults.find((candidate) => candidate.left > 0 && (candidate.method === method || candidate.method === '*'));
    if (found === undefined) return null;
    found.left -= 1;
    return found.fault;
  }

  record(entry: Recorded): Recorded {
    this.#transcript.push(entry);
    // A bench sends more than anybody reads.
    if (this.#transcript.length > 20_000) this.#transcript.splice(0, 10_000);
    return entry;
  }

  transcript(): readonly Recorded[] {
    return this.#transcript;
  }
}
