import { z } from 'zod';

/** The outside of every event and callback, alike over the long connection and over HTTP. Unknown parts are ignored: Feishu adds some. */
export const envelopeSchema = z.object({
  schema: z.literal('2.0'),
  header: z.object({
    event_id: z.string().min(1),
    event_type: z.string().min(1),
    tenant_key: z.string().min(1),
    /** Milliseconds for events, microseconds for card callbacks. */
    create_time: z.string().optional(),
    token: z.string().optional(),
  }),
  event: z.unknown(),
});

export type Envelope = z.output<typeof envelopeSchema>;

export const userIdSchema = z.object({ open_id: z.string().min(1) });
