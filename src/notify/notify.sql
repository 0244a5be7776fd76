-- name: notice_insert
INSERT INTO notice(user_id, at, text, href, cause) VALUES (:user, :now, :text, :href, :cause) ON CONFLICT DO NOTHING

-- name: notice_list
SELECT id, at, text, href, read_at FROM notice WHERE user_id = :me ORDER BY id DESC LIMIT 100

-- name: notice_unread
SELECT COUNT(*) FROM notice WHERE user_id = :me AND read_at IS NULL

-- name: notice_read_all
UPDATE notice SET read_at = :now WHERE user_id = :me AND read_at IS NULL

-- name: delivery_of_notice
INSERT INTO delivery(token, user_id, address, template, topic, notice_id, mode, due_at, created_at)
SELECT :token, u.id, u.email, 'notice', p.topic, n.id, p.mode, CASE p.mode WHEN 'daily' THEN CAST(:daily AS BIGINT) WHEN 'weekly' THEN CAST(:weekly AS BIGINT) ELSE CAST(:now AS BIGINT) END, CAST(:now AS BIGINT)
FROM user_account u JOIN notice n ON n.user_id = u.id AND n.cause = :cause
JOIN (SELECT CAST(:topic AS TEXT) AS topic, COALESCE((SELECT mode FROM notice_preference WHERE user_id = :user AND topic = :topic), 'now') AS mode) p ON 1 = 1
WHERE u.id = :user AND u.email <> '' AND u.locked = 0 AND p.mode <> 'off' AND NOT EXISTS (SELECT 1 FROM dead_address a WHERE a.address = u.email)

-- name: delivery_insert
INSERT INTO delivery(token, user_id, address, template, topic, secret, due_at, created_at) VALUES (:token, :user, :address, :template, :topic, :secret, :now, :now) RETURNING id

-- name: delivery_due
SELECT d.id, d.token, d.user_id, d.address, d.template, d.topic, d.mode, d.tries, d.due_at, d.created_at, d.secret, COALESCE(u.name, '') AS name, COALESCE(n.text, '') AS text, COALESCE(n.href, '') AS href, COALESCE(n.at, d.created_at) AS at,
  COALESCE((SELECT l.language FROM notice_language l WHERE l.user_id = d.user_id), 'vi') AS language
FROM delivery d LEFT JOIN user_account u ON u.id = d.user_id LEFT JOIN notice n ON n.id = d.notice_id
WHERE d.state = 'queued' AND d.due_at <= :now ORDER BY d.due_at, d.id LIMIT 10

-- name: delivery_digest
SELECT d.id, d.token, d.topic, d.due_at, d.created_at, COALESCE(n.text, '') AS text, COALESCE(n.href, '') AS href, COALESCE(n.at, d.created_at) AS at
FROM delivery d LEFT JOIN notice n ON n.id = d.notice_id WHERE d.user_id = :user AND d.address = :address AND d.mode = :mode AND d.state = 'queued' AND d.due_at <= :now ORDER BY d.id LIMIT 100

-- name: delivery_lease
UPDATE delivery SET due_at = :until, tries = tries + 1 WHERE id = :id AND state = 'queued' AND due_at = :was

-- name: delivery_sent
UPDATE delivery SET state = 'sent', sent_at = :now, secret = NULL, reason = '' WHERE id = :id AND state = 'queued'

-- name: delivery_again
UPDATE delivery SET due_at = :due, reason = :reason WHERE id = :id AND state = 'queued'

-- name: delivery_failed
UPDATE delivery SET state = 'failed', secret = NULL, reason = :reason WHERE id = :id AND state = 'queued'

-- name: delivery_by_token
SELECT id, token, user_id, address, state FROM delivery WHERE token = :token

-- name: delivery_bounced
UPDATE delivery SET state = 'bounced', reason = :reason WHERE id = :id AND state = 'sent'

-- name: delivery_stop
UPDATE delivery SET state = 'failed', secret = NULL, reason = :reason WHERE address = :address AND state = 'queued'

-- name: delivery_drop_topic
UPDATE delivery SET state = 'failed', reason = 'switched off' WHERE user_id = :user AND topic = :topic AND state = 'queued'

