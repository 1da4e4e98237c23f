-- Requests (leave, swap, cover, corrections, overtime and every other type), what they do to the roster and to balances, and what is proposed.

CREATE TABLE request (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    desk_id UUID NOT NULL,
    number INTEGER NOT NULL,
    type TEXT NOT NULL,
    kind TEXT,
    state TEXT NOT NULL,
    subject_id UUID NOT NULL,
    filed_by UUID NOT NULL,
    partner_id UUID,
    station TEXT NOT NULL,
    from_on DATE,
    until_on DATE,
    starts_at TIMESTAMPTZ(3),
    ends_at TIMESTAMPTZ(3),
    days DOUBLE PRECISION NOT NULL DEFAULT 0,
    fields JSONB NOT NULL DEFAULT '{}',
    flags JSONB NOT NULL DEFAULT '[]',
    provisional BOOLEAN NOT NULL DEFAULT false,
    stage INTEGER NOT NULL DEFAULT 0,
    question JSONB,
    parent_id UUID,
    policy_version TEXT,
    approve_not TEXT[] NOT NULL DEFAULT '{}',
    notify TEXT[] NOT NULL DEFAULT '{}',
    told_at TIMESTAMPTZ(3),
    filed_at TIMESTAMPTZ(3) NOT NULL,
    lapses_at TIMESTAMPTZ(3) NOT NULL,
    decided_at TIMESTAMPTZ(3),
    closed_at TIMESTAMPTZ(3),
    version INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT request_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE request_step (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    request_id UUID NOT NULL,
    round TEXT NOT NULL,
    kind TEXT NOT NULL,
    stage INTEGER NOT NULL,
    words TEXT[] NOT NULL DEFAULT '{}',
    min_rank TEXT,
    rules TEXT[] NOT NULL DEFAULT '{}',
    state TEXT NOT NULL,
    decided_by UUID,
    decided_for UUID,
    decided_at TIMESTAMPTZ(3),
    reason TEXT,
    handed_to UUID,
    handed_by UUID,

    CONSTRAINT request_step_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE request_duty (
    org_id UUID NOT NULL,
    request_id UUID NOT NULL,
    slot_id UUID NOT NULL,
    person_id UUID NOT NULL,
    part TEXT NOT NULL,
    starts_at TIMESTAMPTZ(3) NOT NULL,
    ends_at TIMESTAMPTZ(3) NOT NULL,
    duty_on DATE NOT NULL,
    shift TEXT NOT NULL,
    live BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT request_duty_pkey PRIMARY KEY (org_id,request_id,slot_id,person_id,part)
);

-- Evidence somebody sent. `request_id` null: the person has not said yet what it belongs to; such a file is dropped after some days.
CREATE TABLE request_file (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    request_id UUID,
    document TEXT NOT NULL,
    name TEXT NOT NULL,
    mime TEXT NOT NULL,
    size INTEGER NOT NULL,
    content BYTEA NOT NULL,
    from_on DATE,
    until_on DATE,
    by_person UUID NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT request_file_pkey PRIMARY KEY (org_id,id)
);

CREATE TABLE request_follow_up (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    request_id UUID NOT NULL,
    "do" TEXT NOT NULL,
    due_at TIMESTAMPTZ(3),
    state TEXT NOT NULL,
    otherwise TEXT,
    "to" TEXT[] NOT NULL DEFAULT '{}',
    remind BOOLEAN NOT NULL DEFAULT false,
    rules TEXT[] NOT NULL DEFAULT '{}',
    done_by UUID,
    done_at TIMESTAMPTZ(3),

    CONSTRAINT request_follow_up_pkey PRIMARY KEY (org_id,id)
);

-- One row for each person whose requests, quotas and balances are decided on: whoever saves second looks again.
CREATE TABLE request_book (
    org_id UUID NOT NULL,
    person_id UUID NOT NULL,
    version INTEGER NOT NULL,

    CONSTRAINT request_book_pkey PRIMARY KEY (org_id,person_id)
);

CREATE TABLE request_number (
    org_id UUID NOT NULL,
    desk_id UUID NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,

    CONSTRAINT request_number_pkey PRIMARY KEY (org_id,desk_id,year)
);

-- The next number of a desk and year. A function, because what is written together is one statement: two that file at once wait for each other here
-- instead of beginning again.
CREATE FUNCTION zhiban_request_number(org uuid, desk uuid, of_year integer) RETURNS integer LANGUAGE sql VOLATILE AS $$
  INSERT INTO request_number AS n (org_id, desk_id, year, last) VALUES (org, desk, of_year, 1)
  ON CONFLICT (org_id, desk_id, year) DO UPDATE SET last = n.last + 1
  RETURNING last
$$;

CREATE TABLE delegation (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    from_person UUID NOT NULL,
    to_person UUID NOT NULL,
    starts_at TIMESTAMPTZ(3),
    ends_at TIMESTAMPTZ(3),
    live BOOLEAN NOT NULL DEFAULT true,
    by_person UUID NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT delegation_pkey PRIMARY KEY (org_id,id)
);

-- Who is away, asked for (held) or approved. `lane` and `seat` keep places where only so many may be away at once: the lane is the rule's scope
-- (`station:north`), seats are numbered from 1; null where no rule counts. `whole_from`, `whole_until`: duty days from which and up to which duties are
-- taken whole, whatever the clock says; null where the leave begins or ends within a day.
CREATE TABLE absence (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    desk_id UUID NOT NULL,
    person_id UUID NOT NULL,
    request_id UUID NOT NULL,
    kind TEXT,
    starts_at TIMESTAMPTZ(3) NOT NULL,
    ends_at TIMESTAMPTZ(3) NOT NULL,
    whole_from DATE,
    whole_until DATE,
    approved BOOLEAN NOT NULL DEFAULT false,
    live BOOLEAN NOT NULL DEFAULT true,
    lane TEXT,
    seat INTEGER,

    CONSTRAINT absence_pkey PRIMARY KEY (org_id,id)
);

-- Movements of balances, append-only. `amount` in days or hours as the account counts: granted and earned are positive, reserved and used negative.
CREATE TABLE balance_entry (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount DOUBLE PRECISION NOT NULL,
    "on" DATE NOT NULL,
    expires_on DATE,
    request_id UUID,
    desk_id UUID,
    source TEXT NOT NULL,
    rules TEXT[] NOT NULL DEFAULT '{}',
    by_person UUID,
    at TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT balance_entry_pkey PRIMARY KEY (org_id,id)
);

-- Punches that are excused, completed or not needed, by an approved request.
CREATE TABLE excuse (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    desk_id UUID NOT NULL,
    person_id UUID NOT NULL,
    request_id UUID NOT NULL,
    assignment_id UUID,
    kind TEXT NOT NULL,
    "on" DATE NOT NULL,
    starts_at TIMESTAMPTZ(3) NOT NULL,
    ends_at TIMESTAMPTZ(3) NOT NULL,
    returned_at TIMESTAMPTZ(3),
    live BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT excuse_pkey PRIMARY KEY (org_id,id)
);

-- What is proposed to whoever decides; the facts are listed with their sources. Never carried out by the bot.
CREATE TABLE proposal (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    desk_id UUID NOT NULL,
    person_id UUID NOT NULL,
    key TEXT NOT NULL,
    offence TEXT NOT NULL,
    outcome TEXT NOT NULL,
    amount DOUBLE PRECISION,
    cycle TEXT NOT NULL,
    facts JSONB NOT NULL DEFAULT '[]',
    rules TEXT[] NOT NULL DEFAULT '{}',
    state TEXT NOT NULL,
    decided_by UUID,
    decided_at TIMESTAMPTZ(3),
    reason TEXT,
    detail JSONB NOT NULL DEFAULT '{}',
    history JSONB NOT NULL DEFAULT '[]',
    policy_version TEXT,
    at TIMESTAMPTZ(3) NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT proposal_pkey PRIMARY KEY (org_id,id)
);

-- What only a person sees: off post at a spot check, neglect, something done well. Counted with what attendance shows.
CREATE TABLE conduct (
    org_id UUID NOT NULL,
    id UUID NOT NULL,
    desk_id UUID NOT NULL,
    person_id UUID NOT NULL,
    kind TEXT NOT NULL,
    merit BOOLEAN NOT NULL DEFAULT false,
    "on" DATE NOT NULL,
    minutes INTEGER NOT NULL DEFAULT 0,
    answers JSONB NOT NULL DEFAULT '{}',
    note TEXT NOT NULL,
    by_person UUID NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,
    live BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT conduct_pkey PRIMARY KEY (org_id,id)
);

-- A punch that was found to be made by somebody else proves nothing.
ALTER TABLE punch ADD COLUMN proxy_by UUID;
ALTER TABLE punch ADD COLUMN proxy_asked BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE punch ADD COLUMN proxy_found_by UUID;

CREATE UNIQUE INDEX request_org_id_desk_id_number_key ON request(org_id, desk_id, number, filed_at);
CREATE INDEX request_org_id_subject_id_starts_at_idx ON request(org_id, subject_id, starts_at);
CREATE INDEX request_org_id_station_starts_at_idx ON request(org_id, station, starts_at);
CREATE INDEX request_org_id_partner_id_idx ON request(org_id, partner_id);
CREATE INDEX request_org_id_desk_id_state_idx ON request(org_id, desk_id, state);
CREATE INDEX request_step_org_id_request_id_stage_idx ON request_step(org_id, request_id, stage);
CREATE INDEX request_duty_org_id_person_id_duty_on_idx ON request_duty(org_id, person_id, duty_on);
CREATE INDEX request_duty_org_id_slot_id_idx ON request_duty(org_id, slot_id);
CREATE INDEX request_file_org_id_request_id_idx ON request_file(org_id, request_id);
CREATE INDEX request_follow_up_org_id_request_id_idx ON request_follow_up(org_id, request_id);
CREATE INDEX delegation_org_id_from_person_idx ON delegation(org_id, from_person);
CREATE INDEX absence_org_id_desk_id_starts_at_idx ON absence(org_id, desk_id, starts_at);
CREATE INDEX absence_org_id_person_id_starts_at_idx ON absence(org_id, person_id, starts_at);
CREATE INDEX absence_org_id_request_id_idx ON absence(org_id, request_id);
CREATE INDEX balance_entry_org_id_person_id_account_idx ON balance_entry(org_id, person_id, account);
CREATE INDEX excuse_org_id_person_id_on_idx ON excuse(org_id, person_id, "on");
CREATE UNIQUE INDEX proposal_org_id_key_key ON proposal(org_id, key);
CREATE INDEX proposal_org_id_desk_id_state_idx ON proposal(org_id, desk_id, state);
CREATE INDEX proposal_org_id_person_id_idx ON proposal(org_id, person_id);
CREATE INDEX conduct_org_id_person_id_on_idx ON conduct(org_id, person_id, "on");
CREATE INDEX punch_org_id_proxy_by_idx ON punch(org_id, proxy_by);

ALTER TABLE request ADD CONSTRAINT request_desk_fk FOREIGN KEY (org_id, desk_id) REFERENCES desk (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE request ADD CONSTRAINT request_subject_fk FOREIGN KEY (org_id, subject_id) REFERENCES person (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE request_step ADD CONSTRAINT request_step_request_fk FOREIGN KEY (org_id, request_id) REFERENCES request (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE request_duty ADD CONSTRAINT request_duty_request_fk FOREIGN KEY (org_id, request_id) REFERENCES request (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE request_file ADD CONSTRAINT request_file_request_fk FOREIGN KEY (org_id, request_id) REFERENCES request (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE request_follow_up ADD CONSTRAINT request_follow_up_request_fk FOREIGN KEY (org_id, request_id) REFERENCES request (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE absence ADD CONSTRAINT absence_person_fk FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE balance_entry ADD CONSTRAINT balance_entry_person_fk FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id) DEFERRABLE INITIALLY IMMEDIATE;

ALTER TABLE request ADD CONSTRAINT request_state CHECK (state IN ('confirming', 'open-call', 'approving', 'asked', 'approved', 'cancelling', 'closed', 'declined', 'refused', 'withdrawn', 'cancelled', 'lapsed'));
ALTER TABLE request_step ADD CONSTRAINT request_step_kind CHECK (kind IN ('confirm', 'approve'));
ALTER TABLE request_step ADD CONSTRAINT request_step_round CHECK (round IN ('grant', 'cancel'));
ALTER TABLE request_step ADD CONSTRAINT request_step_state CHECK (state IN ('waiting', 'open', 'agreed', 'refused', 'skipped'));
ALTER TABLE request_duty ADD CONSTRAINT request_duty_part CHECK (part IN ('given', 'returned', 'absent', 'covered'));
ALTER TABLE request_follow_up ADD CONSTRAINT request_follow_up_state CHECK (state IN ('waiting', 'done', 'missed', 'dropped'));
ALTER TABLE absence ADD CONSTRAINT absence_starts_before_it_ends CHECK (starts_at < ends_at);

-- A duty is moved by one request at a time: one open or standing swap or cover, and one leave, for a person's shift. The two stand beside each other
-- only where the cover was asked for by the leave; both people's books see to that.
CREATE UNIQUE INDEX one_request_moves_a_duty ON request_duty (org_id, slot_id, person_id, starts_at, (part = 'absent')) WHERE live;

-- Nobody is on leave twice at once, and not more of a station (or desk, or shift) than a rule allows.
ALTER TABLE absence ADD CONSTRAINT nobody_away_twice
  EXCLUDE USING gist (org_id WITH =, person_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (live) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE absence ADD CONSTRAINT places_of_absence
  EXCLUDE USING gist (org_id WITH =, lane WITH =, seat WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (live AND lane IS NOT NULL) DEFERRABLE INITIALLY IMMEDIATE;

-- One person may be in a shift for several parts of it.
DROP INDEX assignment_org_id_slot_id_person_id_key;
CREATE UNIQUE INDEX assignment_org_id_slot_id_person_id_starts_at_key ON assignment(org_id, slot_id, person_id, starts_at);

-- A leave that is closed early, a correction: a step that is open can be signed once.
CREATE UNIQUE INDEX one_step_of_a_kind ON request_step (org_id, request_id, round, kind, stage, words);

-- Evidence goes to whoever may look at it through the outbox, as a file of its own.
ALTER TABLE outbox DROP CONSTRAINT outbox_kind;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind CHECK (kind IN ('send', 'edit', 'home', 'file'));
