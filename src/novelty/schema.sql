-- Novelty (tính mới, Điều lệ Art 4): what the search for copies found, kept; answers and findings of people.
CREATE TABLE novelty_report (
    id @ID@,
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    revision BIGINT NOT NULL,               -- of the dossier when the report was asked for
    cause TEXT NOT NULL,                    -- filed | version | council | asked
    state TEXT NOT NULL DEFAULT 'waiting',  -- waiting | done | failed
    generation BIGINT NOT NULL DEFAULT 0,   -- of the index that was asked
    parameters TEXT NOT NULL DEFAULT '',    -- version of the method
    text TEXT NOT NULL DEFAULT '',          -- what was compared; never the secret part
    text_hash TEXT NOT NULL DEFAULT '',     -- SHA-256 of it
    body TEXT NOT NULL DEFAULT '',          -- everything found, as JSON: the same bytes whenever it is asked again
    hash TEXT NOT NULL DEFAULT '',          -- SHA-256 of body
    boiler TEXT NOT NULL DEFAULT '',        -- places of form text, and of the law (an l behind): "from-to from-tol"
    share BIGINT NOT NULL DEFAULT 0,        -- basis points of the text that was found elsewhere
    sources BIGINT NOT NULL DEFAULT 0,
    syllables BIGINT NOT NULL DEFAULT 0,
    counted BIGINT NOT NULL DEFAULT 0,      -- without form text and citations
    copied BIGINT NOT NULL DEFAULT 0,
    boilerplate BIGINT NOT NULL DEFAULT 0,
    encoding TEXT NOT NULL DEFAULT '',
    homoglyphs BIGINT NOT NULL DEFAULT 0,   -- words with look-alike letters of other scripts
    hidden BIGINT NOT NULL DEFAULT 0,       -- zero-width characters inside words
    cut BIGINT NOT NULL DEFAULT 0,          -- 1: longer than what is compared
    scans BIGINT NOT NULL DEFAULT 0,        -- pages of attachments that were read from pictures
    sure BIGINT NOT NULL DEFAULT 0,         -- percent: the least sure of those readings
    asked_at BIGINT NOT NULL,
    done_at BIGINT,
    UNIQUE (dossier_id, revision, cause)
);
CREATE INDEX novelty_report_dossier ON novelty_report(dossier_id, id);
CREATE TABLE novelty_hit (
    id @ID@,
    report_id BIGINT NOT NULL REFERENCES novelty_report(id),
    ordinal BIGINT NOT NULL,                -- 1: the most copied
    source_key TEXT NOT NULL,               -- the source's name in the index
    source_id BIGINT REFERENCES dossier(id), -- NULL: no dossier of this store
    org_id BIGINT REFERENCES organisation(id),
    org_name TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    year BIGINT NOT NULL DEFAULT 0,         -- of its filing
    share BIGINT NOT NULL,                  -- basis points of the text that this source accounts for
    lineage TEXT NOT NULL DEFAULT '',       -- own | renewal | coauthor: by one of the same authors
    same_org BIGINT NOT NULL DEFAULT 0      -- of the same establishment (N1, N3 of Điều lệ Art 4(1))
);
CREATE INDEX novelty_hit_report ON novelty_hit(report_id);
CREATE TABLE novelty_passage (
    id @ID@,
    hit_id BIGINT NOT NULL REFERENCES novelty_hit(id),
    ordinal BIGINT NOT NULL,
    kind TEXT NOT NULL,                     -- verbatim | edited | review | short
    also BIGINT NOT NULL DEFAULT 0,         -- 1: the same words stand in a better source
    q_from BIGINT NOT NULL,                 -- code points of the report's text
    q_to BIGINT NOT NULL,
    s_from BIGINT NOT NULL,                 -- code points of the source's text then
    s_to BIGINT NOT NULL,
    share BIGINT NOT NULL,                  -- basis points of equal syllables
    syllables BIGINT NOT NULL,
    s_text TEXT NOT NULL                    -- the source's words then: shown only to who may read them
);
CREATE INDEX novelty_passage_hit ON novelty_passage(hit_id);
-- The authors' answer to a hit.
CREATE TABLE novelty_answer (
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    source_key TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    text TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (dossier_id, source_key)
);
-- What a person found after looking, with the reason.
CREATE TABLE novelty_finding (
    id @ID@,
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    report_id BIGINT NOT NULL REFERENCES novelty_report(id),
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    role TEXT NOT NULL,                     -- intake | council | head
    verdict TEXT NOT NULL,                  -- new | partly | same
    reason TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX novelty_finding_dossier ON novelty_finding(dossier_id);
-- Who copies from whom, by the latest report of each: groups are made of these.
CREATE TABLE novelty_link (
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    source_id BIGINT NOT NULL REFERENCES dossier(id),
    share BIGINT NOT NULL,
    PRIMARY KEY (dossier_id, source_id)
);
CREATE INDEX novelty_link_share ON novelty_link(share);
