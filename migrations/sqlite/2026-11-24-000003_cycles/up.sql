-- Programmes run cycles under versioned rules and a calendar; envelopes hold the money, the ledger moves it.

CREATE TABLE programme (
    id BLOB NOT NULL PRIMARY KEY,
    city_id BLOB NOT NULL REFERENCES city (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    UNIQUE (city_id, code)
);

CREATE TABLE cycle (
    id BLOB NOT NULL PRIMARY KEY,
    programme_id BLOB NOT NULL REFERENCES programme (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Array of years.
    fiscal_years TEXT NOT NULL,
    currency TEXT NOT NULL,
    zone TEXT NOT NULL,
    phase TEXT NOT NULL,
    phase_since BIGINT NOT NULL,
    -- Version of the rules in force; null until the first is published.
    rules_id BLOB,
    number_prefix TEXT NOT NULL,
    last_number BIGINT NOT NULL,
    sample BOOLEAN NOT NULL,
    source TEXT,
    import_id BLOB REFERENCES import_run (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (programme_id, code)
);

CREATE TABLE rule_version (
    id BLOB NOT NULL PRIMARY KEY,
    cycle_id BLOB NOT NULL REFERENCES cycle (id),
    number INTEGER NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    published_by BLOB REFERENCES account (id),
    reason TEXT,
    UNIQUE (cycle_id, number)
);

-- The calendar: local times as written, instants as resolved with the tz data of the server.
CREATE TABLE cycle_window (
    cycle_id BLOB NOT NULL REFERENCES cycle (id),
    phase TEXT NOT NULL,
    starts_local TEXT NOT NULL,
    ends_local TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (cycle_id, phase),
    CHECK (starts_at < ends_at)
);

CREATE TABLE cycle_event (
    id BLOB NOT NULL PRIMARY KEY,
    cycle_id BLOB NOT NULL REFERENCES cycle (id),
    event TEXT NOT NULL,
    from_phase TEXT NOT NULL,
    to_phase TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- Null: the calendar (a job).
    account_id BLOB REFERENCES account (id),
    reason TEXT,
    rules_id BLOB REFERENCES rule_version (id)
);
CREATE INDEX cycle_event_cycle ON cycle_event (cycle_id, at);

CREATE TABLE act (
    id BLOB NOT NULL PRIMARY KEY,
    body_id BLOB NOT NULL REFERENCES body (id),
    cycle_id BLOB NOT NULL REFERENCES cycle (id),
    number TEXT NOT NULL,
    date TEXT NOT NULL,
    title TEXT NOT NULL,
    recorded_by BLOB REFERENCES account (id),
    recorded_at BIGINT NOT NULL,
    UNIQUE (body_id, number, date)
);

CREATE TABLE envelope (
    id BLOB NOT NULL PRIMARY KEY,
    cycle_id BLOB NOT NULL REFERENCES cycle (id),
    district_id BLOB REFERENCES district (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    UNIQUE (cycle_id, code)
);

-- Append-only: an entry moves an amount between two accounts of one envelope and fiscal year.
CREATE TABLE ledger_entry (
    id BLOB NOT NULL PRIMARY KEY,
    envelope_id BLOB NOT NULL REFERENCES envelope (id),
    -- Where a transfer arrives; null: the same envelope.
    to_envelope_id BLOB REFERENCES envelope (id),
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    from_account TEXT NOT NULL,
    to_account TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    act_id BLOB REFERENCES act (id),
    reverses BLOB UNIQUE REFERENCES ledger_entry (id),
    note TEXT,
    at BIGINT NOT NULL,
    made_by BLOB REFERENCES account (id),
    UNIQUE (envelope_id, seq),
    CHECK (from_account <> to_account OR to_envelope_id <> envelope_id)
);
