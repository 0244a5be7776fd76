-- name: catalogue_of
SELECT id, kind, key, name, note, position, revision, retired_at FROM catalogue_entry
WHERE kind = :kind AND (CAST(:retired AS BIGINT) = 1 OR retired_at IS NULL) AND (CAST(:text AS TEXT) = '' OR folded LIKE :text) ORDER BY position, id LIMIT 1000

-- name: catalogue_uses
-- a field is kept by its name, since others may be typed
SELECT field AS key, COUNT(*) AS uses FROM dossier WHERE CAST(:kind AS TEXT) = 'field' AND filed_on IS NOT NULL GROUP BY field
UNION ALL SELECT beneficiary, COUNT(*) FROM dossier WHERE CAST(:kind AS TEXT) = 'beneficiary' AND filed_on IS NOT NULL GROUP BY beneficiary
UNION ALL SELECT author_kind, COUNT(*) FROM dossier WHERE CAST(:kind AS TEXT) = 'author_kind' AND filed_on IS NOT NULL GROUP BY author_kind
UNION ALL SELECT f.purpose, COUNT(*) FROM dossier_file f JOIN dossier d ON d.id = f.dossier_id WHERE CAST(:kind AS TEXT) = 'part' AND f.removed_at IS NULL AND d.filed_on IS NOT NULL GROUP BY f.purpose
UNION ALL SELECT CASE kind WHEN 'recognition' THEN 'cong-nhan-co-so' WHEN 'city' THEN 'cong-nhan-pham-vi' ELSE 'huy-bo' END, COUNT(*) FROM decision WHERE CAST(:kind AS TEXT) = 'decision_kind' GROUP BY kind
LIMIT 5000

-- name: catalogue_get
SELECT id, kind, key, name, note, position, revision, retired_at FROM catalogue_entry WHERE id = :id

-- name: catalogue_by_key
SELECT id, kind, key, name, note, position, revision, retired_at FROM catalogue_entry WHERE kind = :kind AND key = :key

-- name: catalogue_count
SELECT COUNT(*) FROM catalogue_entry WHERE kind = :kind

-- name: catalogue_key_taken
SELECT COUNT(*) FROM catalogue_entry WHERE kind = :kind AND key = :key

-- name: catalogue_same_name
SELECT COUNT(*) FROM catalogue_entry WHERE kind = :kind AND folded = :folded AND retired_at IS NULL AND id <> :id

-- name: catalogue_insert
INSERT INTO catalogue_entry(kind, key, name, folded, note, position, created_at, created_by) VALUES (:kind, :key, :name, :folded, :note, :position, :now, :user) RETURNING id

-- name: catalogue_update
UPDATE catalogue_entry SET name = :name, folded = :folded, note = :note, position = :position, revision = revision + 1 WHERE id = :id AND revision = :revision

-- name: catalogue_retire
UPDATE catalogue_entry SET retired_at = :at, revision = revision + 1 WHERE id = :id

-- name: round_all
SELECT r.id, r.name, r.level, r.sector, r.process_key, r.state, r.note, r.year, r.revision, r.opens_on, r.closes_on, r.extended_to, r.extended_why, r.carry_to, COALESCE(n.name, '') AS carry_name,
       (SELECT COUNT(*) FROM dossier x WHERE x.round_id = r.id AND x.filed_on IS NOT NULL) AS dossiers
FROM round r LEFT JOIN round n ON n.id = r.carry_to ORDER BY r.year DESC, r.opens_on DESC, r.id DESC LIMIT 500

-- name: round_get
SELECT r.id, r.name, r.level, r.sector, r.process_key, r.state, r.note, r.year, r.revision, r.opens_on, r.closes_on, r.extended_to, r.extended_why, r.carry_to, COALESCE(n.name, '') AS carry_name,
       (SELECT COUNT(*) FROM dossier x WHERE x.round_id = r.id AND x.filed_on IS NOT NULL) AS dossiers
FROM round r LEFT JOIN round n ON n.id = r.carry_to WHERE r.id = :id

-- name: round_open_at
SELECT id, name, level, sector, process_key, state, note, year, revision, opens_on, closes_on, extended_to, extended_why, carry_to, '' AS carry_name FROM round
WHERE level = :level AND opens_on <= :day AND COALESCE(extended_to, closes_on) >= :day ORDER BY closes_on, id LIMIT 100

-- name: round_insert
INSERT INTO round(name, level, sector, year, opens_on, closes_on, process_key, carry_to, note, state, created_at, created_by)
VALUES (:name, :level, :sector, :year, :opens_on, :closes_on, :process_key, :carry_to, :note, :state, :now, :user) RETURNING id

-- name: round_update
UPDATE round SET name = :name, level = :level, sector = :sector, year = :year, opens_on = :opens_on, closes_on = :closes_on, process_key = :process_key, carry_to = :carry_to, note = :note,
       state = :state, revision = revision + 1 WHERE id = :id AND revision = :revision

-- name: round_extend
UPDATE round SET extended_to = :to_day, extended_why = :why, state = :state, revision = revision + 1 WHERE id = :id

-- name: round_due
SELECT id, name, level, sector, process_key, state, note, year, revision, opens_on, closes_on, extended_to, extended_why, carry_to, '' AS carry_name FROM round
WHERE (state = 'planned' AND opens_on <= :day) OR (state = 'open' AND COALESCE(extended_to, closes_on) < :day) ORDER BY id LIMIT 500

-- name: round_state
UPDATE round SET state = :state WHERE id = :id

-- name: round_carry
UPDATE dossier SET round_id = :to_round WHERE round_id = :from_round AND phase IN ('draft', 'filed', 'deficient', 'accepted', 'waiting', 'under_evaluation', 'evaluated', 'waiting_consent', 'deferred')

-- name: round_processes
SELECT key, name FROM process WHERE status = 'active' ORDER BY level, key LIMIT 200
