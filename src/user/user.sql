-- name: user_insert
INSERT INTO user_account(login, name, folded, email, phone, org_id, position, qualification, birth_date, password_hash, created_at)
VALUES (:login, :name, :folded, :email, :phone, :org, :position, :qualification, :birth_date, :password_hash, :now) RETURNING id

-- name: user_role_insert
INSERT INTO user_role(user_id, role, org_id, title, valid_from, valid_to)
VALUES (:user, :role, :org, :title, :valid_from, :valid_to) RETURNING id

-- name: user_get
SELECT u.id, u.login, u.name, u.email, u.phone, u.position, u.qualification, COALESCE(o.name, '') AS unit, u.org_id,
       u.birth_date, u.locked, u.must_change, CASE WHEN u.password_hash = '' THEN 0 ELSE 1 END AS has_password,
       CASE WHEN u.totp_secret IS NULL THEN 0 ELSE 1 END AS has_totp, u.revision
FROM user_account u LEFT JOIN organisation o ON o.id = u.org_id WHERE u.id = :id

-- name: user_by_login
SELECT u.id, u.login, u.name, u.email, u.phone, u.position, u.qualification, COALESCE(o.name, '') AS unit, u.org_id,
       u.birth_date, u.locked, u.must_change, CASE WHEN u.password_hash = '' THEN 0 ELSE 1 END AS has_password,
       CASE WHEN u.totp_secret IS NULL THEN 0 ELSE 1 END AS has_totp, u.revision
FROM user_account u LEFT JOIN organisation o ON o.id = u.org_id WHERE u.login = :login

-- name: user_secret
SELECT id, password_hash, locked, totp_secret, totp_step FROM user_account WHERE login = :login

-- name: user_attempts_login
SELECT COUNT(*) FROM user_attempt WHERE login = :login AND at > :since

-- name: user_attempts_address
SELECT COUNT(*) FROM user_attempt WHERE address = :address AND at > :since

-- name: user_attempt_insert
INSERT INTO user_attempt(login, address, at) VALUES (:login, :address, :now)

-- name: user_attempts_clear
DELETE FROM user_attempt WHERE login = :login

-- name: user_session_insert
INSERT INTO user_session(token_hash, user_id, created_at, seen_at, address, agent)
VALUES (:hash, :user, :now, :now, :address, :agent) RETURNING id

-- name: user_session_get
SELECT s.id AS session, s.created_at, s.seen_at, u.id AS user, u.org_id AS org, u.name, u.login, COALESCE(o.name, '') AS unit, u.locked
FROM user_session s JOIN user_account u ON u.id = s.user_id LEFT JOIN organisation o ON o.id = u.org_id
WHERE s.token_hash = :hash AND s.ended_at IS NULL

-- name: user_session_touch
UPDATE user_session SET seen_at = :now, address = :address WHERE id = :id

-- name: user_session_end
UPDATE user_session SET ended_at = :now WHERE token_hash = :hash AND ended_at IS NULL

-- name: user_roles_now
SELECT role, org_id AS org FROM user_role
WHERE user_id = :user AND COALESCE(valid_from, 0) <= :day AND COALESCE(valid_to, 99999999) >= :day ORDER BY id

-- name: user_head_of
SELECT u.id AS user_id, u.name, r.title FROM user_role r JOIN user_account u ON u.id = r.user_id
WHERE r.org_id = :org AND r.role = 'head' AND COALESCE(r.valid_from, 0) <= :day AND COALESCE(r.valid_to, 99999999) >= :day
ORDER BY r.id DESC LIMIT 1

-- name: user_is_head
SELECT COUNT(*) FROM user_role
WHERE user_id = :user AND org_id = :org AND role = 'head' AND COALESCE(valid_from, 0) <= :day AND COALESCE(valid_to, 99999999) >= :day

-- name: user_list
SELECT u.id, u.login, u.name, u.email, u.phone, u.position, u.qualification, COALESCE(o.name, '') AS unit, u.org_id,
       u.birth_date, u.locked, u.must_change, CASE WHEN u.password_hash = '' THEN 0 ELSE 1 END AS has_password,
       CASE WHEN u.totp_secret IS NULL THEN 0 ELSE 1 END AS has_totp, u.revision
FROM user_account u LEFT JOIN organisation o ON o.id = u.org_id WHERE (:text = '' OR u.folded LIKE :text OR u.login LIKE :text) ORDER BY u.folded, u.id LIMIT 100

-- name: user_password_set
UPDATE user_account SET password_hash = :hash, must_change = :must_change, revision = revision + 1 WHERE id = :id

-- name: user_lock
UPDATE user_account SET locked = :locked, revision = revision + 1 WHERE id = :id

-- name: user_totp_set
UPDATE user_account SET totp_secret = :secret, totp_step = 0, revision = revision + 1 WHERE id = :id

-- name: user_totp_used
UPDATE user_account SET totp_step = :step WHERE id = :id AND totp_step < :step

-- name: user_sessions
SELECT id, created_at, seen_at, address, agent FROM user_session WHERE user_id = :user AND ended_at IS NULL ORDER BY seen_at DESC LIMIT 100

-- name: user_session_revoke
UPDATE user_session SET ended_at = :now WHERE user_id = :user AND ended_at IS NULL AND id = :id

-- name: user_sessions_revoke_others
UPDATE user_session SET ended_at = :now WHERE user_id = :user AND ended_at IS NULL AND id <> :keep

-- name: user_roles_of
SELECT r.id, r.role, COALESCE(o.name, '') AS org_name, r.title, r.valid_from, r.valid_to FROM user_role r LEFT JOIN organisation o ON o.id = r.org_id WHERE r.user_id = :user ORDER BY r.id

-- name: user_role_end
UPDATE user_role SET valid_to = :day WHERE id = :id AND user_id = :user AND valid_to IS NULL

-- name: user_reset_insert
INSERT INTO user_reset(token_hash, user_id, created_at) VALUES (:hash, :user, :now)

-- name: user_reset_get
SELECT user_id AS id FROM user_reset WHERE token_hash = :hash AND used_at IS NULL AND created_at > :since

-- name: user_reset_use
UPDATE user_reset SET used_at = :now WHERE token_hash = :hash AND used_at IS NULL

-- name: user_heads_of
SELECT r.id, r.role, u.name AS org_name, r.title, r.valid_from, r.valid_to FROM user_role r JOIN user_account u ON u.id = r.user_id
WHERE r.org_id = :org AND r.role = 'head' ORDER BY COALESCE(r.valid_to, 99999999) DESC, COALESCE(r.valid_from, 0) DESC, r.id DESC LIMIT 100

-- name: user_move_people
UPDATE user_account SET org_id = :heir WHERE org_id = :org

-- name: user_end_roles_at
UPDATE user_role SET valid_to = :day WHERE org_id = :org AND valid_to IS NULL

-- name: user_count_at
SELECT COUNT(*) FROM user_account WHERE org_id = :org

-- name: user_by_login_or_email
SELECT id FROM user_account WHERE (login = :who OR (email <> '' AND LOWER(email) = :who)) AND locked = 0 AND email <> '' LIMIT 3

-- name: user_resets_since
SELECT COUNT(*) FROM user_reset WHERE user_id = :user AND created_at > :since
