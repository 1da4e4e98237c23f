-- The whole schema. What Prisma cannot say (exclusion, partial indexes, triggers) stands beside what it can; names of constraints and
-- indexes are read by the code (ConstraintBroken), so renaming one is a change of behaviour.

-- `=` on uuid inside a GiST index, for nobody_in_two_places. Trusted since Postgres 13: needs no superuser, only CREATE on the database.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Rolls a statement back when a part of it touched another number of rows than the decision was made on. ZB001 becomes StaleVersion.
CREATE FUNCTION zhiban_expect(actual bigint, expected bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF actual <> expected THEN
    RAISE EXCEPTION USING ERRCODE = 'ZB001', MESSAGE = format('%s rows affected, %s expected', actual, expected);
  END IF;
  RETURN true;
END
$$;

-- Numbers of audit entries. The writer gets its transaction id first: then every number up to the last one handed out belongs to a
-- transaction that is already visible as running or done, which is what lets the sealer know that no earlier number can still appear.
CREATE SEQUENCE audit_entry_seq AS bigint CACHE 1;
CREATE FUNCTION zhiban_audit_seq() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_current_xact_id();
  RETURN nextval('audit_entry_seq');
END
$$;

CREATE TABLE organisation (
    id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    locale TEXT NOT NULL DEFAULT 'zh',
    zone TEXT NOT NULL DEFAULT 'Asia/Shanghai',
    created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT organisation_pkey PRIMARY KEY (id)
);

CREATE TABLE workspace (
    platform TEXT NOT NULL,
    external_id TEXT NOT NULL,
    org_id UUID NOT NULL,
    name TEXT,

    CONSTRAINT workspace_pkey PRIMARY KEY (platform,external_id)
);

CREATE TABLE desk (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    code TEXT NOT NULL,
    parent_id UUID,
    name TEXT NOT NULL,
    name_en TEXT,
    zone TEXT NOT NULL,
    locale TEXT NOT NULL,
    kinds TEXT[] NOT NULL DEFAULT '{}',
    settings JSONB NOT NULL DEFAULT '{}',
    version INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT desk_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE person (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT,
    email TEXT,
    phone TEXT,
    locale TEXT,
    attributes JSONB NOT NULL DEFAULT '{}',
    settings JSONB NOT NULL DEFAULT '{}',
    active BOOLEAN NOT NULL DEFAULT true,
    version INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT person_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE identity (
    org_id UUID NOT NULL,
    platform TEXT NOT NULL,
    user_id TEXT NOT NULL,
    person_id UUID NOT NULL,

    CONSTRAINT identity_pkey PRIMARY KEY (org_id,platform,user_id)
);

CREATE TABLE member (
    org_id UUID NOT NULL,
    desk_id UUID NOT NULL,
    person_id UUID NOT NULL,
    roles TEXT[] NOT NULL DEFAULT '{}',
    "position" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT member_pkey PRIMARY KEY (org_id,desk_id,person_id)
);

CREATE TABLE channel (
    org_id UUID NOT NULL,
    desk_id UUID NOT NULL,
    platform TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    name TEXT,
    lost_cause TEXT,

    CONSTRAINT channel_pkey PRIMARY KEY (org_id,desk_id,platform,channel_id)
);

CREATE TABLE adoption (
    org_id UUID NOT NULL,
    desk_id UUID NOT NULL,
    preset TEXT NOT NULL,
    from_date DATE NOT NULL,
    until_date DATE,
    overrides JSONB NOT NULL DEFAULT '[]',
    reason TEXT,
    by_person UUID,
    created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT adoption_pkey PRIMARY KEY (org_id,desk_id,preset,from_date)
);

CREATE TABLE calendar_day (
    org_id UUID NOT NULL,
    desk_id UUID NOT NULL,
    "on" DATE NOT NULL,
    kind TEXT NOT NULL,
    name TEXT,
    source TEXT NOT NULL,
    by_person UUID,

    CONSTRAINT calendar_day_pkey PRIMARY KEY (org_id,desk_id,"on")
);

CREATE TABLE shift (
    org_id UUID NOT NULL,
    desk_id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    "start" TEXT NOT NULL,
    "end" TEXT NOT NULL,
    segments JSONB NOT NULL DEFAULT '[]',
    aliases TEXT[] NOT NULL DEFAULT '{}',
    "position" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT shift_pkey PRIMARY KEY (org_id,desk_id,code)
);

CREATE TABLE rotation (
    org_id UUID NOT NULL,
    desk_id UUID NOT NULL,
    code TEXT NOT NULL,
    rule JSONB NOT NULL,
    starts_on DATE NOT NULL,

    CONSTRAINT rotation_pkey PRIMARY KEY (org_id,desk_id,code)
);

CREATE TABLE roster (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    desk_id UUID NOT NULL,
    month TEXT NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    policy_version TEXT,
    published_at TIMESTAMPTZ(3),
    published_by UUID,

    CONSTRAINT roster_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE slot (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    desk_id UUID NOT NULL,
    roster_id UUID NOT NULL,
    shift TEXT NOT NULL,
    duty_on DATE NOT NULL,
    starts_at TIMESTAMPTZ(3) NOT NULL,
    ends_at TIMESTAMPTZ(3) NOT NULL,
    announced_at TIMESTAMPTZ(3),
    version INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT slot_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE assignment (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    slot_id UUID NOT NULL,
    desk_id UUID NOT NULL,
    person_id UUID NOT NULL,
    role TEXT NOT NULL,
    "position" TEXT,
    starts_at TIMESTAMPTZ(3) NOT NULL,
    ends_at TIMESTAMPTZ(3) NOT NULL,
    live BOOLEAN NOT NULL DEFAULT false,
    version INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT assignment_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE roster_import (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    desk_id UUID NOT NULL,
    by_person UUID NOT NULL,
    content JSONB NOT NULL,
    created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    state TEXT NOT NULL DEFAULT 'waiting',

    CONSTRAINT roster_import_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE punch (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    desk_id UUID NOT NULL,
    assignment_id UUID,
    kind TEXT NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,
    platform TEXT NOT NULL,
    off_minutes INTEGER NOT NULL DEFAULT 0,
    verdict TEXT NOT NULL,
    rules TEXT[] NOT NULL DEFAULT '{}',
    policy_version TEXT,

    CONSTRAINT punch_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE inbox (
    platform TEXT NOT NULL,
    event_key TEXT NOT NULL,
    received_at TIMESTAMPTZ(3) NOT NULL,
    reply JSONB NOT NULL,

    CONSTRAINT inbox_pkey PRIMARY KEY (platform,event_key)
);

CREATE TABLE outbox (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    seq BIGSERIAL NOT NULL,
    platform TEXT NOT NULL,
    kind TEXT NOT NULL,
    destination TEXT NOT NULL,
    view JSONB,
    locale TEXT NOT NULL,
    subject TEXT,
    channel_id TEXT,
    message_id TEXT,
    state TEXT NOT NULL DEFAULT 'waiting',
    due_at TIMESTAMPTZ(3) NOT NULL,
    expires_at TIMESTAMPTZ(3),
    attempts INTEGER NOT NULL DEFAULT 0,
    ambiguous BOOLEAN NOT NULL DEFAULT false,
    claimed_by TEXT,
    claimed_till TIMESTAMPTZ(3),
    error TEXT,
    created_at TIMESTAMPTZ(3) NOT NULL,
    sent_at TIMESTAMPTZ(3),

    CONSTRAINT outbox_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE message_ref (
    org_id UUID NOT NULL,
    platform TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    locale TEXT NOT NULL,
    sent_at TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT message_ref_pkey PRIMARY KEY (org_id,platform,channel_id,message_id)
);

CREATE TABLE due (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    due_at TIMESTAMPTZ(3) NOT NULL,
    desk_id UUID,
    payload JSONB NOT NULL DEFAULT '{}',
    attempts INTEGER NOT NULL DEFAULT 0,
    claimed_by TEXT,
    claimed_till TIMESTAMPTZ(3),
    done_at TIMESTAMPTZ(3),
    error TEXT,

    CONSTRAINT due_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE audit_entry (
    org_id UUID NOT NULL,
    seq BIGINT NOT NULL DEFAULT zhiban_audit_seq(),
    at TIMESTAMPTZ(3) NOT NULL,
    person_id UUID,
    desk_id UUID,
    action TEXT NOT NULL,
    subject TEXT,
    detail JSONB NOT NULL DEFAULT '{}',
    policy_version TEXT,

    CONSTRAINT audit_entry_pkey PRIMARY KEY (org_id,seq)
);

CREATE TABLE audit_seal (
    org_id UUID NOT NULL,
    number INTEGER NOT NULL,
    from_seq BIGINT NOT NULL,
    to_seq BIGINT NOT NULL,
    count INTEGER NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT audit_seal_pkey PRIMARY KEY (org_id,number)
);

CREATE TABLE call_count (
    platform TEXT NOT NULL,
    month TEXT NOT NULL,
    calls BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT call_count_pkey PRIMARY KEY (platform,month)
);

CREATE UNIQUE INDEX organisation_code_key ON organisation(code);
CREATE UNIQUE INDEX desk_org_id_code_key ON desk(org_id, code);
CREATE UNIQUE INDEX person_org_id_code_key ON person(org_id, code);
CREATE UNIQUE INDEX identity_org_id_person_id_platform_key ON identity(org_id, person_id, platform);
CREATE INDEX member_org_id_person_id_idx ON member(org_id, person_id);
CREATE INDEX channel_platform_channel_id_idx ON channel(platform, channel_id);
CREATE UNIQUE INDEX roster_org_id_desk_id_month_key ON roster(org_id, desk_id, month);
CREATE INDEX slot_org_id_desk_id_starts_at_idx ON slot(org_id, desk_id, starts_at);
CREATE UNIQUE INDEX slot_org_id_desk_id_duty_on_shift_key ON slot(org_id, desk_id, duty_on, shift);
CREATE INDEX assignment_org_id_person_id_starts_at_idx ON assignment(org_id, person_id, starts_at);
CREATE INDEX assignment_org_id_desk_id_starts_at_idx ON assignment(org_id, desk_id, starts_at);
CREATE UNIQUE INDEX assignment_org_id_slot_id_person_id_key ON assignment(org_id, slot_id, person_id);
CREATE INDEX punch_org_id_person_id_at_idx ON punch(org_id, person_id, at);
CREATE INDEX punch_org_id_desk_id_at_idx ON punch(org_id, desk_id, at);
CREATE INDEX inbox_received_at_idx ON inbox(received_at);
CREATE INDEX message_ref_org_id_subject_idx ON message_ref(org_id, subject);
CREATE UNIQUE INDEX due_org_id_kind_key_key ON due(org_id, kind, key);

-- Who belongs to what. Deferrable, so that a write too large for one statement may save children before parents. The tables that every
-- press writes (inbox, outbox, due, audit_entry, message_ref) carry no foreign key: a share lock on the organisation's one row by every
-- writer would be the busiest spot of the database.
ALTER TABLE workspace ADD CONSTRAINT workspace_organisation_fk FOREIGN KEY (org_id) REFERENCES organisation (id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE desk ADD CONSTRAINT desk_organisation_fk FOREIGN KEY (org_id) REFERENCES organisation (id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE desk ADD CONSTRAINT desk_parent_fk FOREIGN KEY (org_id, parent_id) REFERENCES desk (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE person ADD CONSTRAINT person_organisation_fk FOREIGN KEY (org_id) REFERENCES organisation (id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE identity ADD CONSTRAINT identity_person_fk FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE member ADD CONSTRAINT member_desk_fk FOREIGN KEY (org_id, desk_id) REFERENCES desk (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE member ADD CONSTRAINT member_person_fk FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE channel ADD CONSTRAINT channel_desk_fk FOREIGN KEY (org_id, desk_id) REFERENCES desk (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE adoption ADD CONSTRAINT adoption_desk_fk FOREIGN KEY (org_id, desk_id) REFERENCES desk (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE calendar_day ADD CONSTRAINT calendar_day_organisation_fk FOREIGN KEY (org_id) REFERENCES organisation (id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE shift ADD CONSTRAINT shift_desk_fk FOREIGN KEY (org_id, desk_id) REFERENCES desk (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE rotation ADD CONSTRAINT rotation_desk_fk FOREIGN KEY (org_id, desk_id) REFERENCES desk (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE roster ADD CONSTRAINT roster_desk_fk FOREIGN KEY (org_id, desk_id) REFERENCES desk (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE slot ADD CONSTRAINT slot_roster_fk FOREIGN KEY (org_id, roster_id) REFERENCES roster (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE assignment ADD CONSTRAINT assignment_slot_fk FOREIGN KEY (org_id, slot_id) REFERENCES slot (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE assignment ADD CONSTRAINT assignment_person_fk FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE roster_import ADD CONSTRAINT roster_import_desk_fk FOREIGN KEY (org_id, desk_id) REFERENCES desk (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE punch ADD CONSTRAINT punch_person_fk FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE punch ADD CONSTRAINT punch_assignment_fk FOREIGN KEY (org_id, assignment_id) REFERENCES assignment (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;

-- Deleting a slot or an assignment looks for what still points at it.
CREATE INDEX slot_roster ON slot (org_id, roster_id);

ALTER TABLE slot ADD CONSTRAINT slot_starts_before_it_ends CHECK (starts_at < ends_at);
ALTER TABLE assignment ADD CONSTRAINT assignment_starts_before_it_ends CHECK (starts_at < ends_at);
ALTER TABLE punch ADD CONSTRAINT punch_kind CHECK (kind IN ('in', 'out'));
ALTER TABLE outbox ADD CONSTRAINT outbox_kind CHECK (kind IN ('send', 'edit', 'home'));
ALTER TABLE outbox ADD CONSTRAINT outbox_state CHECK (state IN ('waiting', 'sending', 'sent', 'dead', 'dropped'));

-- Nobody is in two places at once. Checked at the end of a statement, so that two people can change places in one.
ALTER TABLE assignment ADD CONSTRAINT nobody_in_two_places
  EXCLUDE USING gist (org_id WITH =, person_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (live)
  DEFERRABLE INITIALLY IMMEDIATE;

-- A double press is one punch.
CREATE UNIQUE INDEX punch_once ON punch (org_id, assignment_id, kind) WHERE assignment_id IS NOT NULL;

-- Edits of one message coalesce while they wait.
CREATE UNIQUE INDEX outbox_one_waiting_edit ON outbox (org_id, platform, channel_id, message_id) WHERE kind = 'edit' AND state = 'waiting';

-- The claim: in order, one per destination. Rows that are sent leave these indexes, so their size is the queue's, not the history's.
CREATE INDEX outbox_claim ON outbox (seq, due_at) WHERE state = 'waiting';
CREATE INDEX outbox_in_line ON outbox (platform, destination, seq) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_claimed ON outbox (claimed_till) WHERE state = 'sending';
CREATE INDEX outbox_dead ON outbox (created_at) WHERE state = 'dead';
CREATE INDEX due_claim ON due (due_at) WHERE done_at IS NULL;

-- Rows that are changed often leave room on their page, so that a change of a column no index holds touches no index.
ALTER TABLE slot SET (fillfactor = 85);
ALTER TABLE assignment SET (fillfactor = 85);
ALTER TABLE outbox SET (fillfactor = 85);
ALTER TABLE due SET (fillfactor = 85);

-- The audit is written once.
CREATE FUNCTION zhiban_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'ZB002', MESSAGE = format('%s is append-only: %s is refused', TG_TABLE_NAME, TG_OP);
END
$$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION zhiban_append_only();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION zhiban_append_only();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE ON audit_seal FOR EACH ROW EXECUTE FUNCTION zhiban_append_only();
CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION zhiban_append_only();
