-- One engine, four cities: groups and themes of envelopes, votes chosen by the resident, components, allocation by formula.

-- Which group of the rules' envelopes it belongs to; null: the cycle's rules are not asked.
ALTER TABLE envelope ADD COLUMN group_code TEXT;
-- A category of the rules, where the money is a theme's.
ALTER TABLE envelope ADD COLUMN theme TEXT;
-- How many winners, where they are counted and not packed.
ALTER TABLE envelope ADD COLUMN places INTEGER;
-- A thematic assembly.
ALTER TABLE body ADD COLUMN theme TEXT;
-- The vote of the rules it was prepared from; with the theme that decides its electorate.
ALTER TABLE contest ADD COLUMN rule_code TEXT;
ALTER TABLE contest ADD COLUMN theme TEXT;
-- The money it asks for; null: its district's, else the city's.
ALTER TABLE proposal ADD COLUMN envelope_id BLOB REFERENCES envelope (id);
-- With which component of the count it votes; null: the count has none.
ALTER TABLE roll_entry ADD COLUMN component TEXT;
ALTER TABLE open_ballot ADD COLUMN component TEXT;

-- In which contest of a rule a resident chose to vote; the rules leave the district to them.
CREATE TABLE roll_choice (
    cycle_id BLOB NOT NULL REFERENCES cycle (id),
    rule_code TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    contest_id BLOB NOT NULL REFERENCES contest (id),
    PRIMARY KEY (cycle_id, rule_code, person_id)
) WITHOUT ROWID;

-- Money shared among the envelopes of a group by weighted criteria: once, with all that went in and came out.
CREATE TABLE allocation (
    id BLOB NOT NULL PRIMARY KEY,
    cycle_id BLOB NOT NULL REFERENCES cycle (id),
    group_code TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL,
    -- The criteria with their weights, as the rules had them.
    criteria TEXT NOT NULL,
    -- The points of each envelope.
    inputs TEXT NOT NULL,
    -- Total, rule for the remainder, shares: as computed.
    outcome TEXT NOT NULL,
    act_id BLOB REFERENCES act (id),
    rules_id BLOB REFERENCES rule_version (id),
    at BIGINT NOT NULL,
    made_by BLOB REFERENCES account (id),
    UNIQUE (cycle_id, group_code)
);
