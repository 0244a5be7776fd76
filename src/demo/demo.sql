-- name: demo_dossier_insert
INSERT INTO dossier(number, org_id, owner_id, process_id, state, phase, title, folded, kind, field, investor, state_funded, author_is_head,
       applied_on, benefit_kind, benefit_amount, oath, no_state_secret, created_at, updated_at, filed_on, received_on, accepted_on, decided_on, due_on, due_rule, consent_document)
VALUES (:number, :org, :owner, :process, :state, :state, :title, :folded, :kind, :field, :investor, :state_funded, :author_is_head,
       :applied_on, :benefit_kind, :benefit_amount, 1, 1, :created_at, :updated_at, :filed_on, :filed_on, :accepted_on, :decided_on, :due_on, :due_rule, :consent)
RETURNING id

-- name: demo_empty
SELECT COUNT(*) FROM organisation

-- name: demo_item_insert
INSERT INTO council_item(session_id, dossier_id, state, novelty_1, novelty_2, novelty_3, novelty_4, benefit, excluded, opinion, seats, members, present, quorum_num, quorum_den, pass_num, pass_den, votes_for, votes_against, votes_blank, passed, concluded_at)
VALUES (:session, :dossier, 'concluded', :sound, 'yes', 'yes', 'yes', 'yes', 'no', :opinion, :members, :members, :present, :quorum_num, :quorum_den, :pass_num, :pass_den, :votes_for, :votes_against, :votes_blank, :passed, :concluded_at) RETURNING id

-- name: demo_session_insert
INSERT INTO council_session(council_id, held_at, place, ballot, state, created_at) VALUES (:council, :held_at, :place, 'secret', 'closed', :held_at) RETURNING id

-- name: demo_entries
-- recognised at the establishment alone, without its head among the authors, first applied before a day
SELECT r.id, r.code, r.org_id, r.recognised_on, h.user_id AS head, hu.name AS head_name, c.user_id AS clerk, cu.name AS clerk_name, a.user_id AS author, a.name AS author_name
FROM recognition r JOIN organisation o ON o.id = r.org_id JOIN dossier d ON d.id = r.dossier_id
JOIN user_role h ON h.id = (SELECT MAX(x.id) FROM user_role x WHERE x.org_id = r.org_id AND x.role = 'head') JOIN user_account hu ON hu.id = h.user_id
JOIN user_role c ON c.id = (SELECT MAX(x.id) FROM user_role x WHERE x.org_id = r.org_id AND x.role = 'intake') JOIN user_account cu ON cu.id = c.user_id
JOIN recognition_author a ON a.recognition_id = r.id AND a.ordinal = 1
WHERE r.status = 'valid' AND r.level = 'unit' AND r.has_head = 0 AND (:class = '' OR o.economic_class = :class) AND (:code = '' OR o.code = :code) AND d.applied_on < :day AND r.recognised_on < :today
ORDER BY r.recognised_on DESC, r.id DESC LIMIT :most

-- name: demo_round_fill
-- what was decided was filed in the round of its day
UPDATE dossier SET round_id = (SELECT MIN(r.id) FROM round r WHERE r.level = 'unit' AND r.sector = '' AND r.opens_on <= dossier.filed_on AND r.closes_on >= dossier.filed_on)
WHERE round_id IS NULL AND decided_on IS NOT NULL AND filed_on IS NOT NULL

-- name: demo_dossier_kinds
-- whom it serves and who made it, for dossiers that were put in as they stand
UPDATE dossier SET author_kind = CASE WHEN (SELECT COUNT(*) FROM dossier_author a WHERE a.dossier_id = dossier.id) > 1 THEN 'nhom' ELSE 'ca-nhan' END,
  beneficiary = CASE id % 6 WHEN 0 THEN 'nguoi-dan' WHEN 1 THEN 'doanh-nghiep' WHEN 2 THEN 'hoc-sinh' WHEN 3 THEN 'nguoi-benh' WHEN 4 THEN 'can-bo' ELSE 'co-quan' END WHERE beneficiary = ''
