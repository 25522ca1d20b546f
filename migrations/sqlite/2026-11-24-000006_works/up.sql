-- From the result to what stands in the street: works, procurement, contracts, payments, acceptance, residents' verdicts.

-- What gets built. Joined many-to-many with ballot items and with contracts, with amounts.
CREATE TABLE work (
    id BLOB NOT NULL PRIMARY KEY,
    cycle_id BLOB NOT NULL REFERENCES cycle (id),
    district_id BLOB REFERENCES district (id),
    -- Within the cycle, from 1.
    number INTEGER NOT NULL CHECK (number > 0),
    name TEXT NOT NULL,
    description TEXT,
    -- The office that answers for it.
    body_id BLOB NOT NULL REFERENCES body (id),
    state TEXT NOT NULL,
    state_since BIGINT NOT NULL,
    -- In which it is to be paid; a deferral moves it.
    fiscal_year INTEGER NOT NULL,
    first_due_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    -- Legal acceptance: act, who supervised, who maintains it from then on, until when the builder answers for defects.
    acceptance_act_id BLOB REFERENCES act (id),
    accepted_on TEXT,
    supervisor TEXT,
    maintainer TEXT,
    warranty_until TEXT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (cycle_id, number)
);
CREATE INDEX work_board ON work (cycle_id, district_id, state);

