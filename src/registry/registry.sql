-- name: register_search
-- '+ 0' keeps SQLite on the index of days, which holds what is asked for: only the rows of the page are read
SELECT code, title, org_name, field, level, status, decision_number AS decision, recognised_on, year, has_head,
       CASE WHEN level = 'city' THEN 1 ELSE 0 END AS is_city, CASE WHEN status = 'cancelled' THEN 1 ELSE 0 END AS is_cancelled, first_author AS authors
FROM recognition
WHERE (:field = '' OR field = :field) AND (:org = 0 OR org_id = :org) AND year + 0 >= :from_year AND year + 0 <= :to_year
  AND (:level = '' OR level = :level) AND (:kind = '' OR kind = :kind) AND (:head = 0 OR has_head = 1) AND (:valid = 0 OR status = 'valid')
ORDER BY recognised_on DESC, id DESC LIMIT :limit OFFSET :skip

-- name: register_row
SELECT code, title, org_name, field, level, status, decision_number AS decision, recognised_on, year, has_head,
       CASE WHEN level = 'city' THEN 1 ELSE 0 END AS is_city, CASE WHEN status = 'cancelled' THEN 1 ELSE 0 END AS is_cancelled, first_author AS authors
FROM recognition WHERE id = :id

-- name: register_words
-- all of it, into memory: in the order of the list
SELECT r.id, r.org_id AS org, r.year, r.has_head AS head, CASE WHEN r.status = 'valid' THEN 1 ELSE 0 END AS valid, r.folded, o.name AS org_name, r.field, r.level, r.kind
FROM recognition r JOIN organisation o ON o.id = r.org_id ORDER BY r.recognised_on DESC, r.id DESC

-- name: register_facet
SELECT CASE WHEN :by = 'org' THEN o.name WHEN :by = 'field' THEN t.field WHEN :by = 'level' THEN t.level WHEN :by = 'kind' THEN t.kind ELSE '' END AS label,
       CASE WHEN :by = 'year' THEN t.year WHEN :by = 'org' THEN t.org_id ELSE 0 END AS key, SUM(t.n) AS total, 0 AS city, 0 AS head
FROM recognition_tally t JOIN organisation o ON o.id = t.org_id
WHERE (:field = '' OR t.field = :field) AND (:org = 0 OR t.org_id = :org) AND t.year >= :from_year AND t.year <= :to_year
  AND (:level = '' OR t.level = :level) AND (:kind = '' OR t.kind = :kind) AND (:head = 0 OR t.has_head = 1) AND (:valid = 0 OR t.status = 'valid')
GROUP BY 1, 2 HAVING SUM(t.n) > 0 ORDER BY 3 DESC, 2 DESC, 1 LIMIT 60

-- name: register_stamp
SELECT stamp FROM recognition_stamp WHERE id = 1

-- name: register_by_year
SELECT '' AS label, year AS key, SUM(n) AS total, SUM(CASE WHEN level = 'city' THEN n ELSE 0 END) AS city, SUM(has_head * n) AS head
FROM recognition_tally WHERE status = 'valid' GROUP BY year HAVING SUM(n) > 0 ORDER BY year LIMIT 100

-- name: register_by_field
SELECT field AS label, 0 AS key, SUM(n) AS total, SUM(CASE WHEN level = 'city' THEN n ELSE 0 END) AS city, SUM(has_head * n) AS head
FROM recognition_tally WHERE status = 'valid' AND year >= :from_year AND year <= :to_year
GROUP BY field HAVING SUM(n) > 0 ORDER BY SUM(n) DESC, field LIMIT 100

-- name: register_total
SELECT '' AS label, 0 AS key, COALESCE(SUM(n), 0) AS total, COALESCE(SUM(CASE WHEN level = 'city' THEN n ELSE 0 END), 0) AS city, COALESCE(SUM(has_head * n), 0) AS head
FROM recognition_tally WHERE status = 'valid' AND year >= :from_year AND year <= :to_year

