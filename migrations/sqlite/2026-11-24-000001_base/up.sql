-- What every feature stands on: snapshots' revisions, jobs, audit chain, idempotency.

-- One counter per topic of public data; a public write bumps it in its own transaction, snapshots follow it.
CREATE TABLE revision (
    topic TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

CREATE TABLE job (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    lease_token BLOB,
    lease_until BIGINT,
    last_error TEXT,
    dedup TEXT UNIQUE,
    created_at BIGINT NOT NULL
);
CREATE INDEX job_due ON job (run_at);

-- A hash chain over SHA-256(salt || payload): payload and salt can be erased by law, the hash stays.
-- The payload is text, not JSON: the very bytes that were hashed.
CREATE TABLE audit (
    seq BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    account_id BLOB,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id BLOB,
    district_id BLOB,
    salt BLOB,
    payload TEXT,
    payload_hash BLOB NOT NULL,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, subject_id);

-- The end of the chain, one row: locked while a link is added; shows when links were cut off.
CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    hash BLOB NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, x'0000000000000000000000000000000000000000000000000000000000000000');

CREATE TABLE idempotency (
    principal TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash BLOB NOT NULL,
    status INTEGER NOT NULL,
    resource_id BLOB,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (principal, route, key)
);

CREATE TABLE import_run (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    complete BOOLEAN NOT NULL,
    row_count BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BLOB
);
