-- Searches that a person keeps; new results are told. The index itself is no part of the store: it is derived from it.
CREATE TABLE search_saved (
    id @ID@,
    user_id BIGINT NOT NULL REFERENCES user_account(id),
    name TEXT NOT NULL,
    query TEXT NOT NULL,                    -- what stands behind '?' of /tim-kiem
    found BIGINT NOT NULL DEFAULT 0,        -- results when last looked at
    created_at BIGINT NOT NULL
);
CREATE INDEX search_saved_user ON search_saved(user_id);
-- What its owner was told of, or saw when it was kept.
CREATE TABLE search_seen (
    saved_id BIGINT NOT NULL REFERENCES search_saved(id),
    kind TEXT NOT NULL,                     -- of search_source
    object BIGINT NOT NULL,
    PRIMARY KEY (saved_id, kind, object)
);
