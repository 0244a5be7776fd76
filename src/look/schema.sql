-- What was chosen for the looks of the site and of the pages of an organisation. Rows are added, never changed: the one that
-- no other follows is in force.
CREATE TABLE site_look (
    id @ID@,
    org_id BIGINT REFERENCES organisation(id), -- NULL: of the whole site; an organisation has its colours and logo alone
    previous BIGINT NOT NULL,               -- the look of the same that it replaced; 0: the first one
    name TEXT NOT NULL DEFAULT '',          -- of the site; '': the product's
    tagline TEXT NOT NULL DEFAULT '',
    name_en TEXT NOT NULL DEFAULT '',       -- on English pages; '': as in Vietnamese
    tagline_en TEXT NOT NULL DEFAULT '',
    main TEXT NOT NULL DEFAULT '',          -- '#0b4f6c', the main colour; '': the product's
    dark TEXT NOT NULL DEFAULT '',          -- the colour of links in dark mode; '' exactly when main is
    logo TEXT NOT NULL DEFAULT '',          -- SHA-256 of the WebP; '': the emblem of the product
    logo_width BIGINT NOT NULL DEFAULT 0,   -- pixels
    logo_height BIGINT NOT NULL DEFAULT 0,
    user_id BIGINT REFERENCES user_account(id),
    changed_at BIGINT NOT NULL
);
-- Of two changes that began from the same look, one is refused.
CREATE UNIQUE INDEX site_look_previous ON site_look(COALESCE(org_id, 0), previous);
