-- Processes, each version for ever: a running dossier stays on its version.
CREATE TABLE process (
    id @ID@,
    key TEXT NOT NULL,                  -- unit | city …
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL,                -- unit | city | nation
    kind TEXT NOT NULL DEFAULT '',      -- technical | management | operational | applied; '' any
    named_only BIGINT NOT NULL DEFAULT 0, -- only for rounds that name it
    status TEXT NOT NULL,               -- draft | active | retired; new dossiers take an active one
    definition TEXT NOT NULL,           -- JSON, see rules/process-unit.json; changes while a draft only
    sha256 TEXT NOT NULL,               -- of a shipped file; '' when made in the product
    revision BIGINT NOT NULL DEFAULT 1, -- optimistic lock of a draft
    created_at BIGINT NOT NULL,
    created_by BIGINT,                  -- user; NULL: shipped
    activated_at BIGINT,
    retired_at BIGINT,
    UNIQUE (key, version)
);
CREATE INDEX process_status ON process(status, level);
