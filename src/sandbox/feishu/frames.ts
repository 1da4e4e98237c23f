import protobuf from 'protobufjs';

/** `pbbp2.Frame`, the envelope of Feishu's long connection. */
const frameType = protobuf.Root.fromJSON({
  nested: {
    pbbp2: {
      nested: {
        Header: { fields: { key: { type: 'string', id: 1, rule: 'required' }, value: { type: 'string', id: 2, rule: 'required' } } },
        Frame: {
          fields: {
            SeqID: { type: 'uint64', id: 1, rule: 'required' },
            LogID: { type: 'uint64', id: 2, rule: 'required' },
            service: { type: 'int32', id: 3, rule: 'required' },
            method: { type: 'int32', id: 4, rule: 'required' },
            headers: { type: 'Header', id: 5, rule: 'repeated' },
            payloadEncoding: { type: 'string', id: 6 },
            payloadType: { type: 'string', id: 7 },
            payload: { type: 'bytes', id: 8 },
            LogIDNew: { type: 'string', id: 9 },
          },
        },
      },
    },
  },
}).lookupType('pbbp2.Frame');

export const frameMethod = { control: 0, data: 1 } as const;

export interface Frame {
  readonly method: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Buffer;
}

export function encodeFrame(frame: Frame): Buffer {
  const headers = Object.entries(frame.headers).map(([key, value]) => ({ key, value }));
  const message = frameType.create({ SeqID: 0, LogID: 0, service: 1, method: frame.method, headers, payload: frame.payload });
  return Buffer.from(frameType.encode(message).finish());
}

export function decodeFrame(bytes: Buffer): Frame {
  const decoded = frameType.toObject(frameType.decode(bytes), { longs: Number, bytes: Buffer, defaults: true }) as {
    method: number;
    headers: { key: string; value: string }[];
    payload: Buffer;
  };
  return {
    method: decoded.method,
    headers: Object.fromEntries(decoded.headers.map(({ key, value }) => [key, value])),
    payload: Buffer.from(decoded.payload),
  };
}
