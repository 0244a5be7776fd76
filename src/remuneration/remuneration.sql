-- name: rem_case_get
SELECT payer, payer_class, reason, applied_on FROM rem_case WHERE recognition_id = :recognition

-- name: rem_case_default
-- the payer is the establishment unless an author invested alone; application begins with the earlier completed first use
SELECT r.investor AS payer, CASE WHEN EXISTS (SELECT 1 FROM recognition_author a WHERE a.recognition_id = r.id AND a.name = r.investor) THEN 'author' ELSE o.economic_class END AS payer_class,
  COALESCE(d.applied_on, d.applied_done_on, d.trial_on) AS applied_on
FROM recognition r JOIN organisation o ON o.id = r.org_id LEFT JOIN dossier d ON d.id = r.dossier_id WHERE r.id = :recognition

-- name: rem_case_set
INSERT INTO rem_case(recognition_id, payer, payer_class, applied_on, reason, set_by, set_at) VALUES (:recognition, :payer, :class, :applied_on, :reason, :user, :now)
ON CONFLICT (recognition_id) DO UPDATE SET payer = excluded.payer, payer_class = excluded.payer_class, applied_on = excluded.applied_on, reason = excluded.reason, set_by = excluded.set_by, set_at = excluded.set_at

-- name: rem_due_count
SELECT COUNT(*) FROM rem_due WHERE recognition_id = :recognition

-- name: rem_statement_count
SELECT COUNT(*) FROM rem_statement WHERE recognition_id = :recognition AND state <> 'rejected'

-- name: rem_agreement_end
UPDATE rem_agreement SET ended_on = :day WHERE recognition_id = :recognition AND ended_on IS NULL

-- name: rem_agreement_insert
INSERT INTO rem_agreement(recognition_id, document, signed_on, rate_benefit, yearly, rate_transfer, note, set_by, set_at)
VALUES (:recognition, :document, :signed_on, :rate_benefit, :yearly, :rate_transfer, :note, :user, :now) RETURNING id

-- name: rem_agreements
SELECT id, document, signed_on, rate_benefit, yearly, rate_transfer, note, ended_on FROM rem_agreement WHERE recognition_id = :recognition ORDER BY COALESCE(ended_on, 99999999) DESC, id DESC LIMIT 100

-- name: rem_statement_insert
INSERT INTO rem_statement(recognition_id, year_index, from_on, to_on, computable, amount, method, evidence, state, stated_by, stated_at)
VALUES (:recognition, :year, :from_on, :to_on, :computable, :amount, :method, :evidence, 'stated', :user, :now) RETURNING id

-- name: rem_statement_get
SELECT s.id, s.year_index, s.from_on, s.to_on, s.computable, s.amount, s.method, s.evidence, s.state, s.note, s.stated_by, u.name AS by_name
FROM rem_statement s JOIN user_account u ON u.id = s.stated_by WHERE s.id = :id AND s.recognition_id = :recognition

-- name: rem_statements
SELECT s.id, s.year_index, s.from_on, s.to_on, s.computable, s.amount, s.method, s.evidence, s.state, s.note, s.stated_by, u.name AS by_name
FROM rem_statement s JOIN user_account u ON u.id = s.stated_by WHERE s.recognition_id = :recognition ORDER BY s.year_index, s.id LIMIT 500

-- name: rem_statement_answer
UPDATE rem_statement SET state = :state, answered_by = :user, answered_at = :now, note = :note WHERE id = :id AND state = 'stated'

-- name: rem_no_benefit_before
SELECT COUNT(*) FROM rem_due WHERE recognition_id = :recognition AND part = 'no_benefit'

-- name: rem_transfer_insert
INSERT INTO rem_transfer(recognition_id, receiver, document, signed_on, price, set_by, set_at) VALUES (:recognition, :receiver, :document, :signed_on, :price, :user, :now) RETURNING id

