-- Rules that an administrator of this installation added: they lie over the built-in ones (rules/) of the same scope, and
-- are never changed or deleted: a correction ends one row (to_on) and adds another.
CREATE TABLE rule_row (
    id @ID@,
    key TEXT NOT NULL,                  -- decide.period: a key that the built-in rules have
    scope TEXT NOT NULL,                -- central, city:danang, org:12
    value TEXT NOT NULL,                -- as in rules/
    unit TEXT NOT NULL DEFAULT '',      -- '': that of the built-in rule
    article TEXT NOT NULL,              -- Điều 7 khoản 1 …
    brief TEXT NOT NULL DEFAULT '',     -- ĐL 7(1)
    from_on BIGINT,                     -- yyyymmdd, first day in force; NULL: open
    to_on BIGINT,                       -- yyyymmdd, last day in force; NULL: open
    trust TEXT NOT NULL,                -- V, V2, M, D, unknown …
    source TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',      -- Vietnamese
    added_by BIGINT,                    -- user_account
    added_at BIGINT NOT NULL,           -- ms
    cancelled_at BIGINT                 -- ms; a row entered by mistake counts no more
);
CREATE INDEX rule_row_key ON rule_row(key, scope);
