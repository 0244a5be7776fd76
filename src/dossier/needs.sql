-- name: dossier_opinion_insert
INSERT INTO dossier_opinion(dossier_id, state, role, user_id, text, at) VALUES (:dossier, :state, :role, :user, :text, :now) RETURNING id

-- name: dossier_opinions
SELECT o.role, u.name, o.text, o.at FROM dossier_opinion o JOIN user_account u ON u.id = o.user_id WHERE o.dossier_id = :dossier ORDER BY o.id LIMIT 200

-- name: dossier_opinion_count
SELECT COUNT(*) FROM dossier_opinion o WHERE o.dossier_id = :dossier AND o.state = :state AND o.role = :role
  AND o.at >= COALESCE((SELECT MAX(e.at) FROM dossier_event e WHERE e.dossier_id = :dossier AND e.to_state = :state AND e.action <> 'process_moved'), 0)

-- name: dossier_on_process
SELECT state AS key, COUNT(*) AS n FROM dossier WHERE process_id = :process AND filed_on IS NOT NULL GROUP BY state ORDER BY state

-- name: dossier_ids_on_process
SELECT id FROM dossier WHERE process_id = :process AND state = :state AND filed_on IS NOT NULL ORDER BY id

-- name: dossier_repin
UPDATE dossier SET process_id = :process, state = :state, due_on = :due_on, due_rule = :due_rule, updated_at = :now, revision = revision + 1 WHERE id = :id AND process_id = :old

-- name: dossier_values
SELECT key, value FROM dossier_value WHERE dossier_id = :dossier ORDER BY key

-- name: dossier_value_put
INSERT INTO dossier_value(dossier_id, key, value) VALUES (:dossier, :key, :value) ON CONFLICT (dossier_id, key) DO UPDATE SET value = excluded.value
