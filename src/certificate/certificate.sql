-- name: decision_insert
INSERT INTO decision(org_id, kind, number, year, full_number, decided_on, signer_id, signer_name, signer_title, org_name, note)
VALUES (:org, :kind, :number, :year, :full_number, :decided_on, :signer, :signer_name, :signer_title, :org_name, :note) RETURNING id

-- name: decision_get
SELECT id, org_id, kind, full_number, decided_on, signer_name, signer_title, org_name, note FROM decision WHERE id = :id

-- name: recognition_insert
INSERT INTO recognition(code, dossier_id, decision_id, org_id, org_name, title, folded, kind, field, investor, summary, benefit, recognised_on, year, has_head, first_author, decision_number, changed_at)
VALUES (:code, :dossier, :decision, :org, :org_name, :title, :folded, :kind, :field, :investor, :summary, :benefit, :recognised_on, :year, :has_head, :first_author, :decision_number, :changed) RETURNING id

-- name: recognition_tally_add
INSERT INTO recognition_tally(org_id, year, field, level, kind, has_head, status, n)
SELECT org_id, year, field, level, kind, has_head, status, :delta FROM recognition WHERE id = :id
ON CONFLICT (org_id, year, field, level, kind, has_head, status) DO UPDATE SET n = recognition_tally.n + excluded.n

-- name: recognition_stamp_set
INSERT INTO recognition_stamp(id, stamp) VALUES (1, :stamp) ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp

-- name: recognition_author_insert
INSERT INTO recognition_author(recognition_id, ordinal, user_id, name, unit, position, share) VALUES (:recognition, :ordinal, :user, :name, :unit, :position, :share)

-- name: recognition_city
UPDATE recognition SET level = 'city', city_decision_id = :decision, city_on = :day, reach = :reach, changed_at = :changed WHERE id = :id AND level = 'unit' AND status = 'valid'

-- name: recognition_cancel
UPDATE recognition SET status = 'cancelled', cancelled_on = :day, cancel_reason = :reason, city_flag = CASE WHEN level = 'city' THEN 'unit_cancelled' ELSE city_flag END, changed_at = :changed WHERE id = :id AND status = 'valid'

-- name: certificate_cancel
UPDATE certificate SET status = 'cancelled', status_on = :day WHERE status <> 'cancelled' AND recognition_id IN (SELECT id FROM recognition WHERE dossier_id = :dossier)

-- name: recognition_get
SELECT r.id, r.code, r.dossier_id, r.decision_id, r.level, r.city_decision_id, r.city_on, r.org_id, r.org_name, r.title, r.kind, r.field, r.investor, r.summary, r.benefit,
       r.recognised_on, r.year, r.has_head, r.status, r.cancelled_on, r.cancel_reason, d.full_number AS decision, d.signer_name, d.signer_title,
       COALESCE(c.full_number, '') AS city_decision, COALESCE(c.org_name, '') AS city_org, COALESCE(c.signer_name, '') AS city_signer, COALESCE(c.signer_title, '') AS city_signer_title, r.reach, r.city_flag
FROM recognition r JOIN decision d ON d.id = r.decision_id LEFT JOIN decision c ON c.id = r.city_decision_id WHERE r.code = :code

-- name: recognition_of_dossier
SELECT r.id, r.code, r.dossier_id, r.decision_id, r.level, r.city_decision_id, r.city_on, r.org_id, r.org_name, r.title, r.kind, r.field, r.investor, r.summary, r.benefit,
       r.recognised_on, r.year, r.has_head, r.status, r.cancelled_on, r.cancel_reason, d.full_number AS decision, d.signer_name, d.signer_title,
       COALESCE(c.full_number, '') AS city_decision, COALESCE(c.org_name, '') AS city_org, COALESCE(c.signer_name, '') AS city_signer, COALESCE(c.signer_title, '') AS city_signer_title, r.reach, r.city_flag
FROM recognition r JOIN decision d ON d.id = r.decision_id LEFT JOIN decision c ON c.id = r.city_decision_id WHERE r.dossier_id = :dossier

-- name: recognition_by_id
SELECT r.id, r.code, r.dossier_id, r.decision_id, r.level, r.city_decision_id, r.city_on, r.org_id, r.org_name, r.title, r.kind, r.field, r.investor, r.summary, r.benefit,
       r.recognised_on, r.year, r.has_head, r.status, r.cancelled_on, r.cancel_reason, d.full_number AS decision, d.signer_name, d.signer_title,
       COALESCE(c.full_number, '') AS city_decision, COALESCE(c.org_name, '') AS city_org, COALESCE(c.signer_name, '') AS city_signer, COALESCE(c.signer_title, '') AS city_signer_title, r.reach, r.city_flag
FROM recognition r JOIN decision d ON d.id = r.decision_id LEFT JOIN decision c ON c.id = r.city_decision_id WHERE r.id = :id

-- name: recognition_authors
SELECT a.ordinal, a.name, a.unit, a.position, a.share, COALESCE(c.serial, '') AS serial, COALESCE(c.status, '') AS status
FROM recognition_author a LEFT JOIN certificate c ON c.recognition_id = a.recognition_id AND c.ordinal = a.ordinal AND c.level = 'unit' AND c.status <> 'replaced'
WHERE a.recognition_id = :recognition ORDER BY a.ordinal

-- name: recognition_city_authors
SELECT a.ordinal, a.name, a.unit, a.position, a.share, c.serial, c.status
FROM recognition_author a JOIN certificate c ON c.recognition_id = a.recognition_id AND c.ordinal = a.ordinal AND c.level = 'city' AND c.status <> 'replaced'
WHERE a.recognition_id = :recognition ORDER BY a.ordinal, c.id

-- name: recognition_city_end
UPDATE recognition SET level = 'unit', city_decision_id = NULL, city_on = NULL, reach = '', city_flag = '', changed_at = :changed WHERE id = :id AND level = 'city'

-- name: certificate_city_insert
INSERT INTO certificate(recognition_id, ordinal, level, serial, issued_on, payload, signature) VALUES (:recognition, :ordinal, 'city', :serial, :issued_on, :payload, :signature) RETURNING id

-- name: certificate_city_cancel
UPDATE certificate SET status = 'cancelled', status_on = :day WHERE recognition_id = :recognition AND level = 'city' AND status <> 'cancelled'

-- name: certificate_insert
INSERT INTO certificate(recognition_id, ordinal, serial, issued_on, payload, signature) VALUES (:recognition, :ordinal, :serial, :issued_on, :payload, :signature) RETURNING id

-- name: certificate_get
SELECT id, recognition_id, ordinal, level, serial, issued_on, status, status_on, replaced_by, payload, signature FROM certificate WHERE serial = :serial

-- name: certificate_statuses
SELECT serial, status, status_on FROM certificate WHERE status <> 'valid' ORDER BY serial LIMIT 20000

-- name: recognition_hold_insert
INSERT INTO recognition_hold(recognition_id, cause, cause_id, since_at) VALUES (:recognition, :cause, :cause_id, :now) RETURNING id

-- name: recognition_hold_end
UPDATE recognition_hold SET ended_at = :now WHERE cause = :cause AND cause_id = :cause_id AND ended_at IS NULL

-- name: recognition_holds
SELECT COUNT(*) FROM recognition_hold WHERE recognition_id = :recognition AND ended_at IS NULL

-- name: recognition_is_author
SELECT COUNT(*) FROM recognition_author WHERE recognition_id = :recognition AND user_id = :user

-- name: recognition_in_conflict
SELECT COUNT(*) FROM dossier_conflict WHERE dossier_id = :dossier AND user_id = :user
