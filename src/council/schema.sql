-- Councils (Hội đồng sáng kiến): Điều lệ Art 8, TT18 Art 8.
CREATE TABLE council (
    id @ID@,
    org_id BIGINT NOT NULL REFERENCES organisation(id),
    name TEXT NOT NULL,
    decision TEXT NOT NULL DEFAULT '',      -- number of the founding decision
    decided_on BIGINT,                      -- its day
    valid_to BIGINT,                        -- last day of its term; NULL: open
    created_at BIGINT NOT NULL
);
CREATE INDEX council_org ON council(org_id);
CREATE TABLE council_member (
    id @ID@,
    council_id BIGINT NOT NULL REFERENCES council(id),
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    role TEXT NOT NULL,                     -- chair | vice | secretary | member
    is_union BIGINT NOT NULL DEFAULT 0,     -- represents the trade union
    left_on BIGINT,                         -- NULL: appointed
    UNIQUE (council_id, user_id)
);
CREATE INDEX council_member_user ON council_member(user_id);
CREATE TABLE council_session (
    id @ID@,
    council_id BIGINT NOT NULL REFERENCES council(id),
    held_at BIGINT NOT NULL,                -- ms
    place TEXT NOT NULL DEFAULT '',
    ballot TEXT NOT NULL DEFAULT 'open',    -- open | secret
    state TEXT NOT NULL DEFAULT 'planned',  -- planned | open | closed
    created_at BIGINT NOT NULL
);
CREATE INDEX council_session_council ON council_session(council_id);
CREATE TABLE council_attendance (
    session_id BIGINT NOT NULL REFERENCES council_session(id),
    member_id BIGINT NOT NULL REFERENCES council_member(id),
    PRIMARY KEY (session_id, member_id)
);
-- A dossier on the agenda of a session, with the result that the council gave it.
CREATE TABLE council_item (
    id @ID@,
    session_id BIGINT NOT NULL REFERENCES council_session(id),
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    state TEXT NOT NULL DEFAULT 'open',     -- open | concluded
    novelty_1 TEXT NOT NULL DEFAULT '',     -- yes | no, and why: N1 … N4 of Điều lệ Art 4(1)
    novelty_2 TEXT NOT NULL DEFAULT '',
    novelty_3 TEXT NOT NULL DEFAULT '',
    novelty_4 TEXT NOT NULL DEFAULT '',
    benefit TEXT NOT NULL DEFAULT '',       -- yes | no (Điều lệ Art 4(2))
    excluded TEXT NOT NULL DEFAULT '',      -- yes | no (Điều lệ Art 3(2))
    opinion TEXT NOT NULL DEFAULT '',       -- the council's assessment and proposal
    members BIGINT NOT NULL DEFAULT 0,      -- appointed when concluded: the denominator
    present BIGINT NOT NULL DEFAULT 0,
    votes_for BIGINT NOT NULL DEFAULT 0,
    votes_against BIGINT NOT NULL DEFAULT 0,
    votes_blank BIGINT NOT NULL DEFAULT 0,
    passed BIGINT NOT NULL DEFAULT 0,
    concluded_at BIGINT,
    UNIQUE (session_id, dossier_id)
);
CREATE INDEX council_item_dossier ON council_item(dossier_id);
-- That a member has voted; the choice too when the ballot is open.
CREATE TABLE council_vote (
    item_id BIGINT NOT NULL REFERENCES council_item(id),
    member_id BIGINT NOT NULL REFERENCES council_member(id),
    choice TEXT NOT NULL DEFAULT '',        -- '' in a secret ballot
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (item_id, member_id)
);
-- Secret ballots: no member, no time, no order.
CREATE TABLE council_ballot (
    receipt TEXT PRIMARY KEY,               -- random; its member alone knows it
    item_id BIGINT NOT NULL REFERENCES council_item(id),
    choice TEXT NOT NULL                    -- for | against | blank
);
CREATE INDEX council_ballot_item ON council_ballot(item_id);
