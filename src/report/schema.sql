-- What statistics count: one row for each thing that happened to a dossier, derived from the slices' tables and kept after
-- the log (report_state). Nothing here names a person.
CREATE TABLE report_event (
    dossier_id BIGINT NOT NULL,             -- negative: the number of a register entry without a dossier
    round_id BIGINT NOT NULL,               -- the round in which it is filed; 0: none
    event TEXT NOT NULL,                    -- received | accepted | declined | recognised | refused | excluded | withdrawn | cancelled
    on_date BIGINT NOT NULL,                -- yyyymmdd
    year BIGINT NOT NULL,                   -- calendar year of on_date
    period_year BIGINT NOT NULL,            -- year of reports: rule report.year_cutoff
    org_id BIGINT NOT NULL REFERENCES organisation(id),
    field TEXT NOT NULL,
    kind TEXT NOT NULL,
    beneficiary TEXT NOT NULL,              -- whom it serves: key of a catalogue entry; '-' none was named
    level TEXT NOT NULL,                    -- unit | city | nation
    has_head BIGINT NOT NULL,
    on_time BIGINT NOT NULL,                -- 1 by the due day that the legal clock gives, 0 after it, -1 no term
    reason TEXT NOT NULL,                   -- of declined and refused: the article that the reason names
    days BIGINT NOT NULL,                   -- calendar days since filing
    amount BIGINT NOT NULL,                 -- đồng a year; of recognised ones
    computable BIGINT NOT NULL,             -- 1: the benefit was computed
    applied BIGINT NOT NULL,                -- 1: applied, not only tried
    PRIMARY KEY (dossier_id, event)
);
CREATE INDEX report_event_list ON report_event(event, year, org_id);
CREATE INDEX report_event_day ON report_event(on_date, event, level, org_id, field); -- whole: a range of days reads nothing else
CREATE INDEX report_event_round ON report_event(round_id, event);
-- Sums of report_event: of the city by field, of each unit, of each unit by field and beneficiary, of each unit by beneficiary, of each
-- round in each unit. Dashboards read these.
CREATE TABLE report_tally (
    scope TEXT NOT NULL,                    -- city | unit | cell | served | round
    round_id BIGINT NOT NULL,               -- 0 but in scope round
    event TEXT NOT NULL,
    year BIGINT NOT NULL,
    period_year BIGINT NOT NULL,
    org_id BIGINT NOT NULL,                 -- 0 in scope city
    field TEXT NOT NULL,                    -- '' but in scopes city and cell
    kind TEXT NOT NULL,                     -- '' in scope round, as level and reason
    beneficiary TEXT NOT NULL,              -- '' but in scopes cell and served
    level TEXT NOT NULL,
    has_head BIGINT NOT NULL,
    on_time BIGINT NOT NULL,
    reason TEXT NOT NULL,
    n BIGINT NOT NULL,
    days BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    computable BIGINT NOT NULL,
    applied BIGINT NOT NULL,
    PRIMARY KEY (scope, round_id, org_id, event, year, period_year, field, kind, beneficiary, level, has_head, on_time, reason)
);
-- Training that took place, by year.
CREATE TABLE report_training (
    year @KEY@,
    sessions BIGINT NOT NULL,
    people BIGINT NOT NULL,                 -- attendances
    minutes BIGINT NOT NULL                 -- of all of them
);
-- How far the log was followed.
CREATE TABLE report_state (
    id @KEY@,                               -- 1
    audit_id BIGINT NOT NULL,               -- the last event that is counted in
    stamp BIGINT NOT NULL,                  -- recognition_stamp when the register was last compared
    at BIGINT NOT NULL                      -- ms
);
-- Saved designs of reports: axes, columns and filters out of declared lists.
CREATE TABLE report_design (
    id @ID@,
    title TEXT NOT NULL,
    axes TEXT NOT NULL,                     -- ",year,field,"
    columns TEXT NOT NULL,                  -- ",received,recognised,"
    from_year BIGINT NOT NULL,
    to_year BIGINT NOT NULL,
    period BIGINT NOT NULL,                 -- 1: years of reports
    org_id BIGINT REFERENCES organisation(id), -- NULL: the city
    field TEXT NOT NULL,
    kind TEXT NOT NULL,
    beneficiary TEXT NOT NULL,              -- key of a catalogue entry; '-' none was named; '' all
    level TEXT NOT NULL,
    made_by BIGINT REFERENCES user_account(id),
    made_at BIGINT NOT NULL,
    dropped_at BIGINT
);
-- What a report said at a moment; never changed.
CREATE TABLE report_snapshot (
    id @ID@,
    design_id BIGINT REFERENCES report_design(id),
    kind TEXT NOT NULL,                     -- design | periodic
    title TEXT NOT NULL,
    org_id BIGINT REFERENCES organisation(id), -- NULL: the city
    content TEXT NOT NULL,                  -- canonical JSON: tables and texts
    sha256 TEXT NOT NULL,                   -- of content
    audit_id BIGINT NOT NULL,               -- the last event of the log that was counted in
    taken_by BIGINT REFERENCES user_account(id),
    taken_at BIGINT NOT NULL
);
-- The yearly ranking of agencies by their work on initiatives (bộ chỉ số sáng kiến): criteria are data, in versions.
CREATE TABLE ranking_set (
    id @ID@,
    name TEXT NOT NULL,
    document TEXT NOT NULL,                 -- by which decision
    criteria TEXT NOT NULL,                 -- as written: group, criterion, points, how; between upright strokes
    bands TEXT NOT NULL,                    -- as written: name, from so many points; likewise
    made_by BIGINT REFERENCES user_account(id),
    made_at BIGINT NOT NULL
);
CREATE TABLE ranking_criterion (
    id @ID@,
    set_id BIGINT NOT NULL REFERENCES ranking_set(id),
    ordinal BIGINT NOT NULL,
    group_name TEXT NOT NULL,
    title TEXT NOT NULL,
    points BIGINT NOT NULL,                 -- at most; hundredths of a point
    measure TEXT NOT NULL,                  -- '' evidence; otherwise a column of reports
    per BIGINT NOT NULL,                    -- hundredths of a point for each unit of the measure
    UNIQUE (set_id, ordinal)
);
CREATE TABLE ranking_band (
    set_id BIGINT NOT NULL REFERENCES ranking_set(id),
    ordinal BIGINT NOT NULL,                -- 1 is the best
    name TEXT NOT NULL,
    points BIGINT NOT NULL,                 -- from so many on; hundredths
    PRIMARY KEY (set_id, ordinal)
);
CREATE TABLE ranking_round (
    id @ID@,
    set_id BIGINT NOT NULL REFERENCES ranking_set(id),
    year BIGINT NOT NULL UNIQUE,
    state TEXT NOT NULL,                    -- open | published
    opened_at BIGINT NOT NULL,
    published_at BIGINT
);
CREATE TABLE ranking_entry (
    round_id BIGINT NOT NULL REFERENCES ranking_round(id),
    org_id BIGINT NOT NULL REFERENCES organisation(id),
    claimed BIGINT NOT NULL DEFAULT 0,      -- hundredths; sums of ranking_score
    verified BIGINT NOT NULL DEFAULT 0,
    claimed_at BIGINT,
    verified_at BIGINT,
    place BIGINT NOT NULL DEFAULT 0,        -- from 1; equal points, equal place; 0: not published
    band TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (round_id, org_id)
);
CREATE TABLE ranking_score (
    round_id BIGINT NOT NULL REFERENCES ranking_round(id),
    org_id BIGINT NOT NULL REFERENCES organisation(id),
    criterion_id BIGINT NOT NULL REFERENCES ranking_criterion(id),
    claimed BIGINT NOT NULL,                -- hundredths, by the agency
    evidence TEXT NOT NULL DEFAULT '',
    verified BIGINT,                        -- hundredths, by the department
    reason TEXT NOT NULL DEFAULT '',        -- why it differs
    PRIMARY KEY (round_id, org_id, criterion_id)
);
