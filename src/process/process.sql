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
