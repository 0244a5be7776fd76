-- name: complaint_target_entry
SELECT 'recognition' AS kind, r.title, d.full_number AS decision, d.signer_name AS signer, r.org_name, r.org_id, r.dossier_id, r.id AS recognition_id, d.signer_id, r.recognised_on AS decided_on,
  CASE WHEN EXISTS (SELECT 1 FROM recognition_author a WHERE a.recognition_id = r.id AND a.user_id = :user) THEN 1 ELSE 0 END AS author
FROM recognition r JOIN decision d ON d.id = r.decision_id WHERE r.code = :code AND r.status = 'valid' AND r.dossier_id IS NOT NULL

-- name: complaint_target_dossier
SELECT CASE d.phase WHEN 'refused' THEN 'refusal' WHEN 'cancelled' THEN 'cancellation' ELSE 'refused_acceptance' END AS kind, d.title, d.number AS decision, COALESCE(e.actor, '') AS signer, o.name AS org_name, d.org_id,
  d.id AS dossier_id, e.user_id AS signer_id, COALESCE(d.decided_on, d.filed_on) AS decided_on, 1 AS author
FROM dossier d JOIN organisation o ON o.id = d.org_id LEFT JOIN dossier_event e ON e.id = (SELECT MAX(x.id) FROM dossier_event x WHERE x.dossier_id = d.id AND x.to_state = d.state)
WHERE d.id = :id AND d.phase IN ('refused', 'refused_acceptance', 'cancelled')

-- name: complaint_insert
INSERT INTO complaint(number, org_id, dossier_id, recognition_id, kind, title, decision, decided_on, signer_id, signer, complainant_id, complainant, relation, content, wish, evidence, known_on, late_reason, filed_on, state, accept_due)
VALUES (:number, :org, :dossier, :recognition, :kind, :title, :decision, :decided_on, :signer_id, :signer, :complainant_id, :complainant, :relation, :content, :wish, :evidence, :known_on, :late_reason, :filed_on, 'filed', :accept_due) RETURNING id

-- name: complaint_get
SELECT c.id, c.number, c.org_id, c.dossier_id, c.recognition_id, c.kind, c.title, c.decision, c.decided_on, c.signer_id, c.signer, c.complainant_id, c.complainant, c.relation, c.content, c.wish, c.evidence, c.known_on,
  c.late_reason, c.filed_on, c.state, c.accept_due, c.accepted_on, c.remote, c.complex_note, c.solve_rule, c.solve_due, c.result, c.measure, c.answer, c.solver_id, c.solver, c.ended_on, o.name AS org_name,
  o.economic_class, COALESCE(r.code, '') AS code
FROM complaint c JOIN organisation o ON o.id = c.org_id LEFT JOIN recognition r ON r.id = c.recognition_id WHERE c.id = :id

-- name: complaint_is_author
SELECT (SELECT COUNT(*) FROM dossier_author WHERE dossier_id = :dossier AND user_id = :user) + (SELECT COUNT(*) FROM dossier WHERE id = :dossier AND owner_id = :user)

-- name: complaint_all
SELECT c.id, c.number, c.org_id, c.dossier_id, c.kind, c.title, c.decision, c.complainant_id, CASE WHEN c.complainant_id = :user OR :everywhere = 1 OR w.user_id IS NOT NULL THEN c.complainant ELSE '' END AS complainant,
  c.filed_on, c.state, c.accept_due, c.solve_due, c.ended_on, o.name AS org_name
FROM complaint c JOIN organisation o ON o.id = c.org_id
LEFT JOIN (SELECT DISTINCT user_id, org_id FROM user_role WHERE user_id = :user AND role IN ('head', 'intake') AND COALESCE(valid_from, 0) <= :today AND COALESCE(valid_to, 99999999) >= :today) w ON w.org_id = c.org_id
WHERE (c.complainant_id = :user OR ((:everywhere = 1 OR w.user_id IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM dossier_author a WHERE a.dossier_id = c.dossier_id AND a.user_id = :user)
    AND NOT EXISTS (SELECT 1 FROM dossier_conflict f WHERE f.dossier_id = c.dossier_id AND f.user_id = :user)))
ORDER BY CASE WHEN c.state IN ('filed', 'accepted', 'proposed') THEN 0 ELSE 1 END, c.id DESC LIMIT 100

-- name: complaint_event_insert
INSERT INTO complaint_event(complaint_id, at, actor, action, note) VALUES (:complaint, :now, :actor, :action, :note) RETURNING id

-- name: complaint_events
SELECT at, actor, action, note FROM complaint_event WHERE complaint_id = :complaint ORDER BY id LIMIT 200

-- name: complaint_accept
UPDATE complaint SET state = 'accepted', accepted_on = :day, remote = :remote, solve_rule = :rule, solve_due = :due WHERE id = :id AND state = 'filed'

-- name: complaint_complex
UPDATE complaint SET complex_note = :note, solve_rule = :rule, solve_due = :due WHERE id = :id AND state = 'accepted' AND complex_note = ''

-- name: complaint_propose
UPDATE complaint SET state = 'proposed', result = :result, measure = :measure, answer = :answer, solver_id = :solver_id, solver = :solver WHERE id = :id AND state = 'accepted'

-- name: complaint_return
UPDATE complaint SET state = 'accepted', result = '', measure = '', answer = '', solver_id = NULL, solver = '' WHERE id = :id AND state = 'proposed'

-- name: complaint_solve
UPDATE complaint SET state = 'solved', second_id = :second, ended_on = :day WHERE id = :id AND state = 'proposed'

-- name: complaint_end
UPDATE complaint SET state = :state, answer = :answer, solver_id = :solver_id, solver = :solver, ended_on = :day WHERE id = :id AND state IN ('filed', 'accepted', 'proposed')

-- name: complaint_upheld
SELECT COUNT(*) FROM complaint WHERE dossier_id = :dossier AND state = 'solved' AND measure = 'reexamine' AND result IN ('right', 'partly')
