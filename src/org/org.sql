-- name: org_get
SELECT o.id, o.code, o.name, o.symbol, o.kind, o.economic_class, o.sector, COALESCE(s.name, '') AS superior, o.superior_id, o.province, o.authorisation,
       o.address, o.email, o.phone, o.union_exists, o.valid_from, o.valid_to, o.revision
FROM organisation o LEFT JOIN organisation s ON s.id = o.superior_id WHERE o.id = :id

-- name: org_by_code
SELECT o.id, o.code, o.name, o.symbol, o.kind, o.economic_class, o.sector, '' AS superior, o.superior_id, o.province, o.authorisation,
       o.address, o.email, o.phone, o.union_exists, o.valid_from, o.valid_to, o.revision
FROM organisation o WHERE o.code = :code

-- name: org_all
SELECT o.id, o.code, o.name, o.symbol, o.kind, o.economic_class, o.sector, COALESCE(s.name, '') AS superior, o.superior_id, o.province, o.authorisation,
       o.address, o.email, o.phone, o.union_exists, o.valid_from, o.valid_to, o.revision
FROM organisation o LEFT JOIN organisation s ON s.id = o.superior_id
WHERE COALESCE(o.valid_from, 0) <= :day AND COALESCE(o.valid_to, 99999999) >= :day AND (:establishments = 0 OR o.kind <> 'body')
ORDER BY o.folded, o.id LIMIT 5000

-- name: org_name_on
SELECT name, symbol FROM organisation_name
WHERE org_id = :id AND COALESCE(valid_from, 0) <= :day AND COALESCE(valid_to, 99999999) >= :day ORDER BY id DESC LIMIT 1

-- name: org_insert
INSERT INTO organisation(code, name, folded, symbol, kind, economic_class, sector, superior_id, authorisation, union_exists, province, address, email, phone, valid_from, valid_to)
VALUES (:code, :name, :folded, :symbol, :kind, :economic_class, :sector, :superior, :authorisation, :union_exists, :province, :address, :email, :phone, :valid_from, :valid_to)
RETURNING id

-- name: org_name_insert
INSERT INTO organisation_name(org_id, name, symbol, valid_from, valid_to) VALUES (:org, :name, :symbol, :valid_from, :valid_to) RETURNING id

-- name: org_name_close
UPDATE organisation_name SET valid_to = :day WHERE org_id = :org AND valid_to IS NULL

-- name: org_rename
UPDATE organisation SET name = :name, folded = :folded, symbol = :symbol, revision = revision + 1 WHERE id = :id

-- name: org_change_insert
INSERT INTO organisation_change(kind, from_org, to_org, on_date, document) VALUES (:kind, :from_org, :to_org, :on_date, :document) RETURNING id

-- name: org_next_number
INSERT INTO number_series(org_id, series, year, last) VALUES (:org, :series, :year, 1)
ON CONFLICT (org_id, series, year) DO UPDATE SET last = number_series.last + 1 RETURNING last
