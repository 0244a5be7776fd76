-- Processes, each version for ever: a running dossier stays on its version.
CREATE TABLE process (
    id @ID@,
    key TEXT NOT NULL,                  -- unit | city …
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,           -- JSON, see rules/process-unit.json
    sha256 TEXT NOT NULL,
    active BIGINT NOT NULL DEFAULT 1,   -- new dossiers take it
    created_at BIGINT NOT NULL,
    UNIQUE (key, version)
);
