-- The end of a fiscal year: what lapses, and what the maslikhat's act carries to the next year.

-- A transfer has a place in the ledger where it arrives too, so that each ledger has an order of its own without gaps.
ALTER TABLE ledger_entry ADD COLUMN to_seq BIGINT;
-- Where money arrives that is brought forward; null: the same year.
ALTER TABLE ledger_entry ADD COLUMN to_fiscal_year INTEGER;
CREATE UNIQUE INDEX ledger_entry_to_seq ON ledger_entry (to_envelope_id, to_seq);

-- Decided before the year ends: so much of an account goes to the next fiscal year instead of lapsing.
CREATE TABLE carry_decision (
    id BLOB NOT NULL PRIMARY KEY,
    envelope_id BLOB NOT NULL REFERENCES envelope (id),
    fiscal_year INTEGER NOT NULL,
    account TEXT NOT NULL,
    -- Only what is for this work, or under this contract.
    work_id BLOB REFERENCES work (id),
    contract_id BLOB REFERENCES contract (id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    act_id BLOB NOT NULL REFERENCES act (id),
    note TEXT,
    at BIGINT NOT NULL,
    made_by BLOB REFERENCES account (id)
);
CREATE INDEX carry_decision_year ON carry_decision (envelope_id, fiscal_year);
