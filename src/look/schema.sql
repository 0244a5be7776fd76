-- What the unit chose for the looks of its site. Rows are added, never changed: the one that no other follows is in force.
CREATE TABLE site_look (
    id @ID@,
    previous BIGINT NOT NULL UNIQUE,        -- the look that it replaced; 0: the first one
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
