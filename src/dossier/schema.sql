-- Dossiers (đơn yêu cầu công nhận sáng kiến): Điều lệ Art 5, TT18 Art 5 and annex I.
CREATE TABLE dossier (
    id @ID@,
    number TEXT NOT NULL DEFAULT '',        -- of the receipt, "12/2026/SKHCN"; '' while a draft
    org_id BIGINT REFERENCES organisation(id), -- the establishment that is asked
    owner_id BIGINT NOT NULL REFERENCES user_account(id), -- who writes it
    level TEXT NOT NULL DEFAULT 'unit',     -- unit | city | nation: who is asked to recognise
    nominated_id BIGINT REFERENCES dossier(id), -- of a nomination: the dossier that was recognised below
    process_id BIGINT NOT NULL REFERENCES process(id), -- the version it is pinned to
    form_version BIGINT NOT NULL DEFAULT 1, -- of the form that it was written in
    round_id BIGINT REFERENCES round(id),   -- the round in which it is filed; NULL: none
    form_id BIGINT REFERENCES own_form(id), -- what its level and field asks besides the form of the law; pinned when filed
    state TEXT NOT NULL,                    -- key of a state of its process
    phase TEXT NOT NULL,                    -- what that state means, whatever its name: draft, filed … (process.h)
    title TEXT NOT NULL DEFAULT '',
    folded TEXT NOT NULL DEFAULT '',        -- title, authors and field without tone marks, for search
    kind TEXT NOT NULL DEFAULT '',          -- technical | management | operational | applied (TT18 Art 3)
    subkind TEXT NOT NULL DEFAULT '',
    field TEXT NOT NULL DEFAULT '',         -- lĩnh vực áp dụng
    venue_basis TEXT NOT NULL DEFAULT 'investor', -- investor | transferee_refused | transferee_author (Điều lệ Art 5(1))
    investor TEXT NOT NULL DEFAULT '',
    state_funded BIGINT NOT NULL DEFAULT 0,
    author_is_head BIGINT NOT NULL DEFAULT 0, -- found at filing (Điều lệ Art 7(2))
    secret @BYTES@,                         -- encrypted: thông tin cần được bảo mật
    has_secret BIGINT NOT NULL DEFAULT 0,
    trial_on BIGINT,                        -- yyyymmdd, áp dụng thử
    applied_on BIGINT,                      -- yyyymmdd, áp dụng lần đầu
    benefit_kind TEXT NOT NULL DEFAULT '',  -- economic | social | both
    beneficiary TEXT NOT NULL DEFAULT '',   -- whom it serves: key of a catalogue entry
    author_kind TEXT NOT NULL DEFAULT '',   -- a person, a group, a unit: key of a catalogue entry
    benefit_amount BIGINT,                  -- đồng a year; NULL: not computable
    oath BIGINT NOT NULL DEFAULT 0,         -- cam đoan
    no_state_secret BIGINT NOT NULL DEFAULT 0, -- declared: holds no state secret
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by BIGINT,
    revision BIGINT NOT NULL DEFAULT 1,     -- optimistic lock of the text
    filed_on BIGINT,                        -- yyyymmdd, the day it was first filed
    received_on BIGINT,                     -- the day it came to where it is now: filing, or a transfer
    accepted_on BIGINT,
    applied_done_on BIGINT,                 -- completion of a first application that came after acceptance
    decided_on BIGINT,
    due_on BIGINT,                          -- last day of the running term
    due_rule TEXT NOT NULL DEFAULT '',      -- its rule key; "own:STATE": the limit that the process gives itself in that state
    consent_document TEXT NOT NULL DEFAULT '', -- văn bản chấp thuận
    original_sha256 TEXT NOT NULL DEFAULT '' -- of the uploaded form that the draft was read from
);
CREATE INDEX dossier_org_phase ON dossier(org_id, phase);
CREATE INDEX dossier_owner ON dossier(owner_id);
CREATE INDEX dossier_phase_due ON dossier(phase, due_on);
CREATE INDEX dossier_process ON dossier(process_id);
CREATE INDEX dossier_round ON dossier(round_id);
CREATE INDEX dossier_nominated ON dossier(nominated_id);

-- What is written in sentences (Điều lệ Art 5(2)). Apart from the dossier's row, which each step writes again as a whole.
CREATE TABLE dossier_prose (
    dossier_id @KEY@ REFERENCES dossier(id),
    known_state TEXT NOT NULL,
    content TEXT NOT NULL,
    applicability TEXT NOT NULL,
    conditions TEXT NOT NULL,
    benefit_author TEXT NOT NULL,
    benefit_users TEXT NOT NULL
);

