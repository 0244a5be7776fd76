-- name: blob_get
SELECT data FROM blob WHERE sha256 = :sha256

-- name: blob_insert
INSERT INTO blob(sha256, size, data) VALUES (:sha256, :size, :data) ON CONFLICT DO NOTHING

