-- A message may be pinned in its channel: what is pinned, and the calls that pin it and take it off again.
ALTER TABLE outbox DROP CONSTRAINT outbox_kind;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind CHECK (kind IN ('send', 'edit', 'home', 'file', 'pin', 'unpin'));
ALTER TABLE outbox ADD COLUMN pin_spot TEXT;
ALTER TABLE channel ADD COLUMN pin_cause TEXT;

CREATE TABLE pin (
    org_id UUID NOT NULL,
    platform TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    spot TEXT NOT NULL,
    until_at TIMESTAMPTZ(3),
    asked BOOLEAN NOT NULL DEFAULT false,
    created_at TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT pin_pkey PRIMARY KEY (org_id,platform,channel_id,message_id)
);
CREATE INDEX pin_org_id_spot_idx ON pin (org_id, spot);
