-- Organisations: establishments (cơ sở) and the bodies above them. Điều lệ Art 2(4), TT18 Art 2.
CREATE TABLE organisation (
    id @ID@,
    code TEXT NOT NULL UNIQUE,              -- stable code, e.g. "SKHCN"
    name TEXT NOT NULL,                     -- the name in force now; earlier ones in organisation_name
    folded TEXT NOT NULL DEFAULT '',        -- name without tone marks, for search
    symbol TEXT NOT NULL DEFAULT '',        -- ký hiệu in document numbers, e.g. "SKHCN"
    kind TEXT NOT NULL,                     -- legal_person | own_name | dependent (TT18 Art 2 groups 1, 2, 3) | body (not an establishment)
    economic_class TEXT NOT NULL DEFAULT 'other', -- economic | revenue_public | other (Điều lệ Art 10)
    sector TEXT NOT NULL DEFAULT '',        -- department | commune | district | school | hospital | enterprise | union | service
    superior_id BIGINT REFERENCES organisation(id),
    authorisation TEXT NOT NULL DEFAULT '', -- written authorisation of a dependent unit
    union_exists BIGINT NOT NULL DEFAULT 1, -- has a trade union: its representative sits on the council
    province TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    valid_from BIGINT,                      -- yyyymmdd
    valid_to BIGINT,                        -- yyyymmdd, NULL: exists
    revision BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX organisation_superior ON organisation(superior_id);

-- Every name and symbol that an organisation has borne, with its dates: old decisions keep old names.
CREATE TABLE organisation_name (
    id @ID@,
    org_id BIGINT NOT NULL REFERENCES organisation(id),
    name TEXT NOT NULL,
    symbol TEXT NOT NULL DEFAULT '',
    valid_from BIGINT,
    valid_to BIGINT
);
CREATE INDEX organisation_name_org ON organisation_name(org_id);

-- Mergers, splits, renamings, moves: which became which, on what day, by which document.
CREATE TABLE organisation_change (
    id @ID@,
    kind TEXT NOT NULL,                     -- merge | split | rename | move | end
    from_org BIGINT NOT NULL REFERENCES organisation(id),
    to_org BIGINT REFERENCES organisation(id),
    on_date BIGINT NOT NULL,
    document TEXT NOT NULL DEFAULT ''
);
CREATE INDEX organisation_change_from ON organisation_change(from_org);

-- The last number given, per organisation, series and year. NĐ 30/2020 Art 15(1).
CREATE TABLE number_series (
    org_id BIGINT NOT NULL REFERENCES organisation(id),
    series TEXT NOT NULL,                   -- receipt | decision | certificate
    year BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (org_id, series, year)
) @BY_KEY@;
