-- Registers and logs, what is due, incidents, hand-overs.

CREATE TABLE entry (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    desk_id UUID NOT NULL,
    type TEXT NOT NULL,
    category TEXT,
    number INTEGER,
    state TEXT NOT NULL,
    fields JSONB NOT NULL DEFAULT '{}',
    slot_id UUID,
    author_id UUID NOT NULL,
    owner_id UUID,
    parent_id UUID,
    source TEXT,
    unique_key TEXT,
    at TIMESTAMPTZ(3) NOT NULL,
    due_at TIMESTAMPTZ(3),
    closed_at TIMESTAMPTZ(3),
    flags JSONB NOT NULL DEFAULT '[]',
    words TEXT NOT NULL,
    policy_version TEXT,
    version INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT entry_pkey PRIMARY KEY (org_id,id)
);

-- Append-only: every change of an entry with what it was before; an edit of the message it came from is a change too.
CREATE TABLE entry_change (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    entry_id UUID NOT NULL,
    kind TEXT NOT NULL,
    fields JSONB NOT NULL DEFAULT '{}',
    state TEXT,
    by_person UUID,
    reason TEXT,
    at TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT entry_change_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE entry_file (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    entry_id UUID NOT NULL,
    name TEXT NOT NULL,
    mime TEXT NOT NULL,
    size INTEGER NOT NULL,
    content BYTEA NOT NULL,
    by_person UUID NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT entry_file_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE entry_number (
    org_id UUID NOT NULL,
    desk_id UUID NOT NULL,
    type TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,

    CONSTRAINT entry_number_pkey PRIMARY KEY (org_id,desk_id,type,year)
);

-- The entry that the next photo somebody sends belongs to.
CREATE TABLE entry_file_wait (
    org_id UUID NOT NULL,
    person_id UUID NOT NULL,
    entry_id UUID NOT NULL,
    until TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT entry_file_wait_pkey PRIMARY KEY (org_id,person_id)
);

-- The next running number of a type on a desk, in the statement that writes the entry: two that write at once wait for each other.
CREATE FUNCTION zhiban_entry_number(org uuid, desk uuid, of_type text, of_year integer) RETURNS integer LANGUAGE sql VOLATILE AS $$
  INSERT INTO entry_number AS n (org_id, desk_id, type, year, last) VALUES (org, desk, of_type, of_year, 1)
  ON CONFLICT (org_id, desk_id, type, year) DO UPDATE SET last = n.last + 1
  RETURNING last
$$;

CREATE TABLE stock_move (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    entry_id UUID NOT NULL,
    amount DOUBLE PRECISION NOT NULL,
    money DOUBLE PRECISION,
    by_person UUID NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT stock_move_pkey PRIMARY KEY (org_id,id)
);

-- Something due: one row for each time. `key` is deterministic, so that planning twice plans once.
CREATE TABLE task (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    desk_id UUID NOT NULL,
    key TEXT NOT NULL,
    entry TEXT NOT NULL,
    verb TEXT NOT NULL,
    object TEXT NOT NULL,
    state TEXT NOT NULL,
    slot_id UUID,
    person_id UUID,
    roles TEXT[] NOT NULL DEFAULT '{}',
    from_at TIMESTAMPTZ(3),
    due_at TIMESTAMPTZ(3) NOT NULL,
    target TEXT,
    wanted INTEGER NOT NULL DEFAULT 1,
    done INTEGER NOT NULL DEFAULT 0,
    detail JSONB NOT NULL DEFAULT '{}',
    rules TEXT[] NOT NULL DEFAULT '{}',
    policy_version TEXT,
    parent_id UUID,
    done_at TIMESTAMPTZ(3),
    -- When the clock does something with it next: reminds, counts it as missed, tells the next level; null: nothing more.
    next_at TIMESTAMPTZ(3),
    -- 0 nobody was told, 1 people were, 2 and more: how far a miss has gone up.
    level INTEGER NOT NULL DEFAULT 0,
    told_at TIMESTAMPTZ(3),
    version INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT task_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE task_proof (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    task_id UUID NOT NULL,
    kind TEXT NOT NULL,
    target TEXT,
    finding TEXT,
    detail JSONB NOT NULL DEFAULT '{}',
    entry_id UUID,
    by_person UUID NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT task_proof_pkey PRIMARY KEY (org_id,id)
);

-- The task that the next photo somebody sends proves.
CREATE TABLE task_photo_wait (
    org_id UUID NOT NULL,
    person_id UUID NOT NULL,
    task_id UUID NOT NULL,
    until TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT task_photo_wait_pkey PRIMARY KEY (org_id,person_id)
);

CREATE TABLE incident (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    desk_id UUID NOT NULL,
    number INTEGER NOT NULL,
    event TEXT NOT NULL,
    severity TEXT,
    state TEXT NOT NULL,
    line TEXT NOT NULL,
    facts JSONB NOT NULL DEFAULT '{}',
    reporter_id UUID NOT NULL,
    slot_id UUID,
    known_at TIMESTAMPTZ(3) NOT NULL,
    opened_at TIMESTAMPTZ(3) NOT NULL,
    closed_at TIMESTAMPTZ(3),
    policy_version TEXT,
    version INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT incident_pkey PRIMARY KEY (org_id,id)
);

-- Who has to know, in order; outside the workspace somebody confirms by hand that it was delivered.
CREATE TABLE incident_notice (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    incident_id UUID NOT NULL,
    lane TEXT NOT NULL,
    stage INTEGER NOT NULL,
    kind TEXT NOT NULL,
    word TEXT NOT NULL,
    person_id UUID,
    state TEXT NOT NULL,
    due_at TIMESTAMPTZ(3),
    told_at TIMESTAMPTZ(3),
    answered_at TIMESTAMPTZ(3),
    answered_by UUID,
    answer TEXT,
    urgent BOOLEAN NOT NULL DEFAULT false,
    rules TEXT[] NOT NULL DEFAULT '{}',
    detail JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT incident_notice_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE incident_line (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    incident_id UUID NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    detail JSONB NOT NULL DEFAULT '{}',
    by_person UUID,
    at TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT incident_line_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE handover (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    desk_id UUID NOT NULL,
    slot_id UUID,
    "position" TEXT NOT NULL DEFAULT '',
    at TIMESTAMPTZ(3) NOT NULL,
    event TEXT NOT NULL DEFAULT 'shift',
    state TEXT NOT NULL,
    outgoing_id UUID NOT NULL,
    incoming_id UUID,
    sections JSONB NOT NULL DEFAULT '{}',
    outgoing_signed_at TIMESTAMPTZ(3),
    incoming_signed_at TIMESTAMPTZ(3),
    override_by UUID,
    reason TEXT,
    refusal TEXT,
    code TEXT,
    code_until TIMESTAMPTZ(3),
    code_tries INTEGER NOT NULL DEFAULT 0,
    met_at TIMESTAMPTZ(3),
    stopped_by UUID,
    flags JSONB NOT NULL DEFAULT '[]',
    opened_at TIMESTAMPTZ(3) NOT NULL,
    sealed_at TIMESTAMPTZ(3),
    policy_version TEXT,
    version INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT handover_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE handover_item (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    handover_id UUID NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    source TEXT,
    state TEXT NOT NULL,
    remark TEXT,
    owner_id UUID,
    by_person UUID,
    at TIMESTAMPTZ(3),
    "position" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT handover_item_pkey PRIMARY KEY (org_id,id)
);

CREATE INDEX entry_org_id_desk_id_type_at_idx ON entry(org_id, desk_id, type, at);
CREATE INDEX entry_org_id_slot_id_idx ON entry(org_id, slot_id);
CREATE INDEX entry_org_id_parent_id_idx ON entry(org_id, parent_id);
CREATE INDEX entry_org_id_source_idx ON entry(org_id, source);
CREATE INDEX entry_change_org_id_entry_id_at_idx ON entry_change(org_id, entry_id, at);
CREATE INDEX entry_file_org_id_entry_id_idx ON entry_file(org_id, entry_id);
CREATE INDEX stock_move_org_id_entry_id_at_idx ON stock_move(org_id, entry_id, at);
CREATE UNIQUE INDEX task_org_id_key_key ON task(org_id, key);
CREATE INDEX task_org_id_desk_id_due_at_idx ON task(org_id, desk_id, due_at);
CREATE INDEX task_org_id_person_id_state_idx ON task(org_id, person_id, state);
CREATE INDEX task_org_id_slot_id_idx ON task(org_id, slot_id);
CREATE INDEX task_org_id_desk_id_told_at_idx ON task(org_id, desk_id, told_at);
CREATE INDEX task_proof_org_id_task_id_idx ON task_proof(org_id, task_id);
CREATE INDEX incident_org_id_desk_id_opened_at_idx ON incident(org_id, desk_id, opened_at);
CREATE INDEX incident_notice_org_id_incident_id_stage_idx ON incident_notice(org_id, incident_id, stage);
CREATE INDEX incident_line_org_id_incident_id_at_idx ON incident_line(org_id, incident_id, at);
CREATE UNIQUE INDEX handover_org_id_slot_id_position_outgoing_id_at_key ON handover(org_id, slot_id, "position", outgoing_id, at);
CREATE INDEX handover_org_id_desk_id_opened_at_idx ON handover(org_id, desk_id, opened_at);
CREATE INDEX handover_item_org_id_handover_id_idx ON handover_item(org_id, handover_id);

ALTER TABLE entry ADD CONSTRAINT entry_desk_fk FOREIGN KEY (org_id, desk_id) REFERENCES desk (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE entry ADD CONSTRAINT entry_author_fk FOREIGN KEY (org_id, author_id) REFERENCES person (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE entry_change ADD CONSTRAINT entry_change_entry_fk FOREIGN KEY (org_id, entry_id) REFERENCES entry (org_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE entry_file ADD CONSTRAINT entry_file_entry_fk FOREIGN KEY (org_id, entry_id) REFERENCES entry (org_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE stock_move ADD CONSTRAINT stock_move_entry_fk FOREIGN KEY (org_id, entry_id) REFERENCES entry (org_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE entry_file_wait ADD CONSTRAINT entry_file_wait_entry_fk FOREIGN KEY (org_id, entry_id) REFERENCES entry (org_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE task_proof ADD CONSTRAINT task_proof_task_fk FOREIGN KEY (org_id, task_id) REFERENCES task (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE task ADD CONSTRAINT task_desk_fk FOREIGN KEY (org_id, desk_id) REFERENCES desk (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE task_photo_wait ADD CONSTRAINT task_photo_wait_task_fk FOREIGN KEY (org_id, task_id) REFERENCES task (org_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE incident ADD CONSTRAINT incident_desk_fk FOREIGN KEY (org_id, desk_id) REFERENCES desk (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE incident_notice ADD CONSTRAINT incident_notice_incident_fk FOREIGN KEY (org_id, incident_id) REFERENCES incident (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE incident_line ADD CONSTRAINT incident_line_incident_fk FOREIGN KEY (org_id, incident_id) REFERENCES incident (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE handover ADD CONSTRAINT handover_desk_fk FOREIGN KEY (org_id, desk_id) REFERENCES desk (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE handover_item ADD CONSTRAINT handover_item_handover_fk FOREIGN KEY (org_id, handover_id) REFERENCES handover (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;

ALTER TABLE task ADD CONSTRAINT task_state CHECK (state IN ('open', 'done', 'missed', 'dropped'));
ALTER TABLE incident ADD CONSTRAINT incident_state CHECK (state IN ('open', 'handled', 'closed'));
ALTER TABLE incident_notice ADD CONSTRAINT incident_notice_state CHECK (state IN ('waiting', 'told', 'answered', 'unanswered', 'skipped', 'delivered'));
ALTER TABLE handover ADD CONSTRAINT handover_state CHECK (state IN ('preparing', 'verifying', 'signing', 'stopped', 'refused', 'sealed', 'overridden'));
ALTER TABLE handover_item ADD CONSTRAINT handover_item_state CHECK (state IN ('open', 'fine', 'wrong', 'carried', 'done'));

-- What was written stays: changes are added, never altered or removed.
-- Only the end of a retention period takes changes away, with the entry they belong to.
CREATE FUNCTION zhiban_entry_change_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.org_id = OLD.org_id AND e.id = OLD.entry_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'ZB002', MESSAGE = format('%s is append-only: %s is refused', TG_TABLE_NAME, TG_OP);
END
$$;
CREATE TRIGGER entry_change_append_only BEFORE UPDATE OR DELETE ON entry_change FOR EACH ROW EXECUTE FUNCTION zhiban_entry_change_kept();
CREATE TRIGGER incident_line_append_only BEFORE UPDATE OR DELETE ON incident_line FOR EACH ROW EXECUTE FUNCTION zhiban_append_only();

-- A message becomes one entry: a reaction given twice, an event delivered twice.
CREATE UNIQUE INDEX one_entry_of_a_message ON entry (org_id, source) WHERE source IS NOT NULL;
-- Nobody is told twice for one reason, however often an incident is routed anew.
CREATE UNIQUE INDEX one_notice_each ON incident_notice (org_id, incident_id, lane, stage, kind, word, person_id) NULLS NOT DISTINCT;
CREATE INDEX incident_open ON incident (org_id, desk_id, opened_at) WHERE state <> 'closed';
-- What a rule wants to be the only one of its kind on a desk.
CREATE UNIQUE INDEX one_entry_of_its_kind ON entry (org_id, desk_id, type, unique_key) WHERE unique_key IS NOT NULL;
CREATE INDEX entry_open ON entry (org_id, desk_id, at) WHERE closed_at IS NULL;
-- One open hand-over of a shift and position, and of a post.
CREATE UNIQUE INDEX one_open_handover ON handover (org_id, slot_id, "position", outgoing_id) WHERE state IN ('preparing', 'verifying', 'signing', 'stopped');
CREATE UNIQUE INDEX one_open_handover_of_a_post ON handover (org_id, desk_id, outgoing_id) WHERE slot_id IS NULL AND state IN ('preparing', 'verifying', 'signing', 'stopped');
CREATE INDEX task_open ON task (org_id, desk_id, due_at) WHERE state = 'open';
-- What the clock still has to do, for many desks at once.
CREATE INDEX task_next ON task (org_id, desk_id, next_at) WHERE next_at IS NOT NULL;

-- Until when a rule kept somebody at the post who clocked out: the stay up to here is work.
ALTER TABLE punch ADD COLUMN held_until TIMESTAMPTZ(3);
