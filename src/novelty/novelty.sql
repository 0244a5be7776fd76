-- name: novelty_events
SELECT id, CASE WHEN kind = 'dossier' THEN object ELSE 0 END AS dossier FROM audit_event WHERE id > :after ORDER BY id LIMIT 500

-- name: novelty_last_event
SELECT COALESCE(MAX(id), 0) FROM audit_event

-- name: novelty_dossier
SELECT id, COALESCE(org_id, 0) AS org, title, known_state, content, applicability, conditions, benefit_author, benefit_users
FROM dossier WHERE id = :dossier AND filed_on IS NOT NULL