CREATE TABLE dossier_author (
    id @ID@,
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    ordinal BIGINT NOT NULL,                -- 1, 2, 3 … as in the form
    user_id BIGINT REFERENCES user_account(id), -- NULL: no account
    name TEXT NOT NULL,
    birth_date BIGINT,                      -- yyyymmdd; never public
    unit TEXT NOT NULL DEFAULT '',
    position TEXT NOT NULL DEFAULT '',
    qualification TEXT NOT NULL DEFAULT '',
    share BIGINT NOT NULL DEFAULT 0,        -- basis points; all of a dossier sum to 10000
    confirmed_at BIGINT,                    -- ms; the author confirmed part and share
    UNIQUE (dossier_id, ordinal)
);
CREATE INDEX dossier_author_user ON dossier_author(user_id, dossier_id);

-- People who took part in the first application (Điều lệ Art 5(3)).
CREATE TABLE dossier_organiser (
    id @ID@,
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    ordinal BIGINT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL DEFAULT '',
    work TEXT NOT NULL DEFAULT ''
);
CREATE INDEX dossier_organiser_dossier ON dossier_organiser(dossier_id);

CREATE TABLE dossier_file (
    id @ID@,
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    purpose TEXT NOT NULL,                  -- original (the filled form) | evidence | refusal | transfer | document
    name TEXT NOT NULL,
    mime TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES blob(sha256),
    added_by BIGINT,
    added_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE INDEX dossier_file_dossier ON dossier_file(dossier_id);

-- What happened, for everybody who may see the dossier.
CREATE TABLE dossier_event (
    id @ROW@,
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    at BIGINT NOT NULL,
    user_id BIGINT,
    actor TEXT NOT NULL DEFAULT '',         -- shown; '' for council members, who are not named
    process_id BIGINT NOT NULL REFERENCES process(id), -- by which version it happened
    action TEXT NOT NULL,                   -- key of the step in that version
    from_state TEXT NOT NULL DEFAULT '',
    to_state TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',          -- reasons
    due_on BIGINT,
    due_rule TEXT NOT NULL DEFAULT ''
);
CREATE INDEX dossier_event_dossier ON dossier_event(dossier_id);

-- Values of the own fields of its form (own_form).
CREATE TABLE dossier_value (
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (dossier_id, key)
);

-- Opinions that a step of the process asks for, of officers to officers: authors do not see them.
CREATE TABLE dossier_opinion (
    id @ID@,
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    state TEXT NOT NULL,                    -- in which it was given
    role TEXT NOT NULL,                     -- intake | council | head | department: as whom it was given
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    text TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX dossier_opinion_dossier ON dossier_opinion(dossier_id);

-- Stops of a clock (a request to mend stops the review, the answer starts it again).
CREATE TABLE dossier_stop (
    id @ID@,
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    due_rule TEXT NOT NULL,                 -- which clock, as in dossier
    stopped_on BIGINT NOT NULL,
    restarted_on BIGINT
);
CREATE INDEX dossier_stop_dossier ON dossier_stop(dossier_id);

-- Who else may read a dossier (council members of its session), and who may not act on it or learn of its evaluation.
CREATE TABLE dossier_reader (
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    PRIMARY KEY (dossier_id, user_id)
);
CREATE INDEX dossier_reader_user ON dossier_reader(user_id);
CREATE TABLE dossier_conflict (
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    kind TEXT NOT NULL,                     -- author | relative | organiser | superior | declared
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (dossier_id, user_id)
);
-- What a file says, once per file: words of PDF, DOCX, ODT, DOC; pages of a PDF that are pictures are read by Tesseract.
CREATE TABLE file_reading (
    sha256 TEXT PRIMARY KEY REFERENCES blob(sha256),
    state TEXT NOT NULL DEFAULT 'waiting',  -- waiting | reading | done | failed
    pages BIGINT NOT NULL DEFAULT 0,        -- of a PDF
    pictures BIGINT NOT NULL DEFAULT 0,     -- of them without text of their own
    sure BIGINT NOT NULL DEFAULT 0,         -- percent: how sure the reading of the pictures is
    unread BIGINT NOT NULL DEFAULT 0,       -- 1: more pictures than are read
    text TEXT NOT NULL DEFAULT '',
    updated_at BIGINT NOT NULL
);
-- Pages that have been read while a file is being read.
CREATE TABLE file_reading_page (
    sha256 TEXT NOT NULL REFERENCES file_reading(sha256),
    page BIGINT NOT NULL,
    words TEXT NOT NULL,                    -- with their places
    letters BIGINT NOT NULL,
    sure BIGINT NOT NULL,                   -- sum over the letters of percent
    PRIMARY KEY (sha256, page)
);
