-- name: request_once_insert
INSERT INTO request_once(mark, at, location) VALUES (:mark, :now, '') ON CONFLICT DO NOTHING

-- name: request_once_get
SELECT at, location FROM request_once WHERE mark = :mark

-- name: request_once_done
UPDATE request_once SET location = :location WHERE mark = :mark

-- name: request_once_clean
DELETE FROM request_once WHERE at < :before

-- name: migration_list
SELECT name, sha256 FROM schema_migration ORDER BY name

-- name: migration_insert
INSERT INTO schema_migration(name, sha256, applied_at) VALUES (:name, :sha256, :now)
