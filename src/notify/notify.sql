-- name: notice_insert
INSERT INTO notice(user_id, at, text, href, cause) VALUES (:user, :now, :text, :href, :cause) ON CONFLICT DO NOTHING

-- name: notice_list
SELECT id, at, text, href, read_at FROM notice WHERE user_id = :me ORDER BY id DESC LIMIT 100

-- name: notice_unread
SELECT COUNT(*) FROM notice WHERE user_id = :me AND read_at IS NULL

-- name: notice_read_all
UPDATE notice SET read_at = :now WHERE user_id = :me AND read_at IS NULL
