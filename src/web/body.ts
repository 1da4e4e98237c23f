import type { IncomingMessage } from 'node:http';

/** Why a body was not handed on: longer than allowed, or the sender went away or was too slow. */
export type BodyRefusal = 'oversized' | 'broken';

/**
 * The raw bytes of a request, collected as bytes, because a Chinese character may be split over two chunks. A declared length over the
 * bound is refused without reading, an undeclared one as soon as the bound is passed.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | BodyRefusal> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve('oversized');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = (outcome: Buffer | BodyRefusal) => {
      request.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
      // Whatever still breaks after the answer is decided concerns nobody.
      request.on('error', () => undefined);
      resolve(outcome);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        request.pause();
        return done('oversized');
      }
      chunks.push(chunk);
    };
    const onEnd = () => done(Buffer.concat(chunks));
    const onBroken = () => done('broken');
    request.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken);
  });
}