-- name: rem_transfers
SELECT t.id, t.receiver, t.document, t.signed_on, t.price, COALESCE((SELECT SUM(p.amount) FROM rem_receipt p WHERE p.transfer_id = t.id), 0) AS received
FROM rem_transfer t WHERE t.recognition_id = :recognition ORDER BY t.signed_on, t.id LIMIT 200

-- name: rem_transfer_get
SELECT t.id, t.receiver, t.document, t.signed_on, t.price, COALESCE((SELECT SUM(p.amount) FROM rem_receipt p WHERE p.transfer_id = t.id), 0) AS received
FROM rem_transfer t WHERE t.recognition_id = :recognition AND t.id = :id

-- name: rem_receipt_insert
INSERT INTO rem_receipt(transfer_id, received_on, amount, set_by, set_at) VALUES (:transfer, :received_on, :amount, :user, :now) RETURNING id

-- name: rem_due_insert
INSERT INTO rem_due(recognition_id, part, statement_id, receipt_id, ordinal, base, factor, rate_rule, rule_on, wage_rule, wage_on, legal, agreed, pool, share, amount, rest, provisional, due_on, made_at)
VALUES (:recognition, :part, :statement, :receipt, :ordinal, :base, :factor, :rate_rule, :rule_on, :wage_rule, :wage_on, :legal, :agreed, :pool, :share, :amount, :rest, :provisional, :due_on, :now) RETURNING id

-- name: rem_due_fix
UPDATE rem_due SET base = :base, legal = :legal, agreed = :agreed, pool = :pool, amount = :amount, wage_on = :wage_on, provisional = 0 WHERE id = :id AND provisional = 1

-- name: rem_due_get
SELECT d.id, d.recognition_id, d.part, d.ordinal, d.base, d.factor, d.rate_rule, d.rule_on, d.wage_rule, d.wage_on, d.legal, d.agreed, d.pool, d.share, d.amount, d.rest, d.provisional, d.due_on,
  d.statement_id, COALESCE(a.name, '') AS name, COALESCE((SELECT SUM(p.amount) FROM rem_payment p WHERE p.due_id = d.id AND p.voided_at IS NULL), 0) AS paid, COALESCE(s.year_index, 0) AS year_index
FROM rem_due d LEFT JOIN recognition_author a ON a.recognition_id = d.recognition_id AND a.ordinal = d.ordinal LEFT JOIN rem_statement s ON s.id = d.statement_id
WHERE d.id = :id AND d.recognition_id = :recognition

-- name: rem_dues
SELECT d.id, d.recognition_id, d.part, d.ordinal, d.base, d.factor, d.rate_rule, d.rule_on, d.wage_rule, d.wage_on, d.legal, d.agreed, d.pool, d.share, d.amount, d.rest, d.provisional, d.due_on,
  d.statement_id, COALESCE(a.name, '') AS name, COALESCE((SELECT SUM(p.amount) FROM rem_payment p WHERE p.due_id = d.id AND p.voided_at IS NULL), 0) AS paid, COALESCE(s.year_index, 0) AS year_index
FROM rem_due d LEFT JOIN recognition_author a ON a.recognition_id = d.recognition_id AND a.ordinal = d.ordinal LEFT JOIN rem_statement s ON s.id = d.statement_id
WHERE d.recognition_id = :recognition ORDER BY d.due_on, d.id LIMIT 500

-- name: rem_payment_insert
INSERT INTO rem_payment(due_id, paid_on, amount, payee, document, override_document, set_by, set_at) VALUES (:due, :paid_on, :amount, :payee, :document, :override, :user, :now) RETURNING id

-- name: rem_payments
SELECT p.id, p.due_id, p.paid_on, p.amount, p.payee, p.document, p.override_document, p.void_reason, p.voided_at
FROM rem_payment p JOIN rem_due d ON d.id = p.due_id WHERE d.recognition_id = :recognition ORDER BY p.id LIMIT 1000

