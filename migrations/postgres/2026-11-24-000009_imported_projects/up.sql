-- Projects of imported elections get pages of their own; counts of a contest get an order.

-- Where an imported election names no part of its city, its projects belong to the whole city.
INSERT INTO district (id, city_id, code, name, boundary, ordinal)
SELECT city.id, city.id, 'all', city.name, NULL, 0
FROM city
WHERE EXISTS (
    SELECT 1 FROM programme JOIN cycle ON cycle.programme_id = programme.id
    WHERE programme.city_id = city.id AND cycle.import_id IS NOT NULL
)
AND NOT EXISTS (SELECT 1 FROM district WHERE district.city_id = city.id AND district.code = 'all');

INSERT INTO proposal (
    id, cycle_id, district_id, number, external_id, category, state, state_since, revision, channel, created_at,
    support_count, comment_count, version
)
SELECT
    ballot_item.id, contest.cycle_id, district.id, NULL, ballot_item.external_id, COALESCE(ballot_item.category, ''),
    'frozen', contest.opens_at, 1, 'import', contest.opens_at, 0, 0, 1
FROM ballot_item
JOIN contest ON contest.id = ballot_item.contest_id
JOIN cycle ON cycle.id = contest.cycle_id
JOIN programme ON programme.id = cycle.programme_id
JOIN district ON district.city_id = programme.city_id AND district.code = 'all'
WHERE cycle.import_id IS NOT NULL AND ballot_item.proposal_id IS NULL AND ballot_item.external_id IS NOT NULL;

INSERT INTO proposal_revision (id, proposal_id, number, lang, title, body, location, estimate, cost, created_at)
SELECT
    proposal.id, proposal.id, 1, 'en', ballot_item.name ->> 'ru', '', NULL,
    '{"lines": [], "vat_rate": 0, "price_date": "2000-01-01", "preparer": ""}', ballot_item.cost, proposal.created_at
FROM proposal
JOIN ballot_item ON ballot_item.id = proposal.id;

INSERT INTO proposal_search (proposal_id, text)
SELECT proposal.id, lower(ballot_item.name ->> 'ru')
FROM proposal
JOIN ballot_item ON ballot_item.id = proposal.id;

UPDATE ballot_item SET proposal_id = id, revision = 1
WHERE proposal_id IS NULL AND EXISTS (SELECT 1 FROM proposal WHERE proposal.id = ballot_item.id);

-- Two counts of one instant: the later one has the higher number.
ALTER TABLE contest_count ADD COLUMN seq BIGINT NOT NULL DEFAULT 0;
UPDATE contest_count SET seq = (
    SELECT COUNT(*) FROM contest_count AS other
    WHERE other.contest_id = contest_count.contest_id
    AND (other.at < contest_count.at OR (other.at = contest_count.at AND other.id <= contest_count.id))
);
CREATE UNIQUE INDEX contest_count_seq ON contest_count (contest_id, seq);
