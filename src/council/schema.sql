-- Councils (Hội đồng sáng kiến): Điều lệ Art 8, TT18 Art 8.
CREATE TABLE council (
    id @ID@,
    org_id BIGINT NOT NULL REFERENCES organisation(id),
    name TEXT NOT NULL,
    decision TEXT NOT NULL DEFAULT '',      -- number of the founding decision
    decided_on BIGINT,                      -- its day
    valid_to BIGINT,                        -- last day of its term; NULL: open
    kind TEXT NOT NULL DEFAULT 'standing',  -- standing | round
    level TEXT NOT NULL DEFAULT 'unit',     -- unit | city
    round TEXT NOT NULL DEFAULT '',         -- of which đợt, when kind is round: "Đợt 1 năm 2026"
    fields TEXT NOT NULL DEFAULT '',        -- specialised: its fields, one a line; '' every field
    created_at BIGINT NOT NULL
);
CREATE INDEX council_org ON council(org_id);
CREATE TABLE council_member (
    id @ID@,
    council_id BIGINT NOT NULL REFERENCES council(id),
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    role TEXT NOT NULL,                     -- chair | vice | secretary | member
    is_union BIGINT NOT NULL DEFAULT 0,     -- represents the trade union
    alternate BIGINT NOT NULL DEFAULT 0,    -- dự khuyết: steps in for a member who is away or has a conflict
    expertise TEXT NOT NULL DEFAULT '',     -- fields that the member knows, one a line
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
    scores_at BIGINT,                       -- ms; until then each scores alone, from then on all see; NULL: no points
    blind_author BIGINT NOT NULL DEFAULT 0, -- members read a copy without authors
    blind_member BIGINT NOT NULL DEFAULT 0, -- sheets are shown without their members
    token TEXT NOT NULL DEFAULT '',         -- in the QR code by which members mark themselves present
    current_item BIGINT,                    -- what is being dealt with
    created_at BIGINT NOT NULL
);
CREATE INDEX council_session_council ON council_session(council_id);
CREATE TABLE council_attendance (
    session_id BIGINT NOT NULL REFERENCES council_session(id),
    member_id BIGINT NOT NULL REFERENCES council_member(id),
    at BIGINT NOT NULL DEFAULT 0,           -- ms
    how TEXT NOT NULL DEFAULT 'secretary',  -- secretary | phone
    PRIMARY KEY (session_id, member_id)
);
-- A dossier on the agenda of a session, with the result that the council gave it. The constraints hold what a decision may
-- never lack: they were computed from the rows at the conclusion, by the rules in force on that day.
CREATE TABLE council_item (
    id @ID@,
    session_id BIGINT NOT NULL REFERENCES council_session(id),
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    ordinal BIGINT NOT NULL DEFAULT 0,      -- order on the agenda; 0: by id
    set_id BIGINT REFERENCES criteria_set(id), -- scored by; NULL: no points
    state TEXT NOT NULL DEFAULT 'open',     -- open | concluded
    novelty_1 TEXT NOT NULL DEFAULT '',     -- yes | no, and why: N1 … N4 of Điều lệ Art 4(1)
    novelty_2 TEXT NOT NULL DEFAULT '',
    novelty_3 TEXT NOT NULL DEFAULT '',
    novelty_4 TEXT NOT NULL DEFAULT '',
    benefit TEXT NOT NULL DEFAULT '',       -- yes | no (Điều lệ Art 4(2))
    excluded TEXT NOT NULL DEFAULT '',      -- yes | no (Điều lệ Art 3(2))
    opinion TEXT NOT NULL DEFAULT '',       -- the council's assessment and proposal
    seats BIGINT NOT NULL DEFAULT 0,        -- what the quorum is counted of
    members BIGINT NOT NULL DEFAULT 0,      -- what the majority is counted of: council.denominator
    present BIGINT NOT NULL DEFAULT 0,      -- members who could vote, with alternates who stepped in
    recused BIGINT NOT NULL DEFAULT 0,
    stand_ins BIGINT NOT NULL DEFAULT 0,
    quorum_num BIGINT NOT NULL DEFAULT 1,   -- council.quorum
    quorum_den BIGINT NOT NULL DEFAULT 1,
    pass_num BIGINT NOT NULL DEFAULT 1,     -- council.pass_ratio
    pass_den BIGINT NOT NULL DEFAULT 1,
    votes_for BIGINT NOT NULL DEFAULT 0,
    votes_against BIGINT NOT NULL DEFAULT 0,
    votes_blank BIGINT NOT NULL DEFAULT 0,
    score BIGINT,                           -- hundredths; NULL: no points
    score_pass BIGINT NOT NULL DEFAULT 0,
    vetoes BIGINT NOT NULL DEFAULT 0,       -- sheets with an excluding score
    veto_at BIGINT NOT NULL DEFAULT 1,      -- so many exclude
    formula TEXT NOT NULL DEFAULT '',       -- how the score came to be
    passed BIGINT NOT NULL DEFAULT 0,
    concluded_at BIGINT,
    minutes TEXT NOT NULL DEFAULT '',       -- as the secretary edited them; '': as the log tells
    UNIQUE (session_id, dossier_id),
    CHECK (state <> 'concluded' OR (present > 0 AND present * quorum_den >= seats * quorum_num)),
    CHECK (votes_for + votes_against + votes_blank <= present AND present <= seats),
    CHECK (passed = 0 OR (votes_for * pass_den >= members * pass_num AND members > 0 AND state = 'concluded')),
    CHECK (passed = 0 OR score IS NULL OR (score >= score_pass AND vetoes < veto_at)),
    CHECK (state <> 'concluded' OR opinion <> '')
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
-- Secret ballots: no member, no time, no order: all of an item are written anew, sorted by their codes, with each vote.
CREATE TABLE council_ballot (
    receipt TEXT PRIMARY KEY,               -- random; its member alone knows it
    item_id BIGINT NOT NULL REFERENCES council_item(id),
    choice TEXT NOT NULL                    -- for | against | blank
);
CREATE INDEX council_ballot_item ON council_ballot(item_id);
-- The score sheet of one member for one dossier.
CREATE TABLE council_sheet (
    id @ID@,
    item_id BIGINT NOT NULL REFERENCES council_item(id),
    member_id BIGINT NOT NULL REFERENCES council_member(id),
    state TEXT NOT NULL DEFAULT 'draft',    -- draft | done | abstained
    total BIGINT NOT NULL DEFAULT 0,        -- hundredths, of what is given
    veto BIGINT NOT NULL DEFAULT 0,         -- has an excluding score
    comment TEXT NOT NULL DEFAULT '',       -- on the whole; the reason of an abstention
    code TEXT NOT NULL,                     -- random: the order in which sheets are shown when members are hidden
    saved_at BIGINT NOT NULL,
    UNIQUE (item_id, member_id),
    CHECK (total >= 0),
    CHECK (state <> 'abstained' OR comment <> '')
);
CREATE TABLE council_score (
    sheet_id BIGINT NOT NULL REFERENCES council_sheet(id),
    criterion_id BIGINT NOT NULL REFERENCES criterion(id),
    points BIGINT,                          -- hundredths; NULL: none yet
    comment TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (sheet_id, criterion_id)
);
-- Who reads which dossier; no row of an item: every member does.
CREATE TABLE council_assignment (
    item_id BIGINT NOT NULL REFERENCES council_item(id),
    member_id BIGINT NOT NULL REFERENCES council_member(id),
    why TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (item_id, member_id)
);
CREATE INDEX council_assignment_member ON council_assignment(member_id);
-- One ballot over several dossiers of a session: a preference of the council, beside the vote on each (council_item).
CREATE TABLE council_poll (
    id @ID@,
    session_id BIGINT NOT NULL REFERENCES council_session(id),
    title TEXT NOT NULL,                    -- what is asked
    method TEXT NOT NULL,                   -- approval | score | rank
    top BIGINT NOT NULL DEFAULT 1,          -- most points of a score
    places BIGINT NOT NULL DEFAULT 0,       -- so many are taken; 0: an order only
    secret BIGINT NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'open',     -- open | counted | void
    seats BIGINT NOT NULL DEFAULT 0,        -- at the count, as in council_item
    present BIGINT NOT NULL DEFAULT 0,
    recused BIGINT NOT NULL DEFAULT 0,
    stand_ins BIGINT NOT NULL DEFAULT 0,
    quorum_num BIGINT NOT NULL DEFAULT 1,
    quorum_den BIGINT NOT NULL DEFAULT 1,
    counted_at BIGINT,
    created_at BIGINT NOT NULL,
    CHECK (top >= 1 AND places >= 0),
    CHECK (state <> 'counted' OR (present > 0 AND present * quorum_den >= seats * quorum_num))
);
CREATE INDEX council_poll_session ON council_poll(session_id);
CREATE TABLE council_poll_option (
    poll_id BIGINT NOT NULL REFERENCES council_poll(id),
    item_id BIGINT NOT NULL REFERENCES council_item(id),
    place BIGINT NOT NULL DEFAULT 0,        -- 0 before the count; 1 is first, several may share one
    points BIGINT NOT NULL DEFAULT 0,       -- approvals, sum of points, or how many others it beats
    PRIMARY KEY (poll_id, item_id)
);
CREATE INDEX council_poll_option_item ON council_poll_option(item_id);
-- That a member has voted; the ballot too when it is open: one mark for each option by item, "85 70 0".
CREATE TABLE council_poll_vote (
    poll_id BIGINT NOT NULL REFERENCES council_poll(id),
    member_id BIGINT NOT NULL REFERENCES council_member(id),
    ballot TEXT NOT NULL DEFAULT '',        -- '' in a secret one
    PRIMARY KEY (poll_id, member_id)
);
-- Secret ones, as in council_ballot: no member, no time, no order.
CREATE TABLE council_poll_ballot (
    receipt TEXT PRIMARY KEY,
    poll_id BIGINT NOT NULL REFERENCES council_poll(id),
    ballot TEXT NOT NULL
);
CREATE INDEX council_poll_ballot_poll ON council_poll_ballot(poll_id);
-- Conflicts and where they come from. Those that stand are also rows of dossier_conflict, which hides the dossier.
CREATE TABLE council_conflict (
    id @ID@,
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    user_id BIGINT REFERENCES user_account(id), -- NULL: a name only; it stands for everybody of that name
    name TEXT NOT NULL DEFAULT '',
    folded TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL,                     -- author | identity | organiser | coauthor | relative | unit | superior | subordinate | interest | declared
    source TEXT NOT NULL,                   -- computed | member | author | secretary
    note TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'stands',   -- stands | disputed (still stands) | lifted
    pinned BIGINT NOT NULL DEFAULT 0,       -- a chair has confirmed it: nothing computed lifts it
    answer TEXT NOT NULL DEFAULT '',        -- of who disputes or lifts it
    declared_by BIGINT,
    at BIGINT NOT NULL
);
CREATE INDEX council_conflict_dossier ON council_conflict(dossier_id);
-- Relatives and other close ties that a person declares of itself.
CREATE TABLE council_relation (
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    name TEXT NOT NULL,                     -- of the other
    folded TEXT NOT NULL,
    kind TEXT NOT NULL,                     -- relative | interest
    at BIGINT NOT NULL,
    PRIMARY KEY (user_id, folded)
);
-- What happened in a session, in order: the minutes are written from it.
CREATE TABLE council_log (
    id @ID@,
    session_id BIGINT NOT NULL REFERENCES council_session(id),
    item_id BIGINT REFERENCES council_item(id), -- NULL: of the whole session
    at BIGINT NOT NULL,
    event TEXT NOT NULL,                    -- opened | present | leave | item | voted_again | poll | concluded | closed
    what TEXT NOT NULL DEFAULT ''           -- names or numbers of it
);
CREATE INDEX council_log_session ON council_log(session_id);