-- name: delivery_clean
DELETE FROM delivery WHERE state <> 'queued' AND created_at < :before

-- name: delivery_recent
SELECT d.id, d.address, d.template, d.topic, d.state, d.tries, d.created_at, d.sent_at, d.reason, COALESCE(u.name, '') AS name FROM delivery d LEFT JOIN user_account u ON u.id = d.user_id ORDER BY d.id DESC LIMIT 100

-- name: delivery_days
SELECT (created_at + 25200000) / 86400000 AS day, COUNT(*) AS mails, SUM(CASE WHEN sent_at IS NOT NULL AND sent_at - created_at <= 10000 THEN 1 ELSE 0 END) AS quick,
  SUM(CASE WHEN sent_at IS NOT NULL THEN 1 ELSE 0 END) AS sent, SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END) AS failed, SUM(CASE WHEN state = 'bounced' THEN 1 ELSE 0 END) AS bounced
FROM delivery WHERE mode = 'now' AND created_at >= :since AND (created_at < CAST(:now AS BIGINT) - 10000 OR sent_at IS NOT NULL) GROUP BY (created_at + 25200000) / 86400000 ORDER BY 1 DESC

-- name: dead_address_add
INSERT INTO dead_address(address, since, reason) VALUES (:address, :now, :reason) ON CONFLICT DO NOTHING

-- name: dead_address_is
SELECT COUNT(*) FROM dead_address WHERE address = :address

-- name: dead_addresses
SELECT address, since, reason FROM dead_address ORDER BY since DESC LIMIT 100

-- name: dead_address_clear
DELETE FROM dead_address WHERE address = :address

-- name: notice_preferences
SELECT topic, mode FROM notice_preference WHERE user_id = :user

-- name: notice_preference_set
INSERT INTO notice_preference(user_id, topic, mode) VALUES (:user, :topic, :mode) ON CONFLICT (user_id, topic) DO UPDATE SET mode = EXCLUDED.mode

-- name: notice_language
SELECT COALESCE((SELECT language FROM notice_language WHERE user_id = :user), 'vi') AS language

-- name: notice_language_set
INSERT INTO notice_language(user_id, language) VALUES (:user, :language) ON CONFLICT (user_id) DO UPDATE SET language = EXCLUDED.language

-- name: mail_template_get
SELECT name, subject, body, changed_at FROM mail_template WHERE name = :name

-- name: mail_template_set
INSERT INTO mail_template(name, subject, body, changed_at, changed_by) VALUES (:name, :subject, :body, :now, :user)
ON CONFLICT (name) DO UPDATE SET subject = EXCLUDED.subject, body = EXCLUDED.body, changed_at = EXCLUDED.changed_at, changed_by = EXCLUDED.changed_by

-- name: mail_template_drop
DELETE FROM mail_template WHERE name = :name

-- name: webhook_insert
INSERT INTO webhook(url, secret, kinds, last_event) VALUES (:url, :secret, :kinds, (SELECT COALESCE(MAX(id), 0) FROM audit_event)) RETURNING id

-- name: webhook_list
SELECT id, url, kinds, active, last_event, sent, tries, due_at, reason FROM webhook ORDER BY id LIMIT 50

-- name: webhook_due
SELECT id, url, secret, kinds, active, last_event, sent, tries, due_at, reason FROM webhook WHERE active = 1 AND due_at <= :now ORDER BY id LIMIT 50

-- name: webhook_events
SELECT id, at, action, kind, object FROM audit_event WHERE id > :after ORDER BY id LIMIT 100

-- name: webhook_told
UPDATE webhook SET last_event = :event, sent = sent + :n, tries = 0, due_at = 0, reason = '' WHERE id = :id AND last_event <= :event

-- name: webhook_again
UPDATE webhook SET tries = tries + 1, due_at = :due, reason = :reason, active = :active WHERE id = :id

-- name: webhook_start
UPDATE webhook SET active = 1, tries = 0, due_at = 0, reason = '' WHERE id = :id

-- name: webhook_drop
DELETE FROM webhook WHERE id = :id
