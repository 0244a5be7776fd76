-- name: audit_last
SELECT id, hash FROM audit_event ORDER BY id DESC LIMIT 1

-- name: audit_insert
INSERT INTO audit_event(id, at, user_id, actor_name, address, action, kind, object, before, after, hash)
VALUES (:id, :now, :user, :name, :address, :action, :kind, :object, :before, :after, :hash)

-- name: audit_of
SELECT id, at, actor_name, address, action, kind, object, before, after FROM audit_event
WHERE kind = :kind AND object = :object ORDER BY id DESC LIMIT 200

-- name: audit_find
SELECT id, at, actor_name, address, action, kind, object, before, after FROM audit_event
WHERE id < :before AND id >= :first AND (:user = 0 OR user_id = :user) AND (:name = '' OR actor_name = :name) AND (:action = '' OR SUBSTR(action, 1, LENGTH(:action)) = :action)
  AND (:kind = '' OR kind = :kind) AND (:object = 0 OR object = :object) AND at >= :from_at AND at < :to_at ORDER BY id DESC LIMIT 100

-- name: audit_all
SELECT id, at, user_id, actor_name, address, action, kind, object, before, after, hash FROM audit_event ORDER BY id

-- name: test_audit_edit
UPDATE audit_event SET after = 'changed' WHERE id = :id

-- name: test_audit_drop
DELETE FROM audit_event WHERE id = :id
