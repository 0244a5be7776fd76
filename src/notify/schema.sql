-- Notices in the product: one line for one person, with where to go.
CREATE TABLE notice (
    id @ID@,
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    at BIGINT NOT NULL,
    text TEXT NOT NULL,
    href TEXT NOT NULL DEFAULT '',
    cause TEXT NOT NULL DEFAULT '',     -- what it is about; the same cause is told once
    read_at BIGINT,
    UNIQUE (user_id, cause)
);
CREATE INDEX notice_user ON notice(user_id, read_at);
