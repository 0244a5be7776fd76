-- News of the portal. The text of a row is what the public reads; what is being worked on is the latest revision.
CREATE TABLE article_section (
    id @ID@,
    slug TEXT NOT NULL UNIQUE,              -- /chuyen-muc/SLUG
    name TEXT NOT NULL UNIQUE,
    ordinal BIGINT NOT NULL DEFAULT 0,
    closed BIGINT NOT NULL DEFAULT 0        -- no new articles
);
CREATE TABLE article (
    id @ID@,
    slug TEXT NOT NULL UNIQUE,              -- permanent: /tin-tuc/SLUG
    title TEXT NOT NULL,
    lead TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',          -- Markdown; "![alt](anh:12 "caption")" and "[name](tep:5)" on lines of their own
    section TEXT NOT NULL DEFAULT '',       -- name of an article_section (chuyên mục)
    poster TEXT NOT NULL DEFAULT '',        -- người đăng tin
    author_mark TEXT NOT NULL DEFAULT '',   -- "(Phương Chi)"
    posted_on BIGINT,                       -- yyyymmdd; NULL: the day of publishing
    views BIGINT NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'draft',    -- draft | published | withdrawn
    work TEXT NOT NULL DEFAULT 'none',      -- none | draft | review | scheduled
    revision BIGINT NOT NULL DEFAULT 0,     -- the latest one
    public_revision BIGINT NOT NULL DEFAULT 0, -- the one that the public reads
    written_by BIGINT REFERENCES user_account(id), -- who saved the latest revision
    sent_by BIGINT REFERENCES user_account(id),    -- who asked for its review
    note TEXT NOT NULL DEFAULT '',          -- why it was returned or withdrawn
    publish_at BIGINT,                      -- when a scheduled one appears
    published_at BIGINT,                    -- when it appeared first
    changed_at BIGINT NOT NULL DEFAULT 0,   -- of the public text
    cover BIGINT NOT NULL DEFAULT 0,        -- the first picture of the public text
    related_at BIGINT NOT NULL DEFAULT 0,   -- when its likenesses were worked out; 0: not yet
    source TEXT NOT NULL DEFAULT '',        -- its address in the old portal
    folded TEXT NOT NULL DEFAULT ''
);
CREATE INDEX article_posted ON article(state, posted_on, id);
CREATE INDEX article_in_section ON article(section, state, posted_on, id);
CREATE INDEX article_work ON article(work, id);
CREATE INDEX article_related_at ON article(related_at, state);
CREATE TABLE article_revision (
    id @ID@,
    article_id BIGINT NOT NULL REFERENCES article(id),
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    lead TEXT NOT NULL,
    body TEXT NOT NULL,
    section TEXT NOT NULL,
    author_mark TEXT NOT NULL,
    posted_on BIGINT,
    saved_by BIGINT REFERENCES user_account(id), -- NULL: taken over from an old portal
    saved_at BIGINT NOT NULL,
    note TEXT NOT NULL DEFAULT '',          -- what changed, in the editor's words
    UNIQUE (article_id, number)
);
-- A picture, made anew in up to three widths: nothing of the file that was sent is kept, so no place or camera is told.
CREATE TABLE article_picture (
    id @ID@,
    article_id BIGINT NOT NULL REFERENCES article(id),
    width BIGINT NOT NULL,                  -- of the largest
    height BIGINT NOT NULL,
    small TEXT NOT NULL,                    -- hash of the WebP
    middle TEXT NOT NULL,
    large TEXT NOT NULL,
    added_at BIGINT NOT NULL
);
CREATE INDEX article_picture_article ON article_picture(article_id);
CREATE TABLE article_file (
    id @ID@,
    article_id BIGINT NOT NULL REFERENCES article(id),
    name TEXT NOT NULL,
    mime TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    added_at BIGINT NOT NULL
);
CREATE INDEX article_file_article ON article_file(article_id);
-- Old addresses that lead here: of the portal that was taken over, and of before a change of the address.
CREATE TABLE article_address (
    address TEXT PRIMARY KEY,               -- path, with the query where there is one
    article_id BIGINT NOT NULL REFERENCES article(id)
);
CREATE INDEX article_address_article ON article_address(article_id);
-- Folded pairs of neighbouring syllables of published articles, and which articles are alike by them.
CREATE TABLE article_pair (
    pair BIGINT NOT NULL,                   -- hash of two folded syllables (text/alike.h)
    article_id BIGINT NOT NULL REFERENCES article(id),
    PRIMARY KEY (pair, article_id)
);
CREATE INDEX article_pair_article ON article_pair(article_id);
CREATE TABLE article_related (
    article_id BIGINT NOT NULL REFERENCES article(id),
    other_id BIGINT NOT NULL REFERENCES article(id),
    weight BIGINT NOT NULL,                 -- thousandths
    PRIMARY KEY (article_id, other_id)
);
