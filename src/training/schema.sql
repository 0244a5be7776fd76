-- Training (tập huấn): courses with sessions, registrations, materials, attendance, survey.
CREATE TABLE course (
    id @ID@,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    summary TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',          -- Markdown: programme, speakers
    audience TEXT NOT NULL DEFAULT '',      -- sectors of organisations that may come, ",union,enterprise,"; '' everybody
    organiser TEXT NOT NULL DEFAULT '',     -- who gives it; on the certificate
    signer_title TEXT NOT NULL DEFAULT '',  -- of the certificate
    signer_name TEXT NOT NULL DEFAULT '',
    contact TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'draft',    -- draft | open | closed | cancelled
    moderated BIGINT NOT NULL DEFAULT 0,    -- each registration waits for the organiser's yes
    one_session BIGINT NOT NULL DEFAULT 0,  -- the sessions repeat each other: one person takes one
    folded TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 1
);
CREATE TABLE course_session (
    id @ID@,
    course_id BIGINT NOT NULL REFERENCES course(id),
    title TEXT NOT NULL DEFAULT '',
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,              -- registration ends
    place TEXT NOT NULL DEFAULT '',
    capacity BIGINT NOT NULL,
    seated BIGINT NOT NULL DEFAULT 0,       -- seats taken: registrations in state seated
    minutes BIGINT NOT NULL DEFAULT 0       -- counted as training for whoever attended
);
CREATE INDEX course_session_course ON course_session(course_id, starts_at);
CREATE INDEX course_session_starts ON course_session(starts_at);
-- The order of ids is the order of arrival: writers are one after another.
CREATE TABLE course_registration (
    id @ID@,
    session_id BIGINT NOT NULL REFERENCES course_session(id),
    user_id BIGINT REFERENCES user_account(id), -- NULL: registered by the unit, no account
    org_id BIGINT REFERENCES organisation(id),
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    unit TEXT NOT NULL DEFAULT '',
    position TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    registered_by BIGINT REFERENCES user_account(id),
    at BIGINT NOT NULL,
    state TEXT NOT NULL,                    -- pending | seated | waiting | refused | cancelled
    token TEXT NOT NULL UNIQUE,             -- of the ticket; in its QR code
    attended_at BIGINT,
    reminded_at BIGINT,
    surveyed_at BIGINT,
    certificate TEXT NOT NULL DEFAULT '',   -- serial; '' none
    payload TEXT NOT NULL DEFAULT '',       -- what is signed
    signature TEXT NOT NULL DEFAULT ''
);
CREATE INDEX course_registration_session ON course_registration(session_id, state, id);
CREATE INDEX course_registration_user ON course_registration(user_id);
CREATE INDEX course_registration_certificate ON course_registration(certificate);
-- One person once in a session, as long as the registration stands.
CREATE UNIQUE INDEX course_registration_person ON course_registration(session_id, user_id) WHERE state <> 'cancelled';
CREATE UNIQUE INDEX course_registration_name ON course_registration(session_id, org_id, folded) WHERE state <> 'cancelled' AND user_id IS NULL;
CREATE TABLE course_material (
    id @ID@,
    course_id BIGINT NOT NULL REFERENCES course(id),
    name TEXT NOT NULL,
    mime TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES blob(sha256),
    added_at BIGINT NOT NULL
);
CREATE INDEX course_material_course ON course_material(course_id);
-- Answers are kept apart from who gave them; a registration only remembers that it answered.
CREATE TABLE course_survey (
    id @ID@,
    session_id BIGINT NOT NULL REFERENCES course_session(id),
    rating BIGINT NOT NULL,                 -- 1 … 5
    useful BIGINT NOT NULL,                 -- 1 … 5
    comment TEXT NOT NULL DEFAULT ''
);
CREATE INDEX course_survey_session ON course_survey(session_id);
