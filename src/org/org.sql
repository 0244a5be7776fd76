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

-- name: org_names_of
SELECT name, symbol, valid_from, valid_to FROM organisation_name WHERE org_id = :org ORDER BY COALESCE(valid_from, 0) DESC, id DESC LIMIT 200

-- name: org_changes_of
SELECT c.kind, c.from_org, c.to_org, c.on_date, c.document, f.name AS from_name, COALESCE(t.name, '') AS to_name
FROM organisation_change c JOIN organisation f ON f.id = c.from_org LEFT JOIN organisation t ON t.id = c.to_org
WHERE c.from_org = :org OR c.to_org = :org ORDER BY c.on_date DESC, c.id DESC LIMIT 200

-- name: org_below
SELECT o.id, o.code, o.name, o.symbol, o.kind, o.sector FROM organisation o WHERE o.superior_id = :org AND o.valid_to IS NULL ORDER BY o.folded, o.id LIMIT 1000

-- name: org_ended
SELECT o.id, o.code, o.name, o.symbol, o.kind, o.sector, o.valid_from, o.valid_to FROM organisation o WHERE o.valid_to < :day ORDER BY o.valid_to DESC, o.folded LIMIT 1000

-- name: org_last_change
SELECT MAX(day) FROM (SELECT COALESCE(MAX(valid_from), 0) AS day FROM organisation_name WHERE org_id = :org UNION ALL
  SELECT COALESCE(MAX(on_date), 0) AS day FROM organisation_change WHERE from_org = :org) x

-- name: org_is_above
WITH RECURSIVE up(id, superior_id, n) AS (SELECT o.id, o.superior_id, 0 FROM organisation o WHERE o.id = :id
  UNION ALL SELECT o.id, o.superior_id, up.n + 1 FROM organisation o JOIN up ON o.id = up.superior_id WHERE up.n < 30)
SELECT COUNT(*) FROM up WHERE id = :above

-- name: org_set_superior
UPDATE organisation SET superior_id = :superior, revision = revision + 1 WHERE id = :id

-- name: org_move_below
INSERT INTO organisation_change(kind, from_org, to_org, on_date, document) SELECT 'move', o.id, CAST(:heir AS BIGINT), CAST(:day AS BIGINT), :document FROM organisation o WHERE o.superior_id = :org AND o.valid_to IS NULL

-- name: org_hand_below
UPDATE organisation SET superior_id = :heir, revision = revision + 1 WHERE superior_id = :org AND valid_to IS NULL AND id <> :heir

-- name: org_set_end
UPDATE organisation SET valid_to = :day, revision = revision + 1 WHERE id = :id AND valid_to IS NULL
