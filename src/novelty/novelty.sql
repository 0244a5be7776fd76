-- name: novelty_events
SELECT id, CASE WHEN kind = 'dossier' THEN object ELSE 0 END AS dossier FROM audit_event WHERE id > :after ORDER BY id LIMIT 500

-- name: novelty_last_event
SELECT COALESCE(MAX(id), 0) FROM audit_event

-- name: novelty_filed_after
SELECT id FROM dossier WHERE filed_on IS NOT NULL AND id > :after ORDER BY id LIMIT 200
