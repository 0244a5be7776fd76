-- Which initiative served which person for which title: letter 5007/BNV-TĐKT III.5(c), once.
CREATE TABLE emulation_use (
    id @ID@,
    recognition_id BIGINT NOT NULL REFERENCES recognition(id),
    user_id BIGINT NOT NULL REFERENCES user_account(id), -- the author who is considered
    title TEXT NOT NULL,                    -- cstdcs | cstdtinh | cstdtq | reward
    year BIGINT NOT NULL,                   -- for which the title is
    received_on BIGINT NOT NULL,            -- the emulation file came in: its day says which law holds
    state TEXT NOT NULL,                    -- planned | used | voided
    criterion TEXT NOT NULL,                -- the tree that held on that day; '' not known
    decision TEXT NOT NULL DEFAULT '',      -- of the award
    decided_on BIGINT,
    override_document TEXT NOT NULL DEFAULT '', -- lets it be used once more
    set_by BIGINT NOT NULL REFERENCES user_account(id),
    set_at BIGINT NOT NULL,
    void_reason TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX emulation_use_once ON emulation_use(recognition_id, user_id) WHERE state <> 'voided' AND override_document = '';
CREATE INDEX emulation_use_user ON emulation_use(user_id);
CREATE INDEX emulation_use_year ON emulation_use(year);
