-- name: novelty_dossier_now
SELECT id, revision, phase FROM dossier WHERE id = :id

-- name: novelty_report_count
SELECT COUNT(*) FROM novelty_report WHERE dossier_id = :dossier

-- name: novelty_report_count_of
SELECT COUNT(*) FROM novelty_report WHERE dossier_id = :dossier AND revision = :revision

-- name: novelty_report_count_cause
SELECT COUNT(*) FROM novelty_report WHERE dossier_id = :dossier AND revision = :revision AND cause = :cause

-- name: novelty_report_insert
INSERT INTO novelty_report(dossier_id, revision, cause, asked_at) VALUES (:dossier, :revision, :cause, :now) RETURNING id

-- name: novelty_report_get
SELECT id, dossier_id, revision, cause, state, generation, parameters, text, text_hash, body, hash, boiler, share, sources, syllables, counted, copied, boilerplate, encoding, homoglyphs,
  hidden, cut, scans, sure, asked_at, done_at FROM novelty_report WHERE id = :id

-- name: novelty_report_latest
SELECT COALESCE((SELECT MAX(id) FROM novelty_report WHERE dossier_id = :dossier AND state = 'done'), (SELECT MAX(id) FROM novelty_report WHERE dossier_id = :dossier), 0)

-- name: novelty_reports
SELECT id, dossier_id, revision, cause, state, generation, share, sources, asked_at, done_at FROM novelty_report WHERE dossier_id = :dossier ORDER BY id DESC LIMIT 50

-- name: novelty_report_done
UPDATE novelty_report SET state = 'done', generation = :generation, parameters = :parameters, text = :text, text_hash = :text_hash, body = :body, hash = :hash, boiler = :boiler, share = :share,
  sources = :sources, syllables = :syllables, counted = :counted, copied = :copied, boilerplate = :boilerplate, encoding = :encoding, homoglyphs = :homoglyphs, hidden = :hidden, cut = :cut,
  scans = :scans, sure = :sure, done_at = :now WHERE id = :id AND state = 'waiting'

-- name: novelty_report_failed
UPDATE novelty_report SET state = 'failed', done_at = :now WHERE id = :id AND state = 'waiting'

-- name: novelty_hit_insert
INSERT INTO novelty_hit(report_id, ordinal, source_key, source_id, org_id, org_name, title, year, share, lineage, same_org)
VALUES (:report, :ordinal, :source_key, :source, :org, :org_name, :title, :year, :share, :lineage, :same_org) RETURNING id

-- name: novelty_hits
SELECT id, ordinal, source_key, source_id, org_id, org_name, title, year, share, lineage, same_org FROM novelty_hit WHERE report_id = :report ORDER BY ordinal LIMIT 100

-- name: novelty_passage_insert
INSERT INTO novelty_passage(hit_id, ordinal, kind, also, q_from, q_to, s_from, s_to, share, syllables, s_text)
VALUES (:hit, :ordinal, :kind, :also, :q_from, :q_to, :s_from, :s_to, :share, :syllables, :s_text) RETURNING id

-- name: novelty_passages
SELECT p.hit_id, p.ordinal, p.kind, p.also, p.q_from, p.q_to, p.s_from, p.s_to, p.share, p.syllables, p.s_text
FROM novelty_passage p JOIN novelty_hit h ON h.id = p.hit_id WHERE h.report_id = :report ORDER BY p.ordinal LIMIT 1000

-- name: novelty_source
SELECT d.id, d.org_id, d.owner_id, COALESCE(o.name, '') AS org_name, d.title, d.phase, d.filed_on FROM dossier d LEFT JOIN organisation o ON o.id = d.org_id WHERE d.id = :id

-- name: novelty_forms
SELECT id FROM own_form WHERE activated_at <= :until ORDER BY id LIMIT 500

-- name: novelty_filed_on
SELECT COALESCE(filed_on, 0) FROM dossier WHERE id = :id

-- name: novelty_common_authors
SELECT COUNT(*) FROM dossier_author a JOIN dossier_author b ON (a.user_id = b.user_id OR (a.name = b.name AND a.unit = b.unit AND a.unit <> '')) WHERE a.dossier_id = :a AND b.dossier_id = :b

-- name: novelty_is_author
SELECT COUNT(*) FROM dossier d WHERE d.id = :dossier AND (d.owner_id = :user OR EXISTS (SELECT 1 FROM dossier_author a WHERE a.dossier_id = d.id AND a.user_id = :user))

-- name: novelty_published
SELECT code, title, summary, benefit, org_name, year FROM recognition WHERE dossier_id = :dossier ORDER BY id DESC LIMIT 1

-- name: novelty_answer_put
INSERT INTO novelty_answer(dossier_id, source_key, user_id, text, at) VALUES (:dossier, :source_key, :user, :text, :now)
ON CONFLICT (dossier_id, source_key) DO UPDATE SET user_id = excluded.user_id, text = excluded.text, at = excluded.at

-- name: novelty_answer_drop
DELETE FROM novelty_answer WHERE dossier_id = :dossier AND source_key = :source_key

-- name: novelty_answers
SELECT source_key, text, at FROM novelty_answer WHERE dossier_id = :dossier LIMIT 500

-- name: novelty_finding_insert
INSERT INTO novelty_finding(dossier_id, report_id, user_id, role, verdict, reason, at) VALUES (:dossier, :report, :user, :role, :verdict, :reason, :now) RETURNING id

-- name: novelty_findings
SELECT f.report_id, f.role, f.verdict, f.reason, f.at, u.name FROM novelty_finding f JOIN user_account u ON u.id = f.user_id WHERE f.dossier_id = :dossier ORDER BY f.id DESC LIMIT 100

-- name: novelty_links_drop
DELETE FROM novelty_link WHERE dossier_id = :dossier

-- name: novelty_link_add
INSERT INTO novelty_link(dossier_id, source_id, share) VALUES (:dossier, :source, :share)

-- name: novelty_links
SELECT l.dossier_id, l.source_id, l.share, a.title, b.title AS other_title, COALESCE(oa.name, '') AS org_name, COALESCE(ob.name, '') AS other_org, a.org_id, b.org_id AS other_org_id
FROM novelty_link l JOIN dossier a ON a.id = l.dossier_id JOIN dossier b ON b.id = l.source_id LEFT JOIN organisation oa ON oa.id = a.org_id LEFT JOIN organisation ob ON ob.id = b.org_id
WHERE l.share >= :least AND a.phase <> 'draft'
  AND NOT EXISTS (SELECT 1 FROM dossier_conflict c WHERE c.dossier_id IN (l.dossier_id, l.source_id) AND c.user_id = :me)
  AND NOT EXISTS (SELECT 1 FROM dossier_author w WHERE w.dossier_id IN (l.dossier_id, l.source_id) AND w.user_id = :me) ORDER BY l.share DESC, l.dossier_id, l.source_id LIMIT 5000

-- name: novelty_summary
SELECT r.share, r.sources, (SELECT COUNT(*) FROM novelty_hit h JOIN novelty_answer a ON a.dossier_id = r.dossier_id AND a.source_key = h.source_key WHERE h.report_id = r.id) AS answered,
  CASE WHEN r.state = 'done' THEN 1 ELSE 0 END AS there, CASE WHEN r.state = 'waiting' THEN 1 ELSE 0 END AS waiting,
  CASE WHEN EXISTS (SELECT 1 FROM novelty_hit h WHERE h.report_id = r.id AND h.same_org = 1) THEN 1 ELSE 0 END AS same_org
FROM novelty_report r WHERE r.id = :id
