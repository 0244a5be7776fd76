-- name: emulation_mine
SELECT r.id, r.code, r.title, r.org_name, r.level, r.status, r.recognised_on, r.city_on,
  CASE WHEN EXISTS (SELECT 1 FROM recognition_hold h WHERE h.recognition_id = r.id AND h.ended_at IS NULL) THEN 1 ELSE 0 END AS held
FROM recognition_author a JOIN recognition r ON r.id = a.recognition_id WHERE a.user_id = :user ORDER BY r.recognised_on DESC, r.id DESC LIMIT 200

-- name: emulation_uses_of_entry
SELECT u.id, u.title, u.state, u.criterion, u.decision, u.override_document, u.void_reason, u.recognition_id, u.user_id, u.year, u.received_on, u.decided_on, p.name AS person, r.code, r.title AS initiative,
  r.org_name, r.level, r.status, r.recognised_on, r.city_on
FROM emulation_use u JOIN user_account p ON p.id = u.user_id JOIN recognition r ON r.id = u.recognition_id
WHERE u.recognition_id = :recognition AND (:only = 0 OR u.user_id = :only) ORDER BY u.id LIMIT 500

-- name: emulation_uses_of_person
SELECT u.id, u.title, u.state, u.criterion, u.decision, u.override_document, u.void_reason, u.recognition_id, u.user_id, u.year, u.received_on, u.decided_on, p.name AS person, r.code, r.title AS initiative,
  r.org_name, r.level, r.status, r.recognised_on, r.city_on
FROM emulation_use u JOIN user_account p ON p.id = u.user_id JOIN recognition r ON r.id = u.recognition_id WHERE u.user_id = :user ORDER BY u.year DESC, u.id DESC LIMIT 500

-- name: emulation_uses
SELECT u.id, u.title, u.state, u.criterion, u.decision, u.override_document, u.recognition_id, u.user_id, u.year, u.received_on, u.decided_on, p.name AS person, p.login, COALESCE(o.name, '') AS unit,
  r.code, r.title AS initiative, r.org_name, r.level, r.status, r.recognised_on, r.city_on
FROM emulation_use u JOIN user_account p ON p.id = u.user_id JOIN recognition r ON r.id = u.recognition_id LEFT JOIN organisation o ON o.id = p.org_id
WHERE u.state <> 'voided' AND (:year = 0 OR u.year = :year) AND (:everywhere = 1 OR EXISTS (SELECT 1 FROM user_role w WHERE w.user_id = :user AND w.org_id = r.org_id AND w.role IN ('head', 'intake')
  AND COALESCE(w.valid_from, 0) <= :today AND COALESCE(w.valid_to, 99999999) >= :today))
ORDER BY u.year DESC, u.id DESC LIMIT 20000

-- name: emulation_use_get
SELECT u.id, u.title, u.state, u.criterion, u.decision, u.override_document, u.void_reason, u.recognition_id, u.user_id, u.year, u.received_on, u.decided_on, p.name AS person, r.code, r.title AS initiative,
  r.org_name, r.level, r.status, r.recognised_on, r.city_on
FROM emulation_use u JOIN user_account p ON p.id = u.user_id JOIN recognition r ON r.id = u.recognition_id WHERE u.id = :id

-- name: emulation_use_insert
INSERT INTO emulation_use(recognition_id, user_id, title, year, received_on, state, criterion, decision, decided_on, override_document, set_by, set_at)
VALUES (:recognition, :user, :title, :year, :received_on, :state, :criterion, :decision, :decided_on, :override, :set_by, :now) RETURNING id

-- name: emulation_use_award
UPDATE emulation_use SET state = 'used', decision = :decision, decided_on = :day, set_by = :set_by, set_at = :now WHERE id = :id AND state = 'planned'

-- name: emulation_use_void
UPDATE emulation_use SET state = 'voided', void_reason = :reason, set_by = :set_by, set_at = :now WHERE id = :id AND state <> 'voided'

-- name: emulation_people
SELECT user_id AS id, name FROM recognition_author WHERE recognition_id = :recognition AND user_id IS NOT NULL ORDER BY ordinal
