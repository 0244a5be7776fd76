-- What statistics count: one row for each thing that happened to a dossier, derived from the slices' tables and kept after
-- the log (report_state). Nothing here names a person.
CREATE TABLE report_event (
    dossier_id BIGINT NOT NULL,             -- negative: the number of a register entry without a dossier
    event TEXT NOT NULL,                    -- received | accepted | declined | recognised | refused | excluded | withdrawn | cancelled
    on_date BIGINT NOT NULL,                -- yyyymmdd
    year BIGINT NOT NULL,                   -- calendar year of on_date
    period_year BIGINT NOT NULL,            -- year of reports: rule report.year_cutoff
    org_id BIGINT NOT NULL REFERENCES organisation(id),
    field TEXT NOT NULL,
    kind TEXT NOT NULL,
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
-- Sums of report_event: of the city by field, of each unit, of each unit by field. Dashboards read these.
CREATE TABLE report_tally (
    scope TEXT NOT NULL,                    -- city | unit | cell
    event TEXT NOT NULL,
    year BIGINT NOT NULL,
    period_year BIGINT NOT NULL,
    org_id BIGINT NOT NULL,                 -- 0 in scope city
    field TEXT NOT NULL,                    -- '' in scope unit
    kind TEXT NOT NULL,
    level TEXT NOT NULL,
    has_head BIGINT NOT NULL,
    on_time BIGINT NOT NULL,
    reason TEXT NOT NULL,
    n BIGINT NOT NULL,
    days BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    computable BIGINT NOT NULL,
    applied BIGINT NOT NULL,
    PRIMARY KEY (scope, org_id, event, year, period_year, field, kind, level, has_head, on_time, reason)
);
-- Training that took place, by year.
CREATE TABLE report_training (
    year BIGINT PRIMARY KEY,
    sessions BIGINT NOT NULL,
    people BIGINT NOT NULL,                 -- attendances
    minutes BIGINT NOT NULL                 -- of all of them
);
-- How far the log was followed.
CREATE TABLE report_state (
    id BIGINT PRIMARY KEY,                  -- 1
    audit_id BIGINT NOT NULL,               -- the last event that is counted in
    stamp BIGINT NOT NULL,                  -- recognition_stamp when the register was last compared
    at BIGINT NOT NULL                      -- ms
);
