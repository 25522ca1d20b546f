-- What every feature stands on: snapshots' revisions, jobs, audit chain, idempotency.

-- One counter per topic of public data; a public write bumps it in its own transaction, snapshots follow it.
CREATE TABLE revision (
    topic TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);

CREATE TABLE job (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    payload JSONB NOT NULL,
    run_at TIMESTAMPTZ NOT NULL,
    attempts INTEGER NOT NULL,
    lease_token UUID,
    lease_until TIMESTAMPTZ,
    last_error TEXT,
    dedup TEXT UNIQUE,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX job_due ON job (run_at);

-- A hash chain over SHA-256(salt || payload): payload and salt can be erased by law, the hash stays.
-- The payload is text, not JSON: the very bytes that were hashed.
CREATE TABLE audit (
    seq BIGINT PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    account_id UUID,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id UUID,
    district_id UUID,
    salt BYTEA,
    payload TEXT,
    payload_hash BYTEA NOT NULL,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, subject_id);

-- The end of the chain, one row: locked while a link is added; shows when links were cut off.
CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '\x0000000000000000000000000000000000000000000000000000000000000000');

CREATE TABLE idempotency (
    principal TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash BYTEA NOT NULL,
    status INTEGER NOT NULL,
    resource_id UUID,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (principal, route, key)
);

CREATE TABLE import_run (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    complete BOOLEAN NOT NULL,
    row_count BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID
);
