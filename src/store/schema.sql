-- Requests that changed something, by their own mark: a second one with the same mark is not carried out again.
CREATE TABLE request_once (
    mark TEXT PRIMARY KEY,
    at BIGINT NOT NULL,                 -- ms
    location TEXT NOT NULL DEFAULT ''   -- where its result is
) @BY_KEY@;
