-- name: token_insert
INSERT INTO user_token(token_hash, user_id, name, scopes, dossiers, made_at, ends_on) VALUES (:hash, :user, :name, :scopes, :dossiers, :now, :ends) RETURNING id

-- name: token_get
SELECT t.id, t.scopes, t.dossiers, t.user_id, u.name, u.login, COALESCE(o.name, '') AS unit, u.org_id AS org, u.locked
FROM user_token t JOIN user_account u ON u.id = t.user_id LEFT JOIN organisation o ON o.id = u.org_id
WHERE t.token_hash = :hash AND t.revoked_at IS NULL AND t.ends_on >= :today

-- name: token_all
SELECT t.id, t.name, t.scopes AS scope_bits, t.dossiers, t.made_at, t.ends_on, CASE WHEN t.revoked_at IS NOT NULL OR t.ends_on < :today THEN 1 ELSE 0 END AS ended,
       COALESCE((SELECT SUM(n) FROM user_token_use u WHERE u.token_id = t.id), 0) AS uses, (SELECT MAX(at) FROM user_token_use u WHERE u.token_id = t.id) AS used_at,
       COALESCE((SELECT u.address FROM user_token_use u WHERE u.token_id = t.id ORDER BY u.day DESC LIMIT 1), '') AS address
FROM user_token t WHERE t.user_id = :user ORDER BY t.id DESC LIMIT 100

-- name: token_count
SELECT COUNT(*) FROM user_token WHERE user_id = :user AND revoked_at IS NULL AND ends_on >= :today

-- name: token_end
UPDATE user_token SET revoked_at = :now WHERE id = :id AND user_id = :user AND revoked_at IS NULL

-- name: token_use
INSERT INTO user_token_use(token_id, day, n, at, address) VALUES (:token, :day, 1, :now, :address)
ON CONFLICT (token_id, day) DO UPDATE SET n = user_token_use.n + 1, at = excluded.at, address = excluded.address

-- name: test_token_plain
SELECT COUNT(*) FROM user_token WHERE token_hash = :token OR name = :token OR dossiers = :token
