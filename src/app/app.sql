-- name: app_user_count
SELECT COUNT(*) FROM user_account

-- name: app_is_demo
SELECT COUNT(*) FROM user_account WHERE login = 'demo.tacgia'

-- name: app_dossier_brief
SELECT title, process_id FROM dossier WHERE id = :id

-- name: app_dossier_people
SELECT owner_id AS id FROM dossier WHERE id = :id UNION SELECT user_id AS id FROM dossier_author WHERE dossier_id = :id AND user_id IS NOT NULL

-- name: app_dossier_next
SELECT DISTINCT r.user_id AS id FROM dossier d JOIN user_role r ON r.org_id = d.org_id OR (r.org_id IS NULL AND r.role = 'department')
WHERE d.id = :id AND COALESCE(r.valid_from, 0) <= :day AND COALESCE(r.valid_to, 99999999) >= :day
  AND ((r.role = 'intake' AND d.phase IN ('filed', 'waiting', 'deferred')) OR (r.role = 'secretary' AND d.phase IN ('accepted', 'under_evaluation'))
    OR (r.role = 'head' AND d.phase = 'evaluated') OR (r.role = 'department' AND d.phase = 'waiting_consent'))
  AND NOT EXISTS (SELECT 1 FROM dossier_author a WHERE a.dossier_id = d.id AND a.user_id = r.user_id)
  AND NOT EXISTS (SELECT 1 FROM dossier_conflict c WHERE c.dossier_id = d.id AND c.user_id = r.user_id)
LIMIT 200

-- name: app_running
SELECT id, title, COALESCE(applied_done_on, accepted_on, filed_on) AS since, due_on FROM dossier
WHERE due_on IS NOT NULL AND filed_on IS NOT NULL AND phase IN ('filed', 'deficient', 'accepted', 'under_evaluation', 'evaluated', 'waiting_consent', 'deferred') ORDER BY due_on LIMIT 5000

-- name: app_complaint_brief
SELECT title, state FROM complaint WHERE id = :id

-- name: app_complaint_people
-- who complained, authors (not by whom), head and clerk of the establishment, the department
SELECT complainant_id AS id FROM complaint WHERE id = :id
UNION SELECT a.user_id AS id FROM complaint c JOIN dossier_author a ON a.dossier_id = c.dossier_id WHERE c.id = :id AND a.user_id IS NOT NULL
UNION SELECT r.user_id AS id FROM complaint c JOIN user_role r ON (r.org_id = c.org_id AND r.role IN ('head', 'intake')) OR (r.org_id IS NULL AND r.role = 'department')
WHERE c.id = :id AND COALESCE(r.valid_from, 0) <= :day AND COALESCE(r.valid_to, 99999999) >= :day
  AND NOT EXISTS (SELECT 1 FROM dossier_conflict f WHERE f.dossier_id = c.dossier_id AND f.user_id = r.user_id)

-- name: app_administrators
SELECT DISTINCT user_id AS id FROM user_role WHERE role = 'administrator' AND valid_to IS NULL
