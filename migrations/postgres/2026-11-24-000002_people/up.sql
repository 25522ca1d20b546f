-- Cities and districts; residents of the register; accounts, sessions and roles; bodies and offices.

CREATE TABLE city (
    id UUID PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name JSONB NOT NULL,
    country TEXT NOT NULL,
    -- Sample data, marked on every page.
    sample BOOLEAN NOT NULL,
    -- Where imported data come from, with licence and attribution.
    source JSONB
);

CREATE TABLE district (
    id UUID PRIMARY KEY,
    city_id UUID NOT NULL REFERENCES city (id),
    code TEXT NOT NULL,
    name JSONB NOT NULL,
    boundary JSONB,
    ordinal INTEGER NOT NULL,
    UNIQUE (city_id, code)
);

-- The register of residents. An IIN is kept only as keyed HMAC.
CREATE TABLE person (
    id UUID PRIMARY KEY,
    city_id UUID NOT NULL REFERENCES city (id),
    district_id UUID NOT NULL REFERENCES district (id),
    iin_hmac BYTEA UNIQUE,
    iin_key TEXT,
    family_name TEXT NOT NULL,
    given_name TEXT NOT NULL,
    birth_date DATE NOT NULL,
    registration TEXT NOT NULL,
    registered_since DATE,
    proof TEXT NOT NULL,
    -- Hash of the printed one-time code; null once used.
    code_hash TEXT,
    code_tries INTEGER NOT NULL DEFAULT 0,
    import_id UUID REFERENCES import_run (id),
    left_at TIMESTAMPTZ
);
CREATE INDEX person_district ON person (district_id);

CREATE TABLE account (
    id UUID PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    display_name TEXT NOT NULL,
    lang TEXT NOT NULL,
    person_id UUID UNIQUE REFERENCES person (id),
    created_at TIMESTAMPTZ NOT NULL,
    disabled_at TIMESTAMPTZ
);

CREATE TABLE session (
    id UUID PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    token_hash BYTEA NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE INDEX session_account ON session (account_id);

CREATE TABLE role_grant (
    id UUID PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    -- Null: the whole city.
    district_id UUID REFERENCES district (id),
    granted_by UUID REFERENCES account (id),
    granted_at TIMESTAMPTZ NOT NULL,
    revoked_at TIMESTAMPTZ
);
CREATE INDEX role_grant_account ON role_grant (account_id);

CREATE TABLE body (
    id UUID PRIMARY KEY,
    city_id UUID NOT NULL REFERENCES city (id),
    district_id UUID REFERENCES district (id),
    kind TEXT NOT NULL,
    name JSONB NOT NULL,
    selection TEXT NOT NULL,
    mandate JSONB,
    mandate_until DATE
);

CREATE TABLE body_member (
    body_id UUID NOT NULL REFERENCES body (id),
    account_id UUID NOT NULL REFERENCES account (id),
    since TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (body_id, account_id)
);

CREATE TABLE notification (
    id UUID PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL,
    payload JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    read_at TIMESTAMPTZ
);
CREATE INDEX notification_account ON notification (account_id, created_at);
