-- What must hold after recognition: money, uses, complaints, the second level. Every query counts what must not be.

-- name: check_paid_above_due
SELECT COUNT(*) FROM rem_due d WHERE (SELECT COALESCE(SUM(p.amount), 0) FROM rem_payment p WHERE p.due_id = d.id AND p.voided_at IS NULL) > d.amount
  AND NOT EXISTS (SELECT 1 FROM rem_payment p WHERE p.due_id = d.id AND p.voided_at IS NULL AND p.override_document <> '')

-- name: check_parts_of_pool
SELECT COUNT(*) FROM (SELECT 1 AS one FROM rem_due WHERE part IN ('benefit', 'transfer') GROUP BY statement_id, receipt_id, part, pool HAVING SUM(amount) <> pool) x

-- name: check_received_above_price
SELECT COUNT(*) FROM rem_transfer t WHERE (SELECT COALESCE(SUM(p.amount), 0) FROM rem_receipt p WHERE p.transfer_id = t.id) > t.price

-- name: check_own_benefit_confirmed
SELECT COUNT(*) FROM rem_statement WHERE answered_by = stated_by

-- name: check_due_without_confirmation
SELECT COUNT(*) FROM rem_due d JOIN rem_statement s ON s.id = d.statement_id WHERE s.state <> 'confirmed'

-- name: check_rewarded_twice
-- a payment made after a person found the same solution paid elsewhere, without a document
SELECT COUNT(*) FROM rem_payment p JOIN rem_due d ON d.id = p.due_id JOIN rem_same m ON (m.low_id = d.recognition_id OR m.high_id = d.recognition_id) AND m.withdrawn_at IS NULL AND m.found_at <= p.set_at
WHERE p.voided_at IS NULL AND p.override_document = '' AND EXISTS (SELECT 1 FROM rem_payment q JOIN rem_due e ON e.id = q.due_id
  WHERE e.recognition_id = CASE WHEN m.low_id = d.recognition_id THEN m.high_id ELSE m.low_id END AND q.voided_at IS NULL AND q.set_at < p.set_at)

-- name: check_stopped_without_reason
SELECT COUNT(*) FROM use_plan WHERE state = 'stopped' AND stop_reason = ''

-- name: check_complaint_solved_alone
-- who made the attacked decision did not end the complaint alone
SELECT COUNT(*) FROM complaint WHERE state = 'solved' AND signer_id IS NOT NULL AND solver_id = signer_id AND (second_id IS NULL OR second_id = signer_id)

-- name: check_open_complaint_without_hold
SELECT COUNT(*) FROM complaint c WHERE c.recognition_id IS NOT NULL AND (CASE WHEN c.state IN ('filed', 'accepted', 'proposed') THEN 1 ELSE 0 END) <>
  (CASE WHEN EXISTS (SELECT 1 FROM recognition_hold h WHERE h.cause = 'complaint' AND h.cause_id = c.id AND h.ended_at IS NULL) THEN 1 ELSE 0 END)

-- name: check_complex_without_finding
SELECT COUNT(*) FROM complaint WHERE solve_rule IN ('complaint.solve_complex', 'complaint.solve_remote_complex') AND complex_note = ''

-- name: check_complaint_not_carried_out
SELECT COUNT(*) FROM complaint c JOIN recognition r ON r.id = c.recognition_id WHERE c.state = 'solved' AND c.measure = 'cancel' AND r.status <> 'cancelled'

-- name: check_paid_while_held
SELECT COUNT(*) FROM rem_payment p JOIN rem_due d ON d.id = p.due_id JOIN recognition_hold h ON h.recognition_id = d.recognition_id WHERE p.set_at > h.since_at AND p.set_at < COALESCE(h.ended_at, 9223372036854775807)

-- name: check_used_twice
-- one use of an initiative for a person, but for those that a document lets be
SELECT COUNT(*) FROM (SELECT 1 AS one FROM emulation_use WHERE state <> 'voided' AND override_document = '' GROUP BY recognition_id, user_id HAVING COUNT(*) > 1) x

-- name: check_use_of_stranger
SELECT COUNT(*) FROM emulation_use u WHERE NOT EXISTS (SELECT 1 FROM recognition_author a WHERE a.recognition_id = u.recognition_id AND a.user_id = u.user_id)

-- name: check_used_without_decision
SELECT COUNT(*) FROM emulation_use WHERE state = 'used' AND (decision = '' OR decided_on IS NULL)

-- name: check_city_dossier_without_entry
SELECT COUNT(*) FROM dossier d WHERE d.level = 'city' AND d.phase = 'certified' AND NOT EXISTS (SELECT 1 FROM nomination n JOIN recognition r ON r.id = n.recognition_id
  WHERE n.dossier_id = d.id AND r.city_decision_id = n.decision_id)

-- name: check_city_unflagged
-- the establishment's recognition is gone: the city's is flagged
SELECT COUNT(*) FROM recognition WHERE status = 'cancelled' AND level = 'city' AND city_flag = ''

-- name: check_city_certificates
SELECT COUNT(*) FROM recognition r WHERE r.level = 'city' AND (SELECT COUNT(*) FROM recognition_author a WHERE a.recognition_id = r.id) <>
  (SELECT COUNT(*) FROM certificate c WHERE c.recognition_id = r.id AND c.level = 'city' AND (c.status = 'valid' OR r.status = 'cancelled') AND c.issued_on >= r.city_on)

-- name: check_nomination_without_consent
SELECT COUNT(*) FROM nomination n JOIN dossier d ON d.id = n.dossier_id JOIN dossier b ON b.id = d.nominated_id WHERE d.phase = 'certified' AND b.state_funded = 1 AND b.author_is_head = 1 AND b.consent_document = ''
