-- Sets of criteria by which councils score. Local rules: the central law has no points.
CREATE TABLE criteria_set (
    id @ID@,
    first_id BIGINT NOT NULL DEFAULT 0,     -- version 1 of it; 0: this is version 1
    version BIGINT NOT NULL DEFAULT 1,
    org_id BIGINT REFERENCES organisation(id), -- NULL: every establishment
    name TEXT NOT NULL,
    level TEXT NOT NULL,                    -- unit | city
    field TEXT NOT NULL DEFAULT '',         -- lĩnh vực; '' every field
    folded TEXT NOT NULL DEFAULT '',        -- the field without tone marks, to compare
    basis TEXT NOT NULL DEFAULT '',         -- the document that it comes from
    method TEXT NOT NULL DEFAULT 'mean',    -- mean | trimmed | median
    pass BIGINT NOT NULL DEFAULT 0,         -- least result, hundredths of a point
    veto_sheets BIGINT NOT NULL DEFAULT 1,  -- so many sheets with an excluding score exclude
    state TEXT NOT NULL DEFAULT 'draft',    -- draft | active | retired
    active_from BIGINT,                     -- yyyymmdd
    retired_on BIGINT,
    created_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 1,
    CHECK (pass >= 0 AND veto_sheets >= 1)
);
CREATE INDEX criteria_set_state ON criteria_set(state, level);
CREATE TABLE criterion (
    id @ID@,
    set_id BIGINT NOT NULL REFERENCES criteria_set(id),
    ordinal BIGINT NOT NULL,
    group_name TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    max BIGINT NOT NULL,                    -- hundredths
    weight BIGINT NOT NULL DEFAULT 100,     -- hundredths: 100 counts once
    bands TEXT NOT NULL DEFAULT '',         -- one a line: "27-30 Hoàn toàn mới"; '' any score
    comment TEXT NOT NULL DEFAULT 'no',     -- no | always: a comment is required
    UNIQUE (set_id, ordinal)
);
