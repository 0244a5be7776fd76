-- name: criteria_all
SELECT s.id, s.first_id, s.version, s.org_id, s.name, s.level, s.field, s.basis, s.method, s.pass, s.veto_sheets, s.state, s.active_from, s.retired_on, s.revision, COALESCE(o.name, '') AS org_name,
  (SELECT COUNT(*) FROM criterion c WHERE c.set_id = s.id) AS criteria, CAST(COALESCE((SELECT SUM(c.max * c.weight) / 100 FROM criterion c WHERE c.set_id = s.id), 0) AS BIGINT) AS full
FROM criteria_set s LEFT JOIN organisation o ON o.id = s.org_id ORDER BY CASE s.state WHEN 'draft' THEN 0 WHEN 'active' THEN 1 ELSE 2 END, s.id DESC LIMIT 500

-- name: criteria_get
SELECT s.id, s.first_id, s.version, s.org_id, s.name, s.level, s.field, s.basis, s.method, s.pass, s.veto_sheets, s.state, s.active_from, s.retired_on, s.revision, COALESCE(o.name, '') AS org_name,
  (SELECT COUNT(*) FROM criterion c WHERE c.set_id = s.id) AS criteria, CAST(COALESCE((SELECT SUM(c.max * c.weight) / 100 FROM criterion c WHERE c.set_id = s.id), 0) AS BIGINT) AS full
FROM criteria_set s LEFT JOIN organisation o ON o.id = s.org_id WHERE s.id = :id

-- name: criteria_for
SELECT s.id, s.first_id, s.version, s.org_id, s.name, s.level, s.field, s.basis, s.method, s.pass, s.veto_sheets, s.state, s.active_from, s.retired_on, s.revision, '' AS org_name,
  (SELECT COUNT(*) FROM criterion c WHERE c.set_id = s.id) AS criteria, CAST(COALESCE((SELECT SUM(c.max * c.weight) / 100 FROM criterion c WHERE c.set_id = s.id), 0) AS BIGINT) AS full
FROM criteria_set s WHERE s.state = 'active' AND s.level = :level AND (s.org_id = :org OR s.org_id IS NULL) AND (s.folded = :folded OR s.field = '')
ORDER BY CASE WHEN s.org_id IS NULL THEN 1 ELSE 0 END, CASE WHEN s.field = '' THEN 1 ELSE 0 END, s.id DESC LIMIT 1

-- name: criterion_of
SELECT id, ordinal, group_name, name, note, max, weight, bands, comment FROM criterion WHERE set_id = :criteria ORDER BY ordinal

-- name: criteria_insert
INSERT INTO criteria_set(first_id, version, org_id, name, level, field, folded, basis, method, pass, veto_sheets, created_at)
VALUES (:first, :version, :org, :name, :level, :field, :folded, :basis, :method, :pass, :veto_sheets, :now) RETURNING id

-- name: criteria_update
UPDATE criteria_set SET name = :name, level = :level, field = :field, folded = :folded, basis = :basis, method = :method, pass = :pass, veto_sheets = :veto_sheets, revision = revision + 1
WHERE id = :id AND revision = :revision AND state = 'draft'

-- name: criterion_drop
DELETE FROM criterion WHERE set_id = :criteria

-- name: criterion_insert
INSERT INTO criterion(set_id, ordinal, group_name, name, note, max, weight, bands, comment)
VALUES (:criteria, :ordinal, :group_name, :name, :note, :max, :weight, :bands, :comment) RETURNING id

-- name: criteria_retire_like
UPDATE criteria_set SET state = 'retired', retired_on = :day, revision = revision + 1
WHERE state = 'active' AND level = :level AND folded = :folded AND COALESCE(org_id, 0) = :org

-- name: criteria_activate
UPDATE criteria_set SET state = 'active', active_from = :day, revision = revision + 1 WHERE id = :id AND state = 'draft'

-- name: criteria_retire
UPDATE criteria_set SET state = 'retired', retired_on = :day, revision = revision + 1 WHERE id = :id AND state = 'active'

-- name: criteria_next_version
SELECT MAX(version) + 1 FROM criteria_set WHERE id = :first OR first_id = :first
