-- A decision to carry money may be withdrawn before its year ends, with a public reason; it stays on record.
ALTER TABLE carry_decision ADD COLUMN withdrawn_at BIGINT;
ALTER TABLE carry_decision ADD COLUMN withdrawn_by BLOB REFERENCES account (id);
ALTER TABLE carry_decision ADD COLUMN withdrawn_why TEXT;
