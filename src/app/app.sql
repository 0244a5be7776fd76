-- name: app_user_count
SELECT COUNT(*) FROM user_account

-- name: app_is_demo
SELECT COUNT(*) FROM user_account WHERE login = 'demo.tacgia'

-- name: app_dossier_brief
SELECT title, process_id, CASE WHEN phase IN ('certified', 'refused', 'cancelled') THEN 1 ELSE 0 END AS decided FROM dossier WHERE id = :id

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

-- name: app_owed
-- amounts due within a week or late, for who records payments there
SELECT d.id, r.code, r.title, d.due_on, w.user_id AS person FROM rem_due d JOIN recognition r ON r.id = d.recognition_id JOIN user_role w ON w.org_id = r.org_id AND w.role IN ('head', 'intake')
WHERE r.status = 'valid' AND d.due_on <= :soon AND COALESCE(w.valid_from, 0) <= :day AND COALESCE(w.valid_to, 99999999) >= :day
  AND d.amount > (SELECT COALESCE(SUM(p.amount), 0) FROM rem_payment p WHERE p.due_id = d.id AND p.voided_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM recognition_author a WHERE a.recognition_id = r.id AND a.user_id = w.user_id) ORDER BY d.due_on, d.id LIMIT 2000

-- name: app_complaints_due
SELECT c.id, c.number AS code, c.title, CASE WHEN c.state = 'filed' THEN c.accept_due ELSE c.solve_due END AS due_on, w.user_id AS person
FROM complaint c JOIN user_role w ON (w.org_id = c.org_id AND w.role = 'head') OR (w.org_id IS NULL AND w.role = 'department')
WHERE c.state IN ('filed', 'accepted', 'proposed') AND CASE WHEN c.state = 'filed' THEN c.accept_due ELSE c.solve_due END <= :soon
  AND COALESCE(w.valid_from, 0) <= :day AND COALESCE(w.valid_to, 99999999) >= :day
  AND NOT EXISTS (SELECT 1 FROM dossier_author a WHERE a.dossier_id = c.dossier_id AND a.user_id = w.user_id) ORDER BY c.id LIMIT 2000

-- name: app_city_flagged
-- recognised by the city, cancelled below: who decides for the city, and the department
SELECT r.id, r.code, r.title, n.dossier_id AS about, w.user_id AS person FROM recognition r JOIN nomination n ON n.recognition_id = r.id AND n.decision_id = r.city_decision_id JOIN dossier d ON d.id = n.dossier_id
JOIN user_role w ON (w.org_id = d.org_id AND w.role = 'head') OR (w.org_id IS NULL AND w.role = 'department')
WHERE r.city_flag = 'unit_cancelled' AND COALESCE(w.valid_from, 0) <= :day AND COALESCE(w.valid_to, 99999999) >= :day ORDER BY r.id LIMIT 2000

-- name: app_dossier_assessors
SELECT DISTINCT m.user_id AS id FROM council_item i JOIN council_session s ON s.id = i.session_id JOIN council_member m ON m.council_id = s.council_id
WHERE i.dossier_id = :id AND i.state = 'concluded'
  AND (EXISTS (SELECT 1 FROM council_vote v WHERE v.item_id = i.id AND v.member_id = m.id) OR EXISTS (SELECT 1 FROM council_sheet t WHERE t.item_id = i.id AND t.member_id = m.id))
  AND NOT EXISTS (SELECT 1 FROM dossier_conflict c WHERE c.dossier_id = i.dossier_id AND c.user_id = m.user_id)
LIMIT 200
