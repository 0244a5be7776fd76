-- name: nomination_body
-- the body that decides for the city: the highest one
SELECT id AS v FROM organisation WHERE kind = 'body' AND superior_id IS NULL AND valid_to IS NULL ORDER BY id LIMIT 1

-- name: nomination_open
SELECT n.dossier_id AS v FROM nomination n JOIN dossier d ON d.id = n.dossier_id WHERE n.recognition_id = :recognition AND d.phase NOT IN ('refused', 'refused_acceptance', 'withdrawn', 'excluded', 'cancelled') ORDER BY n.dossier_id DESC LIMIT 1

-- name: nomination_applied
SELECT COUNT(*) FROM use_rollout u JOIN organisation o ON o.id = u.org_id WHERE u.recognition_id = :recognition AND o.sector = (SELECT sector FROM organisation WHERE id = :org)

-- name: nomination_comparable
SELECT COUNT(*) FROM organisation o WHERE o.kind <> 'body' AND o.valid_to IS NULL AND o.sector = (SELECT sector FROM organisation WHERE id = :org)

-- name: nomination_insert
INSERT INTO nomination(dossier_id, recognition_id, requested_by, snapshot, sha256, consent, effect, reach, applied, comparable, year, made_by, made_at)
VALUES (:dossier, :recognition, :requested_by, :snapshot, :sha256, :consent, :effect, :reach, :applied, :comparable, :year, :user, :now)

-- name: nomination_consent_set
UPDATE dossier SET consent_document = :consent WHERE id = :id

-- name: nomination_get
SELECT n.dossier_id, n.recognition_id, n.requested_by, n.snapshot, n.sha256, n.consent, n.effect, n.reach, n.result, n.applied, n.comparable, n.year, COALESCE(n.decided_on, 0) / 10000 AS decision_year, n.decided_on,
  n.deferred_until, r.code, r.title, r.org_name, r.decision_number AS decision, r.recognised_on, COALESCE(c.full_number, '') AS city_decision, r.city_flag, r.status AS entry_status, d.phase
FROM nomination n JOIN recognition r ON r.id = n.recognition_id JOIN dossier d ON d.id = n.dossier_id LEFT JOIN decision c ON c.id = n.decision_id WHERE n.dossier_id = :id

-- name: nomination_of_entry
SELECT n.dossier_id, n.recognition_id, n.requested_by, n.snapshot, n.sha256, n.consent, n.effect, n.reach, n.result, n.applied, n.comparable, n.year, COALESCE(n.decided_on, 0) / 10000 AS decision_year, n.decided_on,
  n.deferred_until, r.code, r.title, r.org_name, r.decision_number AS decision, r.recognised_on, COALESCE(c.full_number, '') AS city_decision, r.city_flag, r.status AS entry_status, d.phase
FROM nomination n JOIN recognition r ON r.id = n.recognition_id JOIN dossier d ON d.id = n.dossier_id LEFT JOIN decision c ON c.id = n.decision_id WHERE n.recognition_id = :recognition ORDER BY n.dossier_id LIMIT 50

-- name: nomination_all
SELECT n.dossier_id, n.recognition_id, n.requested_by, n.snapshot, n.sha256, n.consent, n.effect, n.reach, n.result, n.applied, n.comparable, n.year, COALESCE(n.decided_on, 0) / 10000 AS decision_year, n.decided_on,
  n.deferred_until, r.code, r.title, r.org_name, r.decision_number AS decision, r.recognised_on, COALESCE(c.full_number, '') AS city_decision, r.city_flag, r.status AS entry_status, d.phase
FROM nomination n JOIN recognition r ON r.id = n.recognition_id JOIN dossier d ON d.id = n.dossier_id LEFT JOIN decision c ON c.id = n.decision_id
WHERE d.phase <> 'draft' ORDER BY CASE WHEN r.city_flag = 'unit_cancelled' THEN 0 ELSE 1 END, n.dossier_id DESC LIMIT 300

-- name: nomination_every
SELECT n.dossier_id, n.recognition_id, n.snapshot, n.sha256 FROM nomination n ORDER BY n.dossier_id

-- name: nomination_decided
UPDATE nomination SET result = :result, decision_id = :decision, decided_on = :day WHERE dossier_id = :id

-- name: nomination_deferred
UPDATE nomination SET deferred_until = :until WHERE dossier_id = :id

-- name: nomination_text_set
UPDATE nomination SET effect = :effect, reach = :reach, applied = :applied, comparable = :comparable WHERE dossier_id = :id

-- name: nomination_below
SELECT state_funded, author_is_head, consent_document FROM dossier WHERE id = :id
