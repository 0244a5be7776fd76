-- Decisions of heads of establishments, numbered per organisation and year without gaps. NĐ 30/2020 Art 15.
CREATE TABLE decision (
    id @ID@,
    org_id BIGINT NOT NULL REFERENCES organisation(id),
    kind TEXT NOT NULL,                     -- recognition | cancellation | city
    number BIGINT NOT NULL,                 -- 1, 2, 3 … in its year
    year BIGINT NOT NULL,
    full_number TEXT NOT NULL,              -- "12/QĐ-SKHCN"
    decided_on BIGINT NOT NULL,             -- yyyymmdd
    signer_id BIGINT REFERENCES user_account(id),
    signer_name TEXT NOT NULL,
    signer_title TEXT NOT NULL,
    org_name TEXT NOT NULL,                 -- the name it bore that day
    note TEXT NOT NULL DEFAULT '',
    UNIQUE (org_id, year, number)
);

-- Recognised initiatives: the public register reads this table alone. Frozen at recognition.
CREATE TABLE recognition (
    id @ID@,
    code TEXT NOT NULL UNIQUE,              -- permanent, "SK-2026-000012"
    dossier_id BIGINT REFERENCES dossier(id),
    decision_id BIGINT NOT NULL REFERENCES decision(id),
    level TEXT NOT NULL DEFAULT 'unit',     -- unit | city
    city_decision_id BIGINT REFERENCES decision(id), -- effect and influence for the city, when decided
    city_on BIGINT,
    reach TEXT NOT NULL DEFAULT '',         -- where it has effect, as the city found
    city_flag TEXT NOT NULL DEFAULT '',     -- unit_cancelled: the establishment's decision is gone, the city's waits for the chairman
    org_id BIGINT NOT NULL REFERENCES organisation(id),
    org_name TEXT NOT NULL,                 -- the name of that day
    title TEXT NOT NULL,
    folded TEXT NOT NULL,                   -- title, authors, unit, field without tone marks
    kind TEXT NOT NULL DEFAULT '',
    field TEXT NOT NULL DEFAULT '',
    investor TEXT NOT NULL DEFAULT '',
    first_author TEXT NOT NULL DEFAULT '',  -- as in recognition_author, and the number as in decision: the list
    decision_number TEXT NOT NULL DEFAULT '', --  reads one row per line
    summary TEXT NOT NULL DEFAULT '',       -- without the secret part
    benefit TEXT NOT NULL DEFAULT '',
    recognised_on BIGINT NOT NULL,
    year BIGINT NOT NULL,
    has_head BIGINT NOT NULL DEFAULT 0,     -- the head of the establishment is among the authors
    status TEXT NOT NULL DEFAULT 'valid',   -- valid | cancelled
    cancelled_on BIGINT,
    cancel_reason TEXT NOT NULL DEFAULT '',
    changed_at BIGINT NOT NULL DEFAULT 0    -- ms, when this row last changed: what harvesters ask by
);
CREATE INDEX recognition_changed ON recognition(changed_at, id);
CREATE INDEX recognition_org ON recognition(org_id, year);
-- The register's list walks this index alone, whatever it filters by.
CREATE INDEX recognition_day ON recognition(recognised_on, id, year, level, has_head, status, org_id, field, kind);
CREATE INDEX recognition_year ON recognition(year, level);
CREATE INDEX recognition_dossier ON recognition(dossier_id);
-- How many entries of each sort there are, changed in the transaction that changes an entry: statistics and facets read
-- this table, however long the register grows.
CREATE TABLE recognition_tally (
    org_id BIGINT NOT NULL REFERENCES organisation(id),
    year BIGINT NOT NULL,
    field TEXT NOT NULL,
    level TEXT NOT NULL,
    kind TEXT NOT NULL,
    has_head BIGINT NOT NULL,
    status TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (org_id, year, field, level, kind, has_head, status)
);
-- Another random number after each change of the tally: what was counted under one stamp is still true while it stands.
CREATE TABLE recognition_stamp (
    id @KEY@,                               -- 1
    stamp BIGINT NOT NULL
);
CREATE TABLE recognition_author (
    recognition_id BIGINT NOT NULL REFERENCES recognition(id),
    ordinal BIGINT NOT NULL,
    user_id BIGINT REFERENCES user_account(id),
    name TEXT NOT NULL,
    unit TEXT NOT NULL DEFAULT '',
    position TEXT NOT NULL DEFAULT '',
    share BIGINT NOT NULL DEFAULT 0,        -- basis points
    PRIMARY KEY (recognition_id, ordinal)
);
CREATE INDEX recognition_author_user ON recognition_author(user_id);

-- One certificate per author. The signed payload is kept as it was signed.
CREATE TABLE certificate (
    id @ID@,
    recognition_id BIGINT NOT NULL REFERENCES recognition(id),
    ordinal BIGINT NOT NULL,                -- of the author
    level TEXT NOT NULL DEFAULT 'unit',     -- unit | city: whose certificate it is
    serial TEXT NOT NULL UNIQUE,            -- "12-2026-SKHCN"
    issued_on BIGINT NOT NULL,
    status TEXT NOT NULL DEFAULT 'valid',   -- valid | replaced | cancelled
    status_on BIGINT,
    replaced_by TEXT NOT NULL DEFAULT '',   -- serial
    payload TEXT NOT NULL,                  -- canonical JSON
    signature TEXT NOT NULL                 -- Ed25519, hex
);
CREATE INDEX certificate_recognition ON certificate(recognition_id);

-- While a row is open, what rests on the recognition stands still: nothing is paid, no use for a title is recorded.
CREATE TABLE recognition_hold (
    id @ID@,
    recognition_id BIGINT NOT NULL REFERENCES recognition(id),
    cause TEXT NOT NULL,                    -- complaint
    cause_id BIGINT NOT NULL,
    since_at BIGINT NOT NULL,               -- ms
    ended_at BIGINT,                        -- ms; NULL: open
    UNIQUE (cause, cause_id)
);
CREATE INDEX recognition_hold_entry ON recognition_hold(recognition_id, ended_at);
