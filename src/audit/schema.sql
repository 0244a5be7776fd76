-- The log of every change, chained: hash = SHA-256(previous hash, and every column of the line).
CREATE TABLE audit_event (
    id @KEY@,                           -- 1, 2, 3 … without a hole
    at BIGINT NOT NULL,                 -- ms
    user_id BIGINT,                     -- NULL: the program itself
    actor_name TEXT NOT NULL DEFAULT '',-- as it was then
    address TEXT NOT NULL DEFAULT '',
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    object BIGINT NOT NULL,
    before TEXT NOT NULL DEFAULT '',
    after TEXT NOT NULL DEFAULT '',
    hash TEXT NOT NULL
);
CREATE INDEX audit_object ON audit_event(kind, object);
