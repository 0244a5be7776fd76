-- Work to be done: taken by a worker for a time (lease), tried again with growing pauses.
CREATE TABLE job (
    id @ROW@,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    due_at BIGINT NOT NULL,             -- ms
    leased_until BIGINT NOT NULL DEFAULT 0,
    tries BIGINT NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting', -- waiting | done | failed
    note TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL
);
CREATE INDEX job_due ON job(state, due_at);
