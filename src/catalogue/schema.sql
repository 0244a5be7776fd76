-- Lists that administrators keep.
CREATE TABLE catalogue_entry (
    id @ID@,
    kind TEXT NOT NULL,                 -- field | beneficiary | author_kind | decision_kind | part
    key TEXT NOT NULL,                  -- stable: dossiers and processes name it
    name TEXT NOT NULL,
    folded TEXT NOT NULL,               -- without tone marks, for search
    note TEXT NOT NULL DEFAULT '',
    position BIGINT NOT NULL,           -- order in lists
    revision BIGINT NOT NULL DEFAULT 1, -- optimistic lock
    created_at BIGINT NOT NULL,
    created_by BIGINT,                  -- NULL: shipped
    retired_at BIGINT,                  -- not offered any more
    UNIQUE (kind, key)
);

-- Rounds (đợt đề nghị).
CREATE TABLE round (
    id @ID@,
    name TEXT NOT NULL,
    level TEXT NOT NULL,                -- unit | city | nation
    sector TEXT NOT NULL DEFAULT '',    -- key of a field; '' every field
    year BIGINT NOT NULL,               -- year of the initiatives, not of the decision
    opens_on BIGINT NOT NULL,           -- first day
    closes_on BIGINT NOT NULL,          -- last day, until 24:00
    extended_to BIGINT,                 -- a later last day
    extended_why TEXT NOT NULL DEFAULT '',
    process_key TEXT NOT NULL DEFAULT '', -- the process of its dossiers; '' the one of level and kind
    carry_to BIGINT REFERENCES round(id), -- where undecided dossiers go when it locks
    note TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,                -- planned | open | locked: as the job last wrote it; the days decide
    revision BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    created_by BIGINT
);
CREATE INDEX round_level ON round(level, opens_on);

-- What a level and field asks of a dossier besides the form of the law; each version for ever.
CREATE TABLE own_form (
    id @ID@,
    name TEXT NOT NULL,
    level TEXT NOT NULL,                -- unit | city | nation
    sector TEXT NOT NULL DEFAULT '',    -- key of a field of application; '' every
    round_id BIGINT NOT NULL DEFAULT 0, -- of one round; 0 every
    version BIGINT NOT NULL,
    status TEXT NOT NULL,               -- draft | active | retired
    definition TEXT NOT NULL,           -- JSON: fields and parts
    revision BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    activated_at BIGINT,
    UNIQUE (level, sector, round_id, version)
);
