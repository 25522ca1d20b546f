-- Reports, frozen with a hash at publication; the residents' survey, in which who answered and what was answered lie apart.

CREATE TABLE report (
    id BLOB NOT NULL PRIMARY KEY,
    cycle_id BLOB NOT NULL REFERENCES cycle (id),
    kind TEXT NOT NULL,
    -- The cycle, the district or the project it is about.
    subject_id BLOB NOT NULL,
    district_id BLOB REFERENCES district (id),
    proposal_id BLOB REFERENCES proposal (id),
    state TEXT NOT NULL,
    text TEXT NOT NULL,
    -- As published; the hash is over them.
    figures TEXT,
    hash TEXT,
    created_at BIGINT NOT NULL,
    created_by BLOB REFERENCES account (id),
    updated_at BIGINT NOT NULL,
    published_at BIGINT,
    published_by BLOB REFERENCES account (id),
    version BIGINT NOT NULL,
    UNIQUE (cycle_id, kind, subject_id),
    CHECK ((published_at IS NULL) = (hash IS NULL) AND (hash IS NULL) = (figures IS NULL))
);

CREATE TABLE survey (
    id BLOB NOT NULL PRIMARY KEY,
    cycle_id BLOB NOT NULL UNIQUE REFERENCES cycle (id),
    title TEXT NOT NULL,
    questions TEXT NOT NULL,
    opens_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CHECK (opens_at < closes_at)
);

-- Who has answered: no time, no answer.
CREATE TABLE survey_mark (
    survey_id BLOB NOT NULL REFERENCES survey (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    channel TEXT NOT NULL,
    PRIMARY KEY (survey_id, person_id)
) WITHOUT ROWID;

-- What was answered: a random id, nobody's name, no time.
CREATE TABLE survey_answer (
    id BLOB NOT NULL PRIMARY KEY,
    survey_id BLOB NOT NULL REFERENCES survey (id),
    district_id BLOB REFERENCES district (id),
    answers TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX survey_answer_survey ON survey_answer (survey_id);