-- name: register_export
-- by day and id downwards, after the last one that was sent
SELECT r.id, r.code, r.title, r.org_name, r.field, r.kind, r.level, r.status, r.decision_number AS decision, r.recognised_on, r.year, r.has_head, r.first_author AS authors, r.changed_at
FROM recognition r
WHERE (r.recognised_on < :day OR (r.recognised_on = :day AND r.id < :id)) AND (:text = '' OR r.folded LIKE :text ESCAPE '\') AND (:field = '' OR r.field = :field) AND (:org = 0 OR r.org_id = :org)
  AND r.year + 0 >= :from_year AND r.year + 0 <= :to_year AND (:level = '' OR r.level = :level) AND (:kind = '' OR r.kind = :kind) AND (:head = 0 OR r.has_head = 1) AND (:valid = 0 OR r.status = 'valid')
ORDER BY r.recognised_on DESC, r.id DESC LIMIT 500

-- name: register_changed
SELECT r.id, r.code, r.title, r.org_name, r.field, r.kind, r.level, r.status, r.decision_number AS decision, r.recognised_on, r.year, r.has_head, r.first_author AS authors, r.changed_at, r.summary
FROM recognition r WHERE r.changed_at >= :from AND r.changed_at <= :until AND (r.changed_at > :after OR (r.changed_at = :after AND r.id > :id)) ORDER BY r.changed_at, r.id LIMIT :limit

-- name: register_changed_count
SELECT COUNT(*) FROM recognition WHERE changed_at >= :from AND changed_at <= :until

-- name: register_earliest
SELECT COALESCE(MIN(changed_at), 0) FROM recognition

-- name: register_by_code
SELECT r.id, r.code, r.title, r.org_name, r.field, r.kind, r.level, r.status, r.decision_number AS decision, r.recognised_on, r.year, r.has_head, r.first_author AS authors, r.changed_at, r.summary
FROM recognition r WHERE r.code = :code

-- name: register_history
SELECT a.id, a.at, a.action, a.after FROM audit_event a JOIN recognition r ON r.id = a.object WHERE a.kind = 'recognition' AND r.code = :code AND a.action IN ('recognition.entered', 'recognition.city', 'recognition.city_ended', 'recognition.struck') ORDER BY a.id LIMIT 100

-- name: register_log
-- what the log says last of each entry
SELECT r.id, COALESCE((SELECT a.after FROM audit_event a WHERE a.kind = 'recognition' AND a.object = r.id AND a.action IN ('recognition.entered', 'recognition.city', 'recognition.city_ended', 'recognition.struck') ORDER BY a.id DESC LIMIT 1), '') AS after
FROM recognition r WHERE r.id > :after ORDER BY r.id LIMIT 500

-- name: register_logged
SELECT COUNT(DISTINCT object) FROM audit_event WHERE kind = 'recognition' AND action = 'recognition.entered'

-- name: register_entries
SELECT COUNT(*) FROM recognition

-- name: test_register_phones
UPDATE user_account SET phone = '0905 771 ' || id, email = 'rieng' || id || '@thu-rieng.example', birth_date = 19410203

-- name: test_register_trained
UPDATE course_registration SET email = 'hoc' || id || '@thu-rieng.example'

-- name: test_register_from
UPDATE user_session SET address = '203.0.113.77'

-- name: test_register_struck
UPDATE recognition SET status = 'cancelled', cancelled_on = recognised_on, cancel_reason = 'Sai điều kiện' WHERE id = 1

-- name: test_register_births
UPDATE dossier_author SET birth_date = 19410203

-- name: test_register_edit
UPDATE recognition SET title = 'Sửa lén' WHERE id = 3

-- name: test_register_code
SELECT code AS v FROM recognition ORDER BY id LIMIT 1

-- name: test_register_serial
SELECT serial AS v FROM certificate ORDER BY id LIMIT 1

-- name: test_register_slug
SELECT slug AS v FROM article ORDER BY id LIMIT 1

-- name: test_register_course
SELECT slug AS v FROM course ORDER BY id LIMIT 1
