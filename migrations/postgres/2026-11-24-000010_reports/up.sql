-- Reports, frozen with a hash at publication; the residents' survey, in which who answered and what was answered lie apart.

CREATE TABLE report (
    id UUID PRIMARY KEY,
    cycle_id UUID NOT NULL REFERENCES cycle (id),
    kind TEXT NOT NULL,
    -- The cycle, the district or the project it is about.
    subject_id UUID NOT NULL,
    district_id UUID REFERENCES district (id),
    proposal_id UUID REFERENCES proposal (id),
    state TEXT NOT NULL,
    text JSONB NOT NULL,
    -- As published; the hash is over them.
    figures JSONB,
    hash TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID REFERENCES account (id),
    updated_at TIMESTAMPTZ NOT NULL,
    published_at TIMESTAMPTZ,
    published_by UUID REFERENCES account (id),
    version BIGINT NOT NULL,
    UNIQUE (cycle_id, kind, subject_id),
    CHECK ((published_at IS NULL) = (hash IS NULL) AND (hash IS NULL) = (figures IS NULL))
);

CREATE TABLE survey (
    id UUID PRIMARY KEY,
    cycle_id UUID NOT NULL UNIQUE REFERENCES cycle (id),
    title JSONB NOT NULL,
    questions JSONB NOT NULL,
    opens_at TIMESTAMPTZ NOT NULL,
    closes_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL,
    CHECK (opens_at < closes_at)
);

-- Who has answered: no time, no answer.
CREATE TABLE survey_mark (
    survey_id UUID NOT NULL REFERENCES survey (id),
    person_id UUID NOT NULL REFERENCES person (id),
    channel TEXT NOT NULL,
    PRIMARY KEY (survey_id, person_id)
);

-- What was answered: a random id, nobody's name, no time.
CREATE TABLE survey_answer (
    id UUID PRIMARY KEY,
    survey_id UUID NOT NULL REFERENCES survey (id),
    district_id UUID REFERENCES district (id),
    answers JSONB NOT NULL
);
CREATE INDEX survey_answer_survey ON survey_answer (survey_id);
