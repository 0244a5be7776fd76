-- name: own_form_all
SELECT f.id, f.name, f.level, f.sector, f.round_id, COALESCE(r.name, '') AS round_name, f.status, f.version, f.revision, f.created_at, f.activated_at FROM own_form f LEFT JOIN round r ON r.id = f.round_id ORDER BY f.level, f.sector, f.round_id, f.version DESC LIMIT 500

-- name: own_form_get
SELECT f.id, f.name, f.level, f.sector, f.round_id, COALESCE(r.name, '') AS round_name, f.status, f.definition, f.version, f.revision, f.created_at, f.activated_at
FROM own_form f LEFT JOIN round r ON r.id = f.round_id WHERE f.id = :id

-- name: own_form_choose
SELECT f.id FROM own_form f LEFT JOIN catalogue_entry c ON c.kind = 'field' AND c.key = f.sector
WHERE f.status = 'active' AND f.level = :level AND (f.sector = '' OR c.folded = :field) AND (f.round_id = 0 OR f.round_id = :round)
ORDER BY CASE WHEN f.round_id = 0 THEN 1 ELSE 0 END, CASE WHEN f.sector = '' THEN 1 ELSE 0 END LIMIT 1

-- name: own_form_active
SELECT id, name, level, sector, status, definition, version, revision, created_at, activated_at FROM own_form WHERE status = 'active' AND level = :level AND sector = :sector AND round_id = :round

-- name: own_form_drafts
SELECT COUNT(*) FROM own_form WHERE status = 'draft' AND level = :level AND sector = :sector AND round_id = :round

-- name: own_form_insert
INSERT INTO own_form(name, level, sector, round_id, version, status, definition, created_at, created_by)
SELECT CAST(:name AS TEXT), CAST(:level AS TEXT), CAST(:sector AS TEXT), CAST(:round AS BIGINT), COALESCE(MAX(version), 0) + 1, 'draft', CAST(:definition AS TEXT), CAST(:now AS BIGINT), CAST(:user AS BIGINT)
FROM own_form WHERE level = :level AND sector = :sector AND round_id = :round RETURNING id

-- name: own_form_save
UPDATE own_form SET definition = :definition, revision = revision + 1 WHERE id = :id AND revision = :revision AND status = 'draft'

-- name: own_form_retire
UPDATE own_form SET status = 'retired' WHERE status = 'active' AND level = :level AND sector = :sector AND round_id = :round

-- name: own_form_set_active
UPDATE own_form SET status = 'active', activated_at = :now WHERE id = :id AND status = 'draft'
