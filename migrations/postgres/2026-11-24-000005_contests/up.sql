-- One vote: its envelopes, items, roll, box and count. No key, time or audit row joins a person and a ballot.

CREATE TABLE contest (
    id UUID PRIMARY KEY,
    cycle_id UUID NOT NULL REFERENCES cycle (id),
    -- Electorate: residents of this district; null is the whole city.
    district_id UUID REFERENCES district (id),
    code TEXT NOT NULL,
    name JSONB NOT NULL,
    state TEXT NOT NULL,
    opens_at TIMESTAMPTZ NOT NULL,
    closes_at TIMESTAMPTZ NOT NULL,
    ballot_rule JSONB NOT NULL,
    counting_rule JSONB NOT NULL,
    rules_id UUID REFERENCES rule_version (id),
    counted_at TIMESTAMPTZ,
    act_id UUID REFERENCES act (id),
    decided_at TIMESTAMPTZ,
    source JSONB,
    version BIGINT NOT NULL,
    UNIQUE (cycle_id, code)
);

CREATE TABLE contest_envelope (
    contest_id UUID NOT NULL REFERENCES contest (id),
    envelope_id UUID NOT NULL REFERENCES envelope (id),
    PRIMARY KEY (contest_id, envelope_id)
);

CREATE TABLE ballot_item (
    id UUID PRIMARY KEY,
    contest_id UUID NOT NULL REFERENCES contest (id),
    envelope_id UUID NOT NULL REFERENCES envelope (id),
    proposal_id UUID REFERENCES proposal (id),
    revision INTEGER,
    external_id TEXT,
    number INTEGER NOT NULL CHECK (number > 0),
    name JSONB NOT NULL,
    category TEXT,
    class TEXT,
    cost BIGINT NOT NULL CHECK (cost >= 0),
    state TEXT NOT NULL,
    outcome TEXT,
    -- Votes or points, in the unit of the counting rule; null until counted.
    score BIGINT,
    deviation JSONB,
    UNIQUE (contest_id, number),
    UNIQUE (contest_id, proposal_id)
);

-- Random ids: a UUIDv7 would carry the time.
CREATE TABLE roll_entry (
    id UUID PRIMARY KEY,
    contest_id UUID NOT NULL REFERENCES contest (id),
    person_id UUID NOT NULL REFERENCES person (id),
    UNIQUE (contest_id, person_id)
);

-- Who has voted: no time, no ballot.
CREATE TABLE roll_mark (
    contest_id UUID NOT NULL REFERENCES contest (id),
    roll_entry_id UUID NOT NULL REFERENCES roll_entry (id),
    channel TEXT NOT NULL,
    PRIMARY KEY (contest_id, roll_entry_id)
);

-- What was voted: the pseudonym is an HMAC under a key that is not in the database.
CREATE TABLE open_ballot (
    pseudonym BYTEA PRIMARY KEY,
    contest_id UUID NOT NULL REFERENCES contest (id),
    commitment BYTEA NOT NULL UNIQUE,
    nonce BYTEA NOT NULL,
    choices JSONB NOT NULL
);
CREATE INDEX open_ballot_contest ON open_ballot (contest_id);

CREATE TABLE contest_count (
    id UUID PRIMARY KEY,
    contest_id UUID NOT NULL REFERENCES contest (id),
    at TIMESTAMPTZ NOT NULL,
    ballots BIGINT NOT NULL,
    outcome JSONB NOT NULL,
    hash TEXT NOT NULL,
    counted_by UUID REFERENCES account (id)
);
CREATE INDEX contest_count_contest ON contest_count (contest_id, at);
