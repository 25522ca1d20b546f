-- Authors who are asked to join a proposal, and numbers that name one project each.

-- A resident, or whoever has the address; the address is forgotten once there is an answer.
CREATE TABLE author_invitation (
    id BLOB NOT NULL PRIMARY KEY,
    proposal_id BLOB NOT NULL REFERENCES proposal (id),
    person_id BLOB REFERENCES person (id),
    email TEXT,
    -- As shown to who is asked.
    invited_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    answered_at BIGINT,
    accepted BOOLEAN,
    CHECK (answered_at IS NOT NULL OR person_id IS NOT NULL OR email IS NOT NULL)
);
CREATE INDEX author_invitation_proposal ON author_invitation (proposal_id);
CREATE INDEX author_invitation_person ON author_invitation (person_id);
CREATE INDEX author_invitation_email ON author_invitation (email);

-- A number begins with its cycle's prefix. Two cycles with one prefix would give the same number to two projects; where
-- there are such cycles, the later ones, which could number none yet, get a prefix of their own.
UPDATE cycle SET number_prefix = ranked.prefix
FROM (
    SELECT id, number_prefix || '-' || place AS prefix, place
    FROM (
        SELECT id, number_prefix, row_number() OVER (PARTITION BY number_prefix ORDER BY last_number DESC, created_at, id) AS place
        FROM cycle
        WHERE import_id IS NULL
    ) AS placed
) AS ranked
WHERE cycle.id = ranked.id AND ranked.place > 1;
-- Imported elections keep the numbers of their source.
CREATE UNIQUE INDEX cycle_number_prefix ON cycle (number_prefix) WHERE import_id IS NULL;
