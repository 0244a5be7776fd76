-- File contents, once each, by their hash.
CREATE TABLE blob (
    sha256 TEXT PRIMARY KEY,
    size BIGINT NOT NULL,
    data @BYTES@ NOT NULL
);
