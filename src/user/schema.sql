-- People, what they may do and where, and their logins.
CREATE TABLE user_account (
    id @ID@,
    login TEXT NOT NULL UNIQUE,             -- lower case a–z 0–9 . _ -
    name TEXT NOT NULL,
    folded TEXT NOT NULL DEFAULT '',        -- name without tone marks, for search
    email TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    org_id BIGINT REFERENCES organisation(id), -- place of work
    position TEXT NOT NULL DEFAULT '',      -- chức danh
    qualification TEXT NOT NULL DEFAULT '', -- trình độ chuyên môn
    birth_date BIGINT,                      -- yyyymmdd; never public
    password_hash TEXT NOT NULL DEFAULT '', -- Argon2id; '' = no password login
    must_change BIGINT NOT NULL DEFAULT 0,  -- the password was given by an administrator
    totp_secret @BYTES@,                    -- encrypted; NULL: no second factor
    totp_step BIGINT NOT NULL DEFAULT 0,    -- the last time step that was used: a code works once
    locked BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL DEFAULT 0,
    revision BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX user_account_org ON user_account(org_id);

CREATE TABLE user_role (
    id @ID@,
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    role TEXT NOT NULL,                     -- role_key()
    org_id BIGINT REFERENCES organisation(id), -- NULL: everywhere
    title TEXT NOT NULL DEFAULT '',         -- of a head: "Giám đốc"
    valid_from BIGINT,                      -- yyyymmdd, first day
    valid_to BIGINT                         -- yyyymmdd, last day; NULL: open
);
CREATE INDEX user_role_user ON user_role(user_id);
CREATE INDEX user_role_org ON user_role(org_id, role);

CREATE TABLE user_session (
    id @ID@,
    token_hash TEXT NOT NULL UNIQUE,        -- BLAKE2b-256 of the cookie's token, hex
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,                -- at most five minutes old
    ended_at BIGINT,
    address TEXT NOT NULL DEFAULT '',
    agent TEXT NOT NULL DEFAULT ''
);
CREATE INDEX user_session_user ON user_session(user_id);

-- Failed logins, for throttling per account and per address.
CREATE TABLE user_attempt (
    id @ID@,
    login TEXT NOT NULL,
    address TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX user_attempt_login ON user_attempt(login, at);
CREATE INDEX user_attempt_address ON user_attempt(address, at);

-- One-time tokens for a new password.
CREATE TABLE user_reset (
    token_hash TEXT PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    created_at BIGINT NOT NULL,
    used_at BIGINT
);

-- Personal tokens of the API.
CREATE TABLE user_token (
    id @ID@,
    token_hash TEXT NOT NULL UNIQUE,        -- BLAKE2b-256, hex
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    name TEXT NOT NULL,
    scopes BIGINT NOT NULL,                 -- bits of token_scope
    dossiers TEXT NOT NULL DEFAULT '',      -- ",12,15,"; '' all that the owner may see
    made_at BIGINT NOT NULL,
    ends_on BIGINT NOT NULL,                -- yyyymmdd, the last day
    revoked_at BIGINT
);
CREATE INDEX user_token_user ON user_token(user_id);
-- How often each was used, by day.
CREATE TABLE user_token_use (
    token_id BIGINT NOT NULL REFERENCES user_token(id),
    day BIGINT NOT NULL,
    n BIGINT NOT NULL,
    at BIGINT NOT NULL,                     -- the last time
    address TEXT NOT NULL,                  -- from where, the last time
    PRIMARY KEY (token_id, day)
);
