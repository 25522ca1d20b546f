-- Programmes run cycles under versioned rules and a calendar; envelopes hold the money, the ledger moves it.

CREATE TABLE programme (
    id UUID PRIMARY KEY,
    city_id UUID NOT NULL REFERENCES city (id),
    code TEXT NOT NULL,
    name JSONB NOT NULL,
    kind TEXT NOT NULL,
    UNIQUE (city_id, code)
);

CREATE TABLE cycle (
    id UUID PRIMARY KEY,
    programme_id UUID NOT NULL REFERENCES programme (id),
    code TEXT NOT NULL,
    name JSONB NOT NULL,
    -- Array of years.
    fiscal_years JSONB NOT NULL,
    currency TEXT NOT NULL,
    zone TEXT NOT NULL,
    phase TEXT NOT NULL,
    phase_since TIMESTAMPTZ NOT NULL,
    -- Version of the rules in force; null until the first is published.
    rules_id UUID,
    number_prefix TEXT NOT NULL,
    last_number BIGINT NOT NULL,
    sample BOOLEAN NOT NULL,
    source JSONB,
    import_id UUID REFERENCES import_run (id),
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (programme_id, code)
);

CREATE TABLE rule_version (
    id UUID PRIMARY KEY,
    cycle_id UUID NOT NULL REFERENCES cycle (id),
    number INTEGER NOT NULL,
    hash TEXT NOT NULL,
    document JSONB NOT NULL,
    published_at TIMESTAMPTZ NOT NULL,
    published_by UUID REFERENCES account (id),
    reason JSONB,
    UNIQUE (cycle_id, number)
);

-- The calendar: local times as written, instants as resolved with the tz data of the server.
CREATE TABLE cycle_window (
    cycle_id UUID NOT NULL REFERENCES cycle (id),
    phase TEXT NOT NULL,
    starts_local TEXT NOT NULL,
    ends_local TEXT NOT NULL,
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (cycle_id, phase),
    CHECK (starts_at < ends_at)
);

CREATE TABLE cycle_event (
    id UUID PRIMARY KEY,
    cycle_id UUID NOT NULL REFERENCES cycle (id),
    event TEXT NOT NULL,
    from_phase TEXT NOT NULL,
    to_phase TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    -- Null: the calendar (a job).
    account_id UUID REFERENCES account (id),
    reason JSONB,
    rules_id UUID REFERENCES rule_version (id)
);
CREATE INDEX cycle_event_cycle ON cycle_event (cycle_id, at);

CREATE TABLE act (
    id UUID PRIMARY KEY,
    body_id UUID NOT NULL REFERENCES body (id),
    cycle_id UUID NOT NULL REFERENCES cycle (id),
    number TEXT NOT NULL,
    date DATE NOT NULL,
    title JSONB NOT NULL,
    recorded_by UUID REFERENCES account (id),
    recorded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (body_id, number, date)
);

CREATE TABLE envelope (
    id UUID PRIMARY KEY,
    cycle_id UUID NOT NULL REFERENCES cycle (id),
    district_id UUID REFERENCES district (id),
    code TEXT NOT NULL,
    name JSONB NOT NULL,
    ordinal INTEGER NOT NULL,
    UNIQUE (cycle_id, code)
);

-- Append-only: an entry moves an amount between two accounts of one envelope and fiscal year.
CREATE TABLE ledger_entry (
    id UUID PRIMARY KEY,
    envelope_id UUID NOT NULL REFERENCES envelope (id),
    -- Where a transfer arrives; null: the same envelope.
    to_envelope_id UUID REFERENCES envelope (id),
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    from_account TEXT NOT NULL,
    to_account TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    act_id UUID REFERENCES act (id),
    reverses UUID UNIQUE REFERENCES ledger_entry (id),
    note JSONB,
    at TIMESTAMPTZ NOT NULL,
    made_by UUID REFERENCES account (id),
    UNIQUE (envelope_id, seq),
    CHECK (from_account <> to_account OR to_envelope_id <> envelope_id)
);