-- name: rem_payment_void
UPDATE rem_payment SET voided_at = :now, void_reason = :reason WHERE id = :id AND voided_at IS NULL AND due_id IN (SELECT id FROM rem_due WHERE recognition_id = :recognition)

-- name: rem_same_insert
INSERT INTO rem_same(low_id, high_id, note, found_by, found_at) VALUES (:low, :high, :note, :user, :now) RETURNING id

-- name: rem_same_withdraw
UPDATE rem_same SET withdrawn_at = :now WHERE id = :id AND withdrawn_at IS NULL AND (low_id = :recognition OR high_id = :recognition)

-- name: rem_sames
SELECT m.id, m.note, r.code, r.title, r.org_name,
  COALESCE((SELECT SUM(p.amount) FROM rem_payment p JOIN rem_due d ON d.id = p.due_id WHERE d.recognition_id = r.id AND p.voided_at IS NULL), 0) AS paid
FROM rem_same m JOIN recognition r ON r.id = CASE WHEN m.low_id = :recognition THEN m.high_id ELSE m.low_id END
WHERE (m.low_id = :recognition OR m.high_id = :recognition) AND m.withdrawn_at IS NULL ORDER BY m.id LIMIT 100

-- name: rem_paid_elsewhere
-- đồng paid for entries that a person found to be the same solution
SELECT COALESCE(SUM(p.amount), 0) FROM rem_same m JOIN rem_due d ON d.recognition_id = CASE WHEN m.low_id = :recognition THEN m.high_id ELSE m.low_id END
JOIN rem_payment p ON p.due_id = d.id AND p.voided_at IS NULL WHERE (m.low_id = :recognition OR m.high_id = :recognition) AND m.withdrawn_at IS NULL

-- name: rem_alike_add
-- what the search for copies linked, once either entry was paid
INSERT INTO rem_alike(low_id, high_id, share, noticed_at)
SELECT CASE WHEN a.id < b.id THEN a.id ELSE b.id END, CASE WHEN a.id < b.id THEN b.id ELSE a.id END, l.share, CAST(:now AS BIGINT)
FROM novelty_link l JOIN recognition a ON a.dossier_id = l.dossier_id JOIN recognition b ON b.dossier_id = l.source_id
WHERE (l.dossier_id = :dossier OR l.source_id = :dossier)
  AND EXISTS (SELECT 1 FROM rem_payment p JOIN rem_due d ON d.id = p.due_id WHERE d.recognition_id IN (a.id, b.id) AND p.voided_at IS NULL)
ON CONFLICT (low_id, high_id) DO NOTHING

-- name: rem_alikes
SELECT r.id, x.share, r.code, r.title, r.org_name, x.dismissed_why AS why, x.dismissed_at, COALESCE(u.name, '') AS by_name,
  COALESCE((SELECT SUM(p.amount) FROM rem_payment p JOIN rem_due d ON d.id = p.due_id WHERE d.recognition_id = r.id AND p.voided_at IS NULL), 0) AS paid,
  CASE WHEN EXISTS (SELECT 1 FROM novelty_finding f JOIN recognition e ON e.dossier_id = f.dossier_id WHERE f.verdict = 'same' AND e.id IN (x.low_id, x.high_id)) THEN 1 ELSE 0 END AS found_same
FROM rem_alike x JOIN recognition r ON r.id = CASE WHEN x.low_id = :recognition THEN x.high_id ELSE x.low_id END LEFT JOIN user_account u ON u.id = x.dismissed_by
WHERE (x.low_id = :recognition OR x.high_id = :recognition)
  AND NOT EXISTS (SELECT 1 FROM rem_same m WHERE m.low_id = x.low_id AND m.high_id = x.high_id AND m.withdrawn_at IS NULL) ORDER BY CASE WHEN x.dismissed_at IS NULL THEN 0 ELSE 1 END, x.share DESC LIMIT 50

