-- name: process_get
SELECT id, key, version, name, level, kind, status, definition FROM process WHERE id = :id

-- name: process_active
SELECT id FROM process WHERE key = :key AND status = 'active' ORDER BY version DESC LIMIT 1

-- name: process_choose
SELECT id FROM process WHERE status = 'active' AND level = :level AND (key = :key OR named_only = 0) AND (kind = '' OR kind = :kind)
ORDER BY CASE WHEN key = :key THEN 0 WHEN kind <> '' THEN 1 ELSE 2 END, version DESC LIMIT 1

-- name: process_has
SELECT COUNT(*) FROM process WHERE key = :key AND sha256 = :sha256

-- name: process_own_active
SELECT COUNT(*) FROM process WHERE key = :key AND status = 'active' AND created_by IS NOT NULL

-- name: process_insert
INSERT INTO process(key, version, name, level, kind, named_only, status, definition, sha256, created_at, created_by, activated_at)
SELECT CAST(:key AS TEXT), COALESCE(MAX(version), 0) + 1, :name, CAST(:level AS TEXT), CAST(:kind AS TEXT), CAST(:named_only AS BIGINT), CAST(:status AS TEXT), :definition, :sha256,
       CAST(:now AS BIGINT), CAST(:user AS BIGINT), CASE WHEN :status = 'active' THEN CAST(:now AS BIGINT) ELSE NULL END FROM process WHERE key = :key RETURNING id

-- name: process_retire_key
UPDATE process SET status = 'retired', retired_at = :now WHERE key = :key AND status = 'active'

-- name: process_list
SELECT p.id, p.key, p.name, p.level, p.kind, p.status, COALESCE(u.name, '') AS creator, p.version, p.revision, p.named_only, p.created_at, p.activated_at, p.retired_at,
       (SELECT COUNT(*) FROM dossier x WHERE x.process_id = p.id AND x.filed_on IS NOT NULL AND x.phase NOT IN ('refused', 'refused_acceptance', 'cancelled', 'withdrawn', 'excluded')) AS running
FROM process p LEFT JOIN user_account u ON u.id = p.created_by WHERE p.status <> 'retired'
ORDER BY CASE p.level WHEN 'unit' THEN 1 WHEN 'city' THEN 2 ELSE 3 END, p.key, p.version LIMIT 500

-- name: process_versions
SELECT p.id, p.key, p.name, p.level, p.kind, p.status, COALESCE(u.name, '') AS creator, p.version, p.revision, p.named_only, p.created_at, p.activated_at, p.retired_at,
       (SELECT COUNT(*) FROM dossier x WHERE x.process_id = p.id AND x.filed_on IS NOT NULL AND x.phase NOT IN ('refused', 'refused_acceptance', 'cancelled', 'withdrawn', 'excluded')) AS running
FROM process p LEFT JOIN user_account u ON u.id = p.created_by WHERE p.key = :key ORDER BY p.version DESC LIMIT 500

-- name: process_row
SELECT p.id, p.key, p.name, p.level, p.kind, p.status, COALESCE(u.name, '') AS creator, p.version, p.revision, p.named_only, p.created_at, p.activated_at, p.retired_at
FROM process p LEFT JOIN user_account u ON u.id = p.created_by WHERE p.id = :id

-- name: process_definition
SELECT definition FROM process WHERE id = :id

-- name: process_key_taken
SELECT COUNT(*) FROM process WHERE key = :key

-- name: process_drafts
SELECT COUNT(*) FROM process WHERE key = :key AND status = 'draft'

-- name: process_save
UPDATE process SET name = :name, kind = :kind, named_only = :named_only, definition = :definition, revision = revision + 1 WHERE id = :id AND revision = :revision AND status = 'draft'

-- name: process_rival
SELECT id, name FROM process WHERE status = 'active' AND named_only = 0 AND level = :level AND kind = :kind AND key <> :key LIMIT 1

-- name: process_activate
UPDATE process SET status = 'active', activated_at = :now WHERE id = :id AND status = 'draft'

-- name: process_others
SELECT COUNT(*) FROM process WHERE status = 'active' AND named_only = 0 AND kind = '' AND level = :level AND id <> :id

-- name: process_retire
UPDATE process SET status = 'retired', retired_at = :now WHERE id = :id AND status = 'active'

-- name: process_drop
DELETE FROM process WHERE id = :id AND status = 'draft'
