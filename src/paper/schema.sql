-- Templates of papers (DOCX), each version for ever.
CREATE TABLE paper_template (
    id @ID@,
    kind TEXT NOT NULL,                 -- of paper, as the steps of a process name it
    version BIGINT NOT NULL,
    status TEXT NOT NULL,               -- draft | active | retired
    name TEXT NOT NULL,                 -- of the uploaded file
    sha256 TEXT NOT NULL REFERENCES blob(sha256),
    unknown TEXT NOT NULL DEFAULT '',   -- fields that it names and that there are not
    created_at BIGINT NOT NULL,
    created_by BIGINT,                  -- NULL: shipped
    activated_at BIGINT,
    UNIQUE (kind, version)
);

-- What an issued paper was made of: template and values. It is rendered from these, always the same.
CREATE TABLE paper_issue (
    event_id @KEY@,                     -- of dossier_event
    template_id BIGINT NOT NULL REFERENCES paper_template(id),
    fields TEXT NOT NULL,               -- name, tab, value; a line each (doc/fill.h)
    at BIGINT NOT NULL
);
