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
-- How a person wants to be told of a topic by e-mail; without a row: now.
CREATE TABLE notice_preference (
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    topic TEXT NOT NULL,                -- ho_so, tap_huan, hoi_dap, bai_viet, khac
    mode TEXT NOT NULL,                 -- now | daily | weekly | off
    PRIMARY KEY (user_id, topic)
);
-- In which language a person is written to; without a row: Vietnamese.
CREATE TABLE notice_language (
    user_id @KEY@ REFERENCES user_account(id),
    language TEXT NOT NULL              -- vi | en
);
-- The queue of e-mail. A row is there exactly when what it tells of is.
CREATE TABLE delivery (
    id @ID@,
    token TEXT NOT NULL UNIQUE,         -- in the Message-ID and the return path: a bounce finds its mail by it
    user_id BIGINT REFERENCES user_account(id),
    address TEXT NOT NULL,
    template TEXT NOT NULL,             -- name of the template
    topic TEXT NOT NULL DEFAULT '',     -- '' : of the account, cannot be switched off
    notice_id BIGINT REFERENCES notice(id),
    secret @BYTES@,                     -- encrypted part (a one-time link); gone once sent
    mode TEXT NOT NULL DEFAULT 'now',   -- now | daily | weekly
    state TEXT NOT NULL DEFAULT 'queued', -- queued | sent | failed | bounced
    tries BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    reason TEXT NOT NULL DEFAULT ''     -- what the server said last
);
CREATE INDEX delivery_due ON delivery(state, due_at);
CREATE INDEX delivery_created ON delivery(created_at);
CREATE INDEX delivery_user ON delivery(user_id, state);
-- Addresses that do not take mail: nothing more is sent until the address changes or an administrator clears it.
CREATE TABLE dead_address (
    address TEXT PRIMARY KEY,
    since BIGINT NOT NULL,
    reason TEXT NOT NULL DEFAULT ''
);
-- Texts that an administrator changed; the others are built in.
CREATE TABLE mail_template (
    name TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by BIGINT REFERENCES user_account(id)
);
-- Other systems that are told of events, in the order of the log.
CREATE TABLE webhook (
    id @ID@,
    url TEXT NOT NULL,
    secret @BYTES@ NOT NULL,            -- encrypted; signs what is sent
    kinds TEXT NOT NULL,                -- ",dossier,article,"
    active BIGINT NOT NULL DEFAULT 1,
    last_event BIGINT NOT NULL,         -- of the log: told up to here
    sent BIGINT NOT NULL DEFAULT 0,
    tries BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT ''
);
