-- name: process_get
SELECT id, key, version, name, definition FROM process WHERE id = :id

-- name: process_active
SELECT id FROM process WHERE key = :key AND active = 1 ORDER BY version DESC LIMIT 1

-- name: process_has
SELECT COUNT(*) FROM process WHERE key = :key AND sha256 = :sha256

-- name: process_insert
INSERT INTO process(key, version, name, definition, sha256, created_at)
SELECT CAST(:key AS TEXT), COALESCE(MAX(version), 0) + 1, :name, :definition, :sha256, :now FROM process WHERE key = :key RETURNING id
