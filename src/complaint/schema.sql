-- Complaints about decisions on initiatives: Luật Khiếu nại Arts 9, 27, 28; Điều lệ Sáng kiến.
CREATE TABLE complaint (
    id @ID@,
    number TEXT NOT NULL UNIQUE,            -- "3/2026/KN-SYMBOL"
    org_id BIGINT NOT NULL REFERENCES organisation(id), -- whose decision is attacked
    dossier_id BIGINT NOT NULL REFERENCES dossier(id),
    recognition_id BIGINT REFERENCES recognition(id), -- where a recognition is attacked
    kind TEXT NOT NULL,                     -- recognition | refusal | refused_acceptance | cancellation
    title TEXT NOT NULL,                    -- of the initiative
    decision TEXT NOT NULL,                 -- number of the attacked decision, or what it was
    decided_on BIGINT NOT NULL,
    signer_id BIGINT REFERENCES user_account(id), -- who made it: the one complained about
    signer TEXT NOT NULL DEFAULT '',
    complainant_id BIGINT NOT NULL REFERENCES user_account(id),
    complainant TEXT NOT NULL,
    relation TEXT NOT NULL,                 -- author | affected
    content TEXT NOT NULL,
    wish TEXT NOT NULL,
    evidence TEXT NOT NULL DEFAULT '',
    known_on BIGINT NOT NULL,               -- the day on which the complainant came to know of the decision
    late_reason TEXT NOT NULL DEFAULT '',   -- why it comes after the term of Art 9
    filed_on BIGINT NOT NULL,
    state TEXT NOT NULL,                    -- filed | accepted | proposed | solved | refused | withdrawn
    accept_due BIGINT NOT NULL,
    accepted_on BIGINT,
    remote BIGINT NOT NULL DEFAULT 0,       -- longer terms of Art 28
    complex_note TEXT NOT NULL DEFAULT '',  -- the written finding that the case is complex; '' none
    solve_rule TEXT NOT NULL DEFAULT '',
    solve_due BIGINT,
    result TEXT NOT NULL DEFAULT '',        -- right | partly | wrong
    measure TEXT NOT NULL DEFAULT '',       -- keep | cancel | reexamine
    answer TEXT NOT NULL DEFAULT '',        -- of the decision, or why it is not accepted
    solver_id BIGINT REFERENCES user_account(id),
    solver TEXT NOT NULL DEFAULT '',
    second_id BIGINT REFERENCES user_account(id), -- who agreed, where the solver made the attacked decision
    ended_on BIGINT
);
CREATE UNIQUE INDEX complaint_one ON complaint(dossier_id, complainant_id) WHERE state IN ('filed', 'accepted', 'proposed');
CREATE INDEX complaint_org ON complaint(org_id, state);
CREATE INDEX complaint_complainant ON complaint(complainant_id);
CREATE INDEX complaint_entry ON complaint(recognition_id);
CREATE TABLE complaint_event (
    id @ID@,
    complaint_id BIGINT NOT NULL REFERENCES complaint(id),
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,                    -- '' of the complainant: who may know, sees it on the complaint
    action TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX complaint_event_complaint ON complaint_event(complaint_id);
