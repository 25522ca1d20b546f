-- Cities and districts; residents of the register; accounts, sessions and roles; bodies and offices.

CREATE TABLE city (
    id BLOB NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    -- Sample data, marked on every page.
    sample BOOLEAN NOT NULL,
    -- Where imported data come from, with licence and attribution.
    source TEXT
);

CREATE TABLE district (
    id BLOB NOT NULL PRIMARY KEY,
    city_id BLOB NOT NULL REFERENCES city (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    boundary TEXT,
    ordinal INTEGER NOT NULL,
    UNIQUE (city_id, code)
);

-- The register of residents. An IIN is kept only as keyed HMAC.
CREATE TABLE person (
    id BLOB NOT NULL PRIMARY KEY,
    city_id BLOB NOT NULL REFERENCES city (id),
    district_id BLOB NOT NULL REFERENCES district (id),
    iin_hmac BLOB UNIQUE,
    iin_key TEXT,
    family_name TEXT NOT NULL,
    given_name TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    registration TEXT NOT NULL,
    registered_since TEXT,
    proof TEXT NOT NULL,
    -- Hash of the printed one-time code; null once used.
    code_hash TEXT,
    code_tries INTEGER NOT NULL DEFAULT 0,
    import_id BLOB REFERENCES import_run (id),
    left_at BIGINT
);
CREATE INDEX person_district ON person (district_id);

CREATE TABLE account (
    id BLOB NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    display_name TEXT NOT NULL,
    lang TEXT NOT NULL,
    person_id BLOB UNIQUE REFERENCES person (id),
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);

CREATE TABLE session (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES account (id),
    token_hash BLOB NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX session_account ON session (account_id);

CREATE TABLE role_grant (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    -- Null: the whole city.
    district_id BLOB REFERENCES district (id),
    granted_by BLOB REFERENCES account (id),
    granted_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX role_grant_account ON role_grant (account_id);

CREATE TABLE body (
    id BLOB NOT NULL PRIMARY KEY,
    city_id BLOB NOT NULL REFERENCES city (id),
    district_id BLOB REFERENCES district (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    selection TEXT NOT NULL,
    mandate TEXT,
    mandate_until TEXT
);

CREATE TABLE body_member (
    body_id BLOB NOT NULL REFERENCES body (id),
    account_id BLOB NOT NULL REFERENCES account (id),
    since BIGINT NOT NULL,
    PRIMARY KEY (body_id, account_id)
);

CREATE TABLE notification (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    read_at BIGINT
);
CREATE INDEX notification_account ON notification (account_id, created_at);
