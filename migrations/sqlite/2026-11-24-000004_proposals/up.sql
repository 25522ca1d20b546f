-- What residents ask for, what is said about it, how it is reviewed; duties that all of it creates.

CREATE TABLE proposal (
    id BLOB NOT NULL PRIMARY KEY,
    cycle_id BLOB NOT NULL REFERENCES cycle (id),
    district_id BLOB NOT NULL REFERENCES district (id),
    -- Permanent and speakable: ALM-26-0143. A draft has none yet.
    number TEXT UNIQUE,
    external_id TEXT,
    category TEXT NOT NULL,
    state TEXT NOT NULL,
    state_since BIGINT NOT NULL,
    revision INTEGER NOT NULL,
    channel TEXT NOT NULL,
    clerk_id BLOB REFERENCES account (id),
    created_by BLOB REFERENCES account (id),
    created_at BIGINT NOT NULL,
    submitted_at BIGINT,
    -- Why it was rejected: clause of the criteria and the fact that decided.
    clause TEXT,
    fact TEXT,
    merged_into BLOB REFERENCES proposal (id),
    split_from BLOB REFERENCES proposal (id),
    carried_from BLOB REFERENCES proposal (id),
    support_count BIGINT NOT NULL,
    comment_count BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (cycle_id, external_id)
);
CREATE INDEX proposal_list ON proposal (cycle_id, district_id, state);

CREATE TABLE proposal_author (
    proposal_id BLOB NOT NULL REFERENCES proposal (id),
    ordinal INTEGER NOT NULL,
    account_id BLOB REFERENCES account (id),
    person_id BLOB REFERENCES person (id),
    -- As shown in public.
    name TEXT NOT NULL,
    PRIMARY KEY (proposal_id, ordinal)
);
CREATE INDEX proposal_author_account ON proposal_author (account_id);

-- Immutable.
CREATE TABLE proposal_revision (
    id BLOB NOT NULL PRIMARY KEY,
    proposal_id BLOB NOT NULL REFERENCES proposal (id),
    number INTEGER NOT NULL,
    lang TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    location TEXT,
    estimate TEXT NOT NULL,
    cost BIGINT NOT NULL CHECK (cost >= 0),
    created_at BIGINT NOT NULL,
    created_by BLOB REFERENCES account (id),
    UNIQUE (proposal_id, number)
);

CREATE TABLE proposal_translation (
    revision_id BLOB NOT NULL REFERENCES proposal_revision (id),
    lang TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    made_by BLOB REFERENCES account (id),
    PRIMARY KEY (revision_id, lang)
);

CREATE TABLE proposal_event (
    id BLOB NOT NULL PRIMARY KEY,
    proposal_id BLOB NOT NULL REFERENCES proposal (id),
    event TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    at BIGINT NOT NULL,
    account_id BLOB REFERENCES account (id),
    body_id BLOB REFERENCES body (id),
    clause TEXT,
    text TEXT,
    other_id BLOB REFERENCES proposal (id),
    rules_id BLOB REFERENCES rule_version (id)
);
CREATE INDEX proposal_event_proposal ON proposal_event (proposal_id, at);

-- Of residents, not of accounts: who comes to the counter without an account counts once, too.
CREATE TABLE support (
    proposal_id BLOB NOT NULL REFERENCES proposal (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    channel TEXT NOT NULL,
    clerk_id BLOB REFERENCES account (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (proposal_id, person_id)
);

-- What the public search looks through: title, text, place and number of the current revision with its translations,
-- in lower case and with Kazakh letters folded to those beside them.
CREATE TABLE proposal_search (
    proposal_id BLOB NOT NULL PRIMARY KEY REFERENCES proposal (id),
    text TEXT NOT NULL
);

CREATE TABLE duty (
    id BLOB NOT NULL PRIMARY KEY,
    cycle_id BLOB NOT NULL REFERENCES cycle (id),
    district_id BLOB REFERENCES district (id),
    stage TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- Owner: a body, or everybody who holds the role for the district.
    body_id BLOB REFERENCES body (id),
    role TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    proposal_id BLOB REFERENCES proposal (id),
    opened_at BIGINT NOT NULL,
    first_deadline BIGINT NOT NULL,
    deadline BIGINT NOT NULL,
    ended_at BIGINT,
    ending TEXT,
    clause TEXT,
    note TEXT,
    ended_by BLOB REFERENCES account (id),
    reopened_at BIGINT
);
CREATE INDEX duty_open ON duty (cycle_id, district_id, ended_at);
CREATE INDEX duty_subject ON duty (subject, subject_id);

CREATE TABLE comment (
    id BLOB NOT NULL PRIMARY KEY,
    proposal_id BLOB NOT NULL REFERENCES proposal (id),
    parent_id BLOB REFERENCES comment (id),
    kind TEXT NOT NULL,
    -- Who typed it: the resident, the official, or the clerk for the resident beside.
    account_id BLOB NOT NULL REFERENCES account (id),
    person_id BLOB REFERENCES person (id),
    author_name TEXT NOT NULL,
    -- Set on official answers.
    body_id BLOB REFERENCES body (id),
    channel TEXT NOT NULL,
    clerk_id BLOB REFERENCES account (id),
    lang TEXT NOT NULL,
    -- Null once removed; the row stays as a tombstone with its reason.
    text TEXT,
    created_at BIGINT NOT NULL,
    duty_id BLOB REFERENCES duty (id),
    removed_at BIGINT,
    removed_by BLOB REFERENCES account (id),
    removed_reason TEXT
);
CREATE INDEX comment_proposal ON comment (proposal_id, created_at);

CREATE TABLE review (
    id BLOB NOT NULL PRIMARY KEY,
    proposal_id BLOB NOT NULL REFERENCES proposal (id),
    revision INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body_id BLOB REFERENCES body (id),
    reviewer_id BLOB REFERENCES account (id),
    decision TEXT NOT NULL,
    clause TEXT,
    fact TEXT,
    reason TEXT NOT NULL,
    act_id BLOB REFERENCES act (id),
    rules_id BLOB REFERENCES rule_version (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX review_proposal ON review (proposal_id, created_at);

CREATE TABLE appeal (
    id BLOB NOT NULL PRIMARY KEY,
    proposal_id BLOB NOT NULL UNIQUE REFERENCES proposal (id),
    filed_by BLOB NOT NULL REFERENCES account (id),
    filed_at BIGINT NOT NULL,
    channel TEXT NOT NULL,
    clerk_id BLOB REFERENCES account (id),
    lang TEXT NOT NULL,
    text TEXT NOT NULL,
    decided_at BIGINT,
    decided_by BLOB REFERENCES account (id),
    body_id BLOB REFERENCES body (id),
    upheld BOOLEAN,
    reason TEXT,
    act_id BLOB REFERENCES act (id)
);
