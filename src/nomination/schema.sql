-- Nominations to the city: procedure 1.010169 of Đà Nẵng. The dossier of the city level is a dossier; this row holds what it
-- rests on: the establishment's decision, frozen with its hash, and the evidence of effect and reach.
CREATE TABLE nomination (
    dossier_id @KEY@ REFERENCES dossier(id), -- of the city level
    recognition_id BIGINT NOT NULL REFERENCES recognition(id),
    requested_by TEXT NOT NULL,             -- author | unit
    snapshot TEXT NOT NULL,                 -- canonical JSON of decision and entry as they were
    sha256 TEXT NOT NULL,                   -- of the snapshot
    consent TEXT NOT NULL DEFAULT '',       -- document of the competent body, where the head is an author
    effect TEXT NOT NULL,                   -- evidence of effect
    reach TEXT NOT NULL,                    -- evidence of reach
    applied BIGINT NOT NULL,                -- comparable establishments that use it, at the request
    comparable BIGINT NOT NULL,             -- comparable establishments, itself among them
    year BIGINT NOT NULL,                   -- of the initiative; the decision may fall in another
    made_by BIGINT NOT NULL REFERENCES user_account(id),
    made_at BIGINT NOT NULL,
    result TEXT NOT NULL DEFAULT '',        -- pass | fail | cancelled; '' open or deferred
    decision_id BIGINT REFERENCES decision(id),
    decided_on BIGINT,
    deferred_until BIGINT                   -- bảo lưu: until when effect is to be shown
);
CREATE INDEX nomination_entry ON nomination(recognition_id);