-- How much of a funded ballot item goes into a work.
CREATE TABLE work_item (
    work_id BLOB NOT NULL REFERENCES work (id),
    ballot_item_id BLOB NOT NULL REFERENCES ballot_item (id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    PRIMARY KEY (work_id, ballot_item_id)
);
CREATE INDEX work_item_ballot_item ON work_item (ballot_item_id);

CREATE TABLE contract (
    id BLOB NOT NULL PRIMARY KEY,
    cycle_id BLOB NOT NULL REFERENCES cycle (id),
    district_id BLOB REFERENCES district (id),
    number TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- The customer.
    body_id BLOB NOT NULL REFERENCES body (id),
    supplier TEXT NOT NULL,
    -- Business identification number, 12 digits.
    supplier_bin TEXT,
    state TEXT NOT NULL,
    state_since BIGINT NOT NULL,
    signed_on TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    first_ends_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    warranty_months INTEGER NOT NULL CHECK (warranty_months >= 0),
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (body_id, number)
);
CREATE INDEX contract_cycle ON contract (cycle_id, district_id);

-- What a contract commits for a work out of an envelope, as amended; its amount is their sum.
CREATE TABLE contract_work (
    contract_id BLOB NOT NULL REFERENCES contract (id),
    work_id BLOB NOT NULL REFERENCES work (id),
    envelope_id BLOB NOT NULL REFERENCES envelope (id),
    amount BIGINT NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (contract_id, work_id, envelope_id)
);
CREATE INDEX contract_work_work ON contract_work (work_id);

-- Amendments, activation, completion, settlement, termination.
CREATE TABLE contract_event (
    id BLOB NOT NULL PRIMARY KEY,
    contract_id BLOB NOT NULL REFERENCES contract (id),
    event TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    at BIGINT NOT NULL,
    account_id BLOB REFERENCES account (id),
    reason TEXT,
    act_id BLOB REFERENCES act (id),
    -- The contract's amount and end before and after.
    amount_before BIGINT NOT NULL,
    amount_after BIGINT NOT NULL,
    ends_before TEXT NOT NULL,
    ends_after TEXT NOT NULL
);
CREATE INDEX contract_event_contract ON contract_event (contract_id, at);

-- Procurement and building, as they went: a failed tender and its repetition are two events.
CREATE TABLE work_event (
    id BLOB NOT NULL PRIMARY KEY,
    work_id BLOB NOT NULL REFERENCES work (id),
    event TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    at BIGINT NOT NULL,
    account_id BLOB REFERENCES account (id),
    reason TEXT,
    act_id BLOB REFERENCES act (id),
    contract_id BLOB REFERENCES contract (id),
    -- Of a deferral.
    fiscal_year INTEGER,
    -- What the event knows besides: number of the tender, its address, its start price, its bids.
    detail TEXT
);
CREATE INDEX work_event_work ON work_event (work_id, at);

CREATE TABLE milestone (
    id BLOB NOT NULL PRIMARY KEY,
    work_id BLOB NOT NULL REFERENCES work (id),
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    body_id BLOB NOT NULL REFERENCES body (id),
    first_due_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    done_on TEXT,
    version BIGINT NOT NULL,
    UNIQUE (work_id, ordinal)
);

-- Every later date of a milestone, with its reason.
CREATE TABLE milestone_delay (
    id BLOB NOT NULL PRIMARY KEY,
    milestone_id BLOB NOT NULL REFERENCES milestone (id),
    from_on TEXT NOT NULL,
    to_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    account_id BLOB REFERENCES account (id)
);
CREATE INDEX milestone_delay_milestone ON milestone_delay (milestone_id, at);

-- News from the building site.
CREATE TABLE work_update (
    id BLOB NOT NULL PRIMARY KEY,
    work_id BLOB NOT NULL REFERENCES work (id),
    text TEXT NOT NULL,
    percent INTEGER CHECK (percent BETWEEN 0 AND 100),
    at BIGINT NOT NULL,
    account_id BLOB REFERENCES account (id)
);
CREATE INDEX work_update_work ON work_update (work_id, at);

-- Money paid under a contract: the document beside its ledger entry.
CREATE TABLE payment (
    id BLOB NOT NULL PRIMARY KEY,
    contract_id BLOB NOT NULL REFERENCES contract (id),
    work_id BLOB NOT NULL REFERENCES work (id),
    envelope_id BLOB NOT NULL REFERENCES envelope (id),
    ledger_entry_id BLOB NOT NULL UNIQUE REFERENCES ledger_entry (id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    paid_on TEXT NOT NULL,
    document TEXT NOT NULL,
    -- For which delivered part.
    note TEXT,
    at BIGINT NOT NULL,
    made_by BLOB REFERENCES account (id),
    UNIQUE (contract_id, document, work_id, envelope_id)
);

-- What residents say about a finished work: it opens a duty when they dispute it and never moves money.
CREATE TABLE verdict (
    id BLOB NOT NULL PRIMARY KEY,
    work_id BLOB NOT NULL REFERENCES work (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    account_id BLOB REFERENCES account (id),
    author_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    lang TEXT NOT NULL,
    -- Null once removed; the row stays as a tombstone with its reason.
    text TEXT,
    channel TEXT NOT NULL,
    clerk_id BLOB REFERENCES account (id),
    created_at BIGINT NOT NULL,
    duty_id BLOB REFERENCES duty (id),
    removed_at BIGINT,
    removed_by BLOB REFERENCES account (id),
    removed_reason TEXT,
    UNIQUE (work_id, person_id)
);

-- Found within the warranty: it reopens the work.
CREATE TABLE defect (
    id BLOB NOT NULL PRIMARY KEY,
    work_id BLOB NOT NULL REFERENCES work (id),
    text TEXT NOT NULL,
    found_on TEXT NOT NULL,
    reported_by BLOB REFERENCES account (id),
    reported_at BIGINT NOT NULL,
    duty_id BLOB REFERENCES duty (id),
    repaired_on TEXT,
    repair TEXT
);
CREATE INDEX defect_work ON defect (work_id, reported_at);

-- Of an update, a verdict or a defect: without metadata, so that no picture tells where its author lives.
CREATE TABLE photo (
    id BLOB NOT NULL PRIMARY KEY,
    work_id BLOB NOT NULL REFERENCES work (id),
    subject TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    ordinal INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    -- What it shows, for those who do not see it.
    alt TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    -- Null once removed; the row stays as a tombstone with its reason.
    bytes BLOB,
    account_id BLOB REFERENCES account (id),
    created_at BIGINT NOT NULL,
    removed_at BIGINT,
    removed_reason TEXT,
    UNIQUE (subject, subject_id, ordinal)
);
CREATE INDEX photo_work ON photo (work_id);

-- For what money was reserved, committed, paid or saved.
ALTER TABLE ledger_entry ADD COLUMN work_id BLOB REFERENCES work (id);
ALTER TABLE ledger_entry ADD COLUMN contract_id BLOB REFERENCES contract (id);
CREATE INDEX ledger_entry_work ON ledger_entry (work_id);
CREATE INDEX ledger_entry_contract ON ledger_entry (contract_id);