-- name: rem_alike_dismiss
UPDATE rem_alike SET dismissed_by = :user, dismissed_at = :now, dismissed_why = :why
WHERE dismissed_at IS NULL AND ((low_id = :recognition AND high_id = :other) OR (low_id = :other AND high_id = :recognition))

-- name: rem_alikes_of
SELECT x.low_id AS id, a.code, b.title, u.user_id AS person FROM rem_alike x JOIN recognition a ON a.id = x.low_id JOIN recognition b ON b.id = x.high_id
JOIN user_role u ON u.org_id IS NULL AND u.role = 'department'
WHERE (a.dossier_id = :dossier OR b.dossier_id = :dossier) AND x.dismissed_at IS NULL AND NOT EXISTS (SELECT 1 FROM rem_same m WHERE m.low_id = x.low_id AND m.high_id = x.high_id) ORDER BY x.low_id, x.high_id LIMIT 200

-- name: rem_sums
-- what was paid and received from one day to another, for entries of a unit (0: of all); voided payments are none
SELECT COALESCE(SUM(CASE WHEN x.kind = 'author' THEN 1 ELSE 0 END), 0) AS authors, COALESCE(SUM(CASE WHEN x.kind = 'author' THEN x.amount ELSE 0 END), 0) AS to_authors,
  COALESCE(SUM(CASE WHEN x.kind = 'organiser' THEN 1 ELSE 0 END), 0) AS organisers, COALESCE(SUM(CASE WHEN x.kind = 'organiser' THEN x.amount ELSE 0 END), 0) AS to_organisers,
  COALESCE(SUM(CASE WHEN x.kind = 'transfer' THEN 1 ELSE 0 END), 0) AS transfers, COALESCE(SUM(CASE WHEN x.kind = 'transfer' THEN x.amount ELSE 0 END), 0) AS received
FROM (SELECT CASE WHEN d.part = 'organiser' THEN 'organiser' ELSE 'author' END AS kind, p.amount FROM rem_payment p JOIN rem_due d ON d.id = p.due_id JOIN recognition r ON r.id = d.recognition_id
      WHERE p.voided_at IS NULL AND p.paid_on >= :first AND p.paid_on <= :last AND (:org = 0 OR r.org_id = :org)
      UNION ALL
      SELECT 'transfer', c.amount FROM rem_receipt c JOIN rem_transfer t ON t.id = c.transfer_id JOIN recognition r ON r.id = t.recognition_id
      WHERE c.received_on >= :first AND c.received_on <= :last AND (:org = 0 OR r.org_id = :org)) x

-- name: rem_records
-- the payments and receipts behind rem_sums; who was paid is in the entry
SELECT x.kind, x.part, x.on_day, x.amount, x.document, x.code, x.title, x.org_name
FROM (SELECT CASE WHEN d.part = 'organiser' THEN 'organiser' ELSE 'author' END AS kind, d.part, p.paid_on AS on_day, p.amount, p.document, r.code, r.title, r.org_name, p.id
      FROM rem_payment p JOIN rem_due d ON d.id = p.due_id JOIN recognition r ON r.id = d.recognition_id
      WHERE p.voided_at IS NULL AND p.paid_on >= :first AND p.paid_on <= :last AND (:org = 0 OR r.org_id = :org)
      UNION ALL
      SELECT 'transfer', 'received', c.received_on, c.amount, t.document, r.code, r.title, r.org_name, c.id FROM rem_receipt c JOIN rem_transfer t ON t.id = c.transfer_id JOIN recognition r ON r.id = t.recognition_id
      WHERE c.received_on >= :first AND c.received_on <= :last AND (:org = 0 OR r.org_id = :org)) x
WHERE :kind = '' OR x.kind = :kind ORDER BY x.on_day DESC, x.code, x.kind, x.id LIMIT :limit OFFSET :skip
