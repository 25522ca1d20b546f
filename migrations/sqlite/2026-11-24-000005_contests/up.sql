-- One vote: its envelopes, items, roll, box and count. No key, time or audit row joins a person and a ballot.

CREATE TABLE contest (
    id BLOB NOT NULL PRIMARY KEY,
    cycle_id BLOB NOT NULL REFERENCES cycle (id),
    -- Electorate: residents of this district; null is the whole city.
    district_id BLOB REFERENCES district (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    opens_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    ballot_rule TEXT NOT NULL,
    counting_rule TEXT NOT NULL,
    rules_id BLOB REFERENCES rule_version (id),
    counted_at BIGINT,
    act_id BLOB REFERENCES act (id),
    decided_at BIGINT,
    source TEXT,
    version BIGINT NOT NULL,
    UNIQUE (cycle_id, code)
);

CREATE TABLE contest_envelope (
    contest_id BLOB NOT NULL REFERENCES contest (id),
    envelope_id BLOB NOT NULL REFERENCES envelope (id),
    PRIMARY KEY (contest_id, envelope_id)
);

CREATE TABLE ballot_item (
    id BLOB NOT NULL PRIMARY KEY,
    contest_id BLOB NOT NULL REFERENCES contest (id),
    envelope_id BLOB NOT NULL REFERENCES envelope (id),
    proposal_id BLOB REFERENCES proposal (id),
    revision INTEGER,
    external_id TEXT,
    number INTEGER NOT NULL CHECK (number > 0),
    name TEXT NOT NULL,
    category TEXT,
    class TEXT,
    cost BIGINT NOT NULL CHECK (cost >= 0),
    state TEXT NOT NULL,
    outcome TEXT,
    -- Votes or points, in the unit of the counting rule; null until counted.
    score BIGINT,
    deviation TEXT,
    UNIQUE (contest_id, number),
    UNIQUE (contest_id, proposal_id)
);

-- Random ids: a UUIDv7 would carry the time.
CREATE TABLE roll_entry (
    id BLOB NOT NULL PRIMARY KEY,
    contest_id BLOB NOT NULL REFERENCES contest (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    UNIQUE (contest_id, person_id)
);

-- Who has voted: no time, no ballot.
CREATE TABLE roll_mark (
    contest_id BLOB NOT NULL REFERENCES contest (id),
    roll_entry_id BLOB NOT NULL REFERENCES roll_entry (id),
    channel TEXT NOT NULL,
    PRIMARY KEY (contest_id, roll_entry_id)
) WITHOUT ROWID;

-- What was voted: the pseudonym is an HMAC under a key that is not in the database.
CREATE TABLE open_ballot (
    pseudonym BLOB NOT NULL PRIMARY KEY,
    contest_id BLOB NOT NULL REFERENCES contest (id),
    commitment BLOB NOT NULL UNIQUE,
    nonce BLOB NOT NULL,
    choices TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX open_ballot_contest ON open_ballot (contest_id);

CREATE TABLE contest_count (
    id BLOB NOT NULL PRIMARY KEY,
    contest_id BLOB NOT NULL REFERENCES contest (id),
    at BIGINT NOT NULL,
    ballots BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    hash TEXT NOT NULL,
    counted_by BLOB REFERENCES account (id)
);
CREATE INDEX contest_count_contest ON contest_count (contest_id, at);
