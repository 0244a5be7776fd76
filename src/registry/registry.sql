-- name: register_search
SELECT r.code, r.title, r.org_name, r.field, r.level, r.status, d.full_number AS decision, r.recognised_on, r.year, r.has_head,
       CASE WHEN r.level = 'city' THEN 1 ELSE 0 END AS is_city, CASE WHEN r.status = 'cancelled' THEN 1 ELSE 0 END AS is_cancelled,
       COALESCE((SELECT MIN(a.name) FROM recognition_author a WHERE a.recognition_id = r.id AND a.ordinal = 1), '') AS authors
FROM recognition r JOIN decision d ON d.id = r.decision_id
WHERE (:text = '' OR r.folded LIKE :text) AND (:field = '' OR r.field = :field) AND (:org = 0 OR r.org_id = :org) AND r.year >= :from_year AND r.year <= :to_year
  AND (:city = 0 OR r.level = 'city') AND (:head = 0 OR r.has_head = 1) AND (:valid = 0 OR r.status = 'valid')
ORDER BY r.recognised_on DESC, r.id DESC LIMIT :limit OFFSET :skip

-- name: register_count
SELECT COUNT(*) FROM recognition r
WHERE (:text = '' OR r.folded LIKE :text) AND (:field = '' OR r.field = :field) AND (:org = 0 OR r.org_id = :org) AND r.year >= :from_year AND r.year <= :to_year
  AND (:city = 0 OR r.level = 'city') AND (:head = 0 OR r.has_head = 1) AND (:valid = 0 OR r.status = 'valid')

-- name: register_by_year
SELECT '' AS label, r.year AS key, COUNT(*) AS total, SUM(CASE WHEN r.level = 'city' THEN 1 ELSE 0 END) AS city, SUM(r.has_head) AS head
FROM recognition r WHERE r.status = 'valid' GROUP BY r.year ORDER BY r.year LIMIT 100

-- name: register_by_org
SELECT o.name AS label, r.org_id AS key, COUNT(*) AS total, SUM(CASE WHEN r.level = 'city' THEN 1 ELSE 0 END) AS city, SUM(r.has_head) AS head
FROM recognition r JOIN organisation o ON o.id = r.org_id WHERE r.status = 'valid' AND r.year >= :from_year AND r.year <= :to_year
GROUP BY r.org_id, o.name ORDER BY COUNT(*) DESC, r.org_id LIMIT 100

-- name: register_by_field
SELECT r.field AS label, 0 AS key, COUNT(*) AS total, SUM(CASE WHEN r.level = 'city' THEN 1 ELSE 0 END) AS city, SUM(r.has_head) AS head
FROM recognition r WHERE r.status = 'valid' AND r.year >= :from_year AND r.year <= :to_year
GROUP BY r.field ORDER BY COUNT(*) DESC, r.field LIMIT 100

-- name: register_total
SELECT '' AS label, 0 AS key, COUNT(*) AS total, SUM(CASE WHEN r.level = 'city' THEN 1 ELSE 0 END) AS city, SUM(r.has_head) AS head
FROM recognition r WHERE r.status = 'valid' AND r.year >= :from_year AND r.year <= :to_year
