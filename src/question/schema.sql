-- Questions and difficulties (khó khăn, vướng mắc) with answers.
CREATE TABLE question (
    id @ID@,
    title TEXT NOT NULL,
    body TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',          -- ",dieu-kien,dong-tac-gia,"
    user_id BIGINT REFERENCES user_account(id), -- who asks; NULL: by the ticket of a session
    anonymous BIGINT NOT NULL DEFAULT 0,    -- the name is for moderators only
    session_id BIGINT REFERENCES course_session(id), -- collected for a session
    state TEXT NOT NULL,                    -- pending | open | hidden
    reason TEXT NOT NULL DEFAULT '',        -- why hidden; told to who asked
    faq BIGINT NOT NULL DEFAULT 0,          -- stands among the frequent questions
    votes BIGINT NOT NULL DEFAULT 0,
    answers BIGINT NOT NULL DEFAULT 0,      -- visible ones
    official BIGINT NOT NULL DEFAULT 0,     -- has an official answer
    accepted_id BIGINT,                     -- the answer that who asked accepted
    folded TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    moved_at BIGINT NOT NULL                -- last question or answer: for the order of lists
);
CREATE INDEX question_state ON question(state, moved_at);
CREATE INDEX question_session ON question(session_id, state);
CREATE INDEX question_user ON question(user_id);
CREATE TABLE answer (
    id @ID@,
    question_id BIGINT NOT NULL REFERENCES question(id),
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    body TEXT NOT NULL,
    official BIGINT NOT NULL DEFAULT 0,     -- by the department
    article TEXT NOT NULL DEFAULT '',       -- of law, of an official answer
    state TEXT NOT NULL DEFAULT 'open',     -- open | hidden
    created_at BIGINT NOT NULL
);
CREATE INDEX answer_question ON answer(question_id, id);
CREATE TABLE question_vote (
    question_id BIGINT NOT NULL REFERENCES question(id),
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    PRIMARY KEY (question_id, user_id)
);
CREATE TABLE question_follow (
    question_id BIGINT NOT NULL REFERENCES question(id),
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    PRIMARY KEY (question_id, user_id)
);
-- Folded pairs of neighbouring syllables of title and body: questions that share rare ones are alike.
CREATE TABLE question_pair (
    pair BIGINT NOT NULL,                   -- hash of two folded syllables (text/alike.h)
    question_id BIGINT NOT NULL REFERENCES question(id),
    PRIMARY KEY (pair, question_id)
);
-- What a question proposes to change in the rules.
CREATE TABLE question_proposal (
    id @ID@,
    question_id BIGINT NOT NULL REFERENCES question(id),
    rule_key TEXT NOT NULL,
    note TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    created_at BIGINT NOT NULL
);
CREATE INDEX question_proposal_rule ON question_proposal(rule_key);
