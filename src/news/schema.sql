-- News articles. Bodies are Markdown; a figure without a picture is its caption alone (imported articles).
CREATE TABLE article (
    id @ID@,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    lead TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',
    section TEXT NOT NULL DEFAULT '',       -- chuyên mục
    poster TEXT NOT NULL DEFAULT '',        -- người đăng tin
    author_mark TEXT NOT NULL DEFAULT '',   -- "(Phương Chi)"
    posted_on BIGINT NOT NULL,              -- yyyymmdd
    views BIGINT NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'draft',    -- draft | published
    folded TEXT NOT NULL DEFAULT '',
    revision BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX article_posted ON article(state, posted_on);
CREATE TABLE article_figure (
    id @ID@,
    article_id BIGINT NOT NULL REFERENCES article(id),
    ordinal BIGINT NOT NULL,
    caption TEXT NOT NULL,
    sha256 TEXT NOT NULL DEFAULT ''         -- '' : the picture itself was not handed over
);
CREATE INDEX article_figure_article ON article_figure(article_id);
-- One view per reader and day: a keyed hash of address and browser, kept a day, no cookie.
CREATE TABLE article_view (
    article_id BIGINT NOT NULL REFERENCES article(id),
    reader TEXT NOT NULL,
    on_day BIGINT NOT NULL,
    PRIMARY KEY (article_id, reader, on_day)
);
