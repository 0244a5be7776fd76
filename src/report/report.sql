-- name: report_state_get
SELECT audit_id, stamp, at FROM report_state WHERE id = 1

-- name: report_state_set
INSERT INTO report_state(id, audit_id, stamp, at) VALUES (1, :audit, :stamp, :at)
ON CONFLICT (id) DO UPDATE SET audit_id = excluded.audit_id, stamp = excluded.stamp, at = excluded.at

-- name: report_audit_last
SELECT COALESCE(MAX(id), 0) FROM audit_event

-- name: report_touched
-- dossiers that the log speaks of after what was counted; register entries by their dossier ("|| ''": by number, not all of a kind)
SELECT DISTINCT d AS id FROM (
    SELECT object AS d FROM audit_event WHERE id > :after AND id <= :upto AND kind || '' = 'dossier'
    UNION ALL SELECT e.dossier_id AS d FROM audit_event a JOIN report_event e ON e.round_id = a.object WHERE a.id > :after AND a.id <= :upto AND a.action = 'round.carried'
    UNION ALL SELECT COALESCE(r.dossier_id, -r.id) AS d FROM audit_event a JOIN recognition r ON r.id = a.object WHERE a.id > :after AND a.id <= :upto AND a.kind || '' = 'recognition') x
ORDER BY id LIMIT 20000

-- name: report_source
SELECT d.id, COALESCE(d.round_id, 0) AS round, d.org_id, d.field, d.kind, CASE WHEN d.beneficiary = '' THEN '-' ELSE d.beneficiary END AS beneficiary, d.phase, d.level AS own_level, d.filed_on, COALESCE(d.received_on, d.filed_on) AS received_on, d.accepted_on, d.applied_done_on, d.decided_on, d.applied_on, COALESCE(d.benefit_amount, -1) AS amount,
       COALESCE(r.level, '') AS level, COALESCE(r.has_head, 0) AS has_head, COALESCE(r.status, '') AS entry, r.recognised_on, r.cancelled_on, COALESCE(r.field, d.field) AS entry_field,
       COALESCE(r.kind, d.kind) AS entry_kind, COALESCE(r.org_id, d.org_id) AS entry_org,
       COALESCE((SELECT e.note FROM dossier_event e WHERE e.dossier_id = d.id AND e.to_state = d.state ORDER BY e.id DESC LIMIT 1), '') AS note
FROM dossier d LEFT JOIN recognition r ON r.dossier_id = d.id
WHERE d.filed_on IS NOT NULL AND d.org_id IS NOT NULL AND d.id > :after AND d.id <= :upto ORDER BY d.id LIMIT 500

-- name: report_source_entry
SELECT -r.id AS id, 0 AS round, r.org_id, r.field, r.kind, '-' AS beneficiary, '' AS phase, 'unit' AS own_level, r.level, r.has_head, r.status AS entry, r.recognised_on, r.cancelled_on, r.field AS entry_field, r.kind AS entry_kind, r.org_id AS entry_org, -1 AS amount, '' AS note
FROM recognition r WHERE r.dossier_id IS NULL AND r.id > :after AND r.id <= :upto ORDER BY r.id LIMIT 500

-- name: report_event_insert
INSERT INTO report_event(dossier_id, round_id, event, on_date, year, period_year, org_id, field, kind, beneficiary, level, has_head, on_time, reason, days, amount, computable, applied)
VALUES (:dossier, :round, :event, :on_date, :year, :period, :org, :field, :kind, :beneficiary, :level, :head, :on_time, :reason, :days, :amount, :computable, :applied)

-- name: report_event_drop
DELETE FROM report_event WHERE dossier_id = :dossier

-- name: report_tally_add
INSERT INTO report_tally(scope, round_id, event, year, period_year, org_id, field, kind, beneficiary, level, has_head, on_time, reason, n, days, amount, computable, applied)
SELECT s.scope, CASE WHEN s.scope = 'round' THEN e.round_id ELSE 0 END, e.event, e.year, e.period_year, CASE WHEN s.scope = 'city' THEN 0 ELSE e.org_id END,
       CASE WHEN s.scope IN ('city', 'cell') THEN e.field ELSE '' END, CASE WHEN s.scope = 'round' THEN '' ELSE e.kind END, CASE WHEN s.scope IN ('cell', 'served') THEN e.beneficiary ELSE '' END, CASE WHEN s.scope = 'round' THEN '' ELSE e.level END,
       e.has_head, e.on_time, CASE WHEN s.scope = 'round' THEN '' ELSE e.reason END,
       :sign, :sign * e.days, :sign * e.amount, :sign * e.computable, :sign * e.applied
FROM report_event e JOIN (SELECT 'city' AS scope UNION ALL SELECT 'unit' AS scope UNION ALL SELECT 'cell' AS scope UNION ALL SELECT 'served' AS scope UNION ALL SELECT 'round' AS scope) s ON s.scope <> 'round' OR e.round_id <> 0 WHERE e.dossier_id = :dossier
ON CONFLICT (scope, round_id, org_id, event, year, period_year, field, kind, beneficiary, level, has_head, on_time, reason)
DO UPDATE SET n = report_tally.n + excluded.n, days = report_tally.days + excluded.days, amount = report_tally.amount + excluded.amount,
    computable = report_tally.computable + excluded.computable, applied = report_tally.applied + excluded.applied

-- name: report_event_clear
DELETE FROM report_event

-- name: report_tally_clear
DELETE FROM report_tally

-- name: report_tally_make
INSERT INTO report_tally(scope, round_id, event, year, period_year, org_id, field, kind, beneficiary, level, has_head, on_time, reason, n, days, amount, computable, applied)
SELECT s.scope, CASE WHEN s.scope = 'round' THEN e.round_id ELSE 0 END, e.event, e.year, e.period_year, CASE WHEN s.scope = 'city' THEN 0 ELSE e.org_id END,
       CASE WHEN s.scope IN ('city', 'cell') THEN e.field ELSE '' END, CASE WHEN s.scope = 'round' THEN '' ELSE e.kind END, CASE WHEN s.scope IN ('cell', 'served') THEN e.beneficiary ELSE '' END, CASE WHEN s.scope = 'round' THEN '' ELSE e.level END,
       e.has_head, e.on_time, CASE WHEN s.scope = 'round' THEN '' ELSE e.reason END,
       COUNT(*), SUM(e.days), SUM(e.amount), SUM(e.computable), SUM(e.applied)
FROM report_event e JOIN (SELECT 'city' AS scope UNION ALL SELECT 'unit' AS scope UNION ALL SELECT 'cell' AS scope UNION ALL SELECT 'served' AS scope UNION ALL SELECT 'round' AS scope) s ON s.scope <> 'round' OR e.round_id <> 0
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13

-- name: report_valid_entries
SELECT COALESCE(SUM(n), 0) FROM recognition_tally WHERE status = 'valid' AND (:city = 0 OR level = 'city')

-- name: report_counted_entries
SELECT COALESCE(SUM(n), 0) FROM report_tally WHERE scope = 'city' AND event = 'recognised' AND (:city = 0 OR level = 'city')

-- name: report_attendances
SELECT s.starts_at AS at, s.minutes, COUNT(*) AS people FROM course_session s JOIN course_registration g ON g.session_id = s.id AND g.attended_at IS NOT NULL
GROUP BY s.id, s.starts_at, s.minutes ORDER BY s.starts_at DESC LIMIT 20000

-- name: report_training_clear
DELETE FROM report_training

-- name: report_training_add
INSERT INTO report_training(year, sessions, people, minutes) VALUES (:year, :sessions, :people, :minutes)

-- name: report_training_by_year
SELECT year, sessions, people, minutes FROM report_training WHERE year >= :from_year AND year <= :to_year ORDER BY year LIMIT 200

-- name: report_cube
-- by_year: 1 calendar years, 2 years of reports; the other by_…: 1 when it is an axis
SELECT CASE WHEN :by_year = 1 THEN year WHEN :by_year = 2 THEN period_year ELSE 0 END AS year, CASE WHEN :by_org = 1 THEN org_id ELSE 0 END AS org,
       CASE WHEN :by_field = 1 THEN field ELSE '' END AS field, CASE WHEN :by_kind = 1 THEN kind ELSE '' END AS kind, CASE WHEN :by_level = 1 THEN level ELSE '' END AS level,
       CASE WHEN :by_beneficiary = 1 THEN beneficiary ELSE '' END AS beneficiary, CASE WHEN :by_reason = 1 THEN reason ELSE '' END AS reason,
       SUM(CASE WHEN event = 'received' THEN n ELSE 0 END) AS received, SUM(CASE WHEN event = 'accepted' THEN n ELSE 0 END) AS accepted,
       SUM(CASE WHEN event = 'declined' THEN n ELSE 0 END) AS declined, SUM(CASE WHEN event = 'recognised' THEN n ELSE 0 END) AS recognised,
       SUM(CASE WHEN event = 'recognised' AND level = 'city' THEN n ELSE 0 END) AS city, SUM(CASE WHEN event = 'recognised' THEN has_head * n ELSE 0 END) AS head,
       SUM(CASE WHEN event = 'refused' THEN n ELSE 0 END) AS refused, SUM(CASE WHEN event = 'withdrawn' THEN n ELSE 0 END) AS withdrawn,
       SUM(CASE WHEN event = 'cancelled' THEN n ELSE 0 END) AS cancelled, SUM(CASE WHEN event = 'excluded' THEN n ELSE 0 END) AS excluded,
       SUM(CASE WHEN event IN ('recognised', 'refused') AND on_time >= 0 THEN n ELSE 0 END) AS timed,
       SUM(CASE WHEN event IN ('recognised', 'refused') AND on_time = 1 THEN n ELSE 0 END) AS in_time,
       SUM(CASE WHEN event IN ('recognised', 'refused') AND on_time >= 0 THEN days ELSE 0 END) AS days,
       SUM(CASE WHEN event IN ('accepted', 'declined') AND on_time >= 0 THEN n ELSE 0 END) AS reviewed,
       SUM(CASE WHEN event IN ('accepted', 'declined') AND on_time = 1 THEN n ELSE 0 END) AS reviewed_in_time,
       SUM(CASE WHEN event = 'recognised' THEN amount ELSE 0 END) AS amount, SUM(CASE WHEN event = 'recognised' THEN computable ELSE 0 END) AS computable,
       SUM(CASE WHEN event = 'recognised' THEN applied ELSE 0 END) AS applied
FROM report_tally
WHERE scope = :scope AND (:org = 0 OR org_id = :org) AND (:field = '' OR field = :field) AND (:kind = '' OR kind = :kind) AND (:beneficiary = '' OR beneficiary = :beneficiary) AND (:level = '' OR level = :level)
  AND CASE WHEN :by_period = 1 THEN period_year ELSE year END >= :from_year AND CASE WHEN :by_period = 1 THEN period_year ELSE year END <= :to_year
GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7 LIMIT 20000

-- name: report_records
SELECT e.dossier_id, e.event, e.on_date, e.on_time, e.reason, e.days, CASE WHEN e.computable = 1 THEN e.amount ELSE 0 END AS amount, o.name AS org_name, COALESCE(d.title, r.title, '') AS title, COALESCE(d.number, r.code, '') AS number,
       CASE WHEN EXISTS (SELECT 1 FROM dossier_conflict c WHERE c.dossier_id = e.dossier_id AND c.user_id = :user) THEN 1 ELSE 0 END AS hidden
FROM report_event e JOIN organisation o ON o.id = e.org_id LEFT JOIN dossier d ON d.id = e.dossier_id LEFT JOIN recognition r ON r.id = -e.dossier_id
WHERE (e.event = :event OR (:event = 'decided' AND e.event IN ('recognised', 'refused')) OR (:event = 'reviewed' AND e.event IN ('accepted', 'declined')) OR (:event = 'turned_down' AND e.event IN ('refused', 'declined'))) AND (:org = 0 OR e.org_id = :org) AND (:field = '' OR e.field = :field OR (:field = '-' AND e.field = '')) AND (:kind = '' OR e.kind = :kind OR (:kind = '-' AND e.kind = '')) AND (:beneficiary = '' OR e.beneficiary = :beneficiary) AND (:level = '' OR e.level = :level) AND (:reason = '' OR e.reason = :reason OR (:reason = '-' AND e.reason = ''))
  AND (:part = '' OR (:part = 'head' AND e.has_head = 1) OR (:part = 'computable' AND e.computable = 1) OR (:part = 'words' AND e.computable = 0) OR (:part = 'applied' AND e.applied = 1) OR (:part = 'trial' AND e.applied = 0))
  AND (:on_time < 0 OR e.on_time = :on_time OR (:on_time = 2 AND e.on_time >= 0)) AND (:round = 0 OR e.round_id = :round) AND (:from_day = 0 OR e.on_date >= :from_day) AND (:to_day = 0 OR e.on_date <= :to_day)
  AND CASE WHEN :by_period = 1 THEN e.period_year ELSE e.year END >= :from_year AND CASE WHEN :by_period = 1 THEN e.period_year ELSE e.year END <= :to_year
ORDER BY e.on_date DESC, e.dossier_id DESC LIMIT 50 OFFSET :skip

-- name: report_records_count
SELECT COUNT(*) FROM report_event e
WHERE (e.event = :event OR (:event = 'decided' AND e.event IN ('recognised', 'refused')) OR (:event = 'reviewed' AND e.event IN ('accepted', 'declined')) OR (:event = 'turned_down' AND e.event IN ('refused', 'declined'))) AND (:org = 0 OR e.org_id = :org) AND (:field = '' OR e.field = :field OR (:field = '-' AND e.field = '')) AND (:kind = '' OR e.kind = :kind OR (:kind = '-' AND e.kind = '')) AND (:beneficiary = '' OR e.beneficiary = :beneficiary) AND (:level = '' OR e.level = :level) AND (:reason = '' OR e.reason = :reason OR (:reason = '-' AND e.reason = ''))
  AND (:part = '' OR (:part = 'head' AND e.has_head = 1) OR (:part = 'computable' AND e.computable = 1) OR (:part = 'words' AND e.computable = 0) OR (:part = 'applied' AND e.applied = 1) OR (:part = 'trial' AND e.applied = 0))
  AND (:on_time < 0 OR e.on_time = :on_time OR (:on_time = 2 AND e.on_time >= 0)) AND (:round = 0 OR e.round_id = :round) AND (:from_day = 0 OR e.on_date >= :from_day) AND (:to_day = 0 OR e.on_date <= :to_day)
  AND CASE WHEN :by_period = 1 THEN e.period_year ELSE e.year END >= :from_year AND CASE WHEN :by_period = 1 THEN e.period_year ELSE e.year END <= :to_year

-- name: report_running
-- running dossiers and those of them past their due day
SELECT COUNT(*) AS running, COALESCE(SUM(CASE WHEN due_on < :today THEN 1 ELSE 0 END), 0) AS overdue FROM dossier
WHERE due_on IS NOT NULL AND filed_on IS NOT NULL AND phase IN ('filed', 'deficient', 'accepted', 'waiting', 'under_evaluation', 'evaluated', 'waiting_consent', 'deferred') AND (:org = 0 OR org_id = :org)

-- name: check_report_tally
SELECT COUNT(*) FROM (
    SELECT event, year, period_year, org_id, field, kind, beneficiary, level, has_head, on_time, reason FROM (
        SELECT event, year, period_year, org_id, field, kind, beneficiary, level, has_head, on_time, reason, n, days, amount FROM report_tally WHERE scope = 'cell'
        UNION ALL SELECT event, year, period_year, org_id, field, kind, beneficiary, level, has_head, on_time, reason, -1, -days, -amount FROM report_event) both_sides
    GROUP BY event, year, period_year, org_id, field, kind, beneficiary, level, has_head, on_time, reason HAVING SUM(n) <> 0 OR SUM(days) <> 0 OR SUM(amount) <> 0) wrong

-- name: check_report_scopes
SELECT COUNT(*) FROM (SELECT SUM(CASE scope WHEN 'city' THEN n ELSE 0 END) AS a, SUM(CASE scope WHEN 'unit' THEN n ELSE 0 END) AS b, SUM(CASE scope WHEN 'cell' THEN n ELSE 0 END) AS c, SUM(CASE scope WHEN 'served' THEN n ELSE 0 END) AS e
    FROM report_tally WHERE scope <> 'round' GROUP BY event, year, period_year, kind, level, has_head, on_time, reason) x WHERE a <> b OR b <> c OR c <> e

-- name: test_report_untally
UPDATE recognition_tally SET n = n - 1 WHERE (org_id, year, field, level, kind, has_head, status) = (SELECT org_id, year, field, level, kind, has_head, status FROM recognition WHERE id = 1)

-- name: test_report_cancel
UPDATE recognition SET status = 'cancelled', cancelled_on = recognised_on WHERE id = 1

-- name: test_report_lose
DELETE FROM report_tally WHERE event = 'recognised'

-- name: report_units
-- sums of each unit, most recognised first; with all = 0 those alone that recognised something
SELECT o.id AS org, o.name, o.symbol, o.sector, SUM(CASE WHEN t.event = 'recognised' THEN t.n ELSE 0 END) AS recognised,
       SUM(CASE WHEN t.event = 'recognised' AND t.level = 'city' THEN t.n ELSE 0 END) AS city, SUM(CASE WHEN t.event = 'recognised' THEN t.has_head * t.n ELSE 0 END) AS head,
       SUM(CASE WHEN t.event = 'refused' THEN t.n ELSE 0 END) AS refused, SUM(CASE WHEN t.event IN ('recognised', 'refused') AND t.on_time >= 0 THEN t.n ELSE 0 END) AS timed,
       SUM(CASE WHEN t.event IN ('recognised', 'refused') AND t.on_time = 1 THEN t.n ELSE 0 END) AS in_time
FROM report_tally t JOIN organisation o ON o.id = t.org_id
WHERE t.scope = 'unit' AND t.event IN ('recognised', 'refused')
  AND CASE WHEN :by_period = 1 THEN t.period_year ELSE t.year END >= :from_year AND CASE WHEN :by_period = 1 THEN t.period_year ELSE t.year END <= :to_year
GROUP BY o.id, o.name, o.symbol, o.sector HAVING :all = 1 OR SUM(CASE WHEN t.event = 'recognised' THEN t.n ELSE 0 END) > 0 ORDER BY 5 DESC, o.id LIMIT 300

-- name: report_rounds
-- sums of each round; the years are those of the rounds
SELECT r.id, r.name, r.year, SUM(CASE WHEN t.event = 'received' THEN t.n ELSE 0 END) AS received, SUM(CASE WHEN t.event = 'accepted' THEN t.n ELSE 0 END) AS accepted,
       SUM(CASE WHEN t.event = 'recognised' THEN t.n ELSE 0 END) AS recognised, SUM(CASE WHEN t.event = 'refused' THEN t.n ELSE 0 END) AS refused,
       SUM(CASE WHEN t.event IN ('recognised', 'refused') AND t.on_time >= 0 THEN t.n ELSE 0 END) AS timed, SUM(CASE WHEN t.event IN ('recognised', 'refused') AND t.on_time = 1 THEN t.n ELSE 0 END) AS in_time
FROM round r JOIN report_tally t ON t.round_id = r.id AND t.scope = 'round' AND (:org = 0 OR t.org_id = :org)
WHERE r.year >= :from_year AND r.year <= :to_year GROUP BY r.id, r.name, r.year, r.opens_on ORDER BY r.opens_on, r.id LIMIT 60

-- name: report_range
-- what happened between two days; the axes as in report_cube, out of the facts themselves
SELECT CASE WHEN :by_org = 1 THEN e.org_id ELSE 0 END AS org, CASE WHEN :by_field = 1 THEN e.field ELSE '' END AS field,
       SUM(CASE WHEN e.event = 'received' THEN 1 ELSE 0 END) AS received, SUM(CASE WHEN e.event = 'accepted' THEN 1 ELSE 0 END) AS accepted,
       SUM(CASE WHEN e.event = 'declined' THEN 1 ELSE 0 END) AS declined, SUM(CASE WHEN e.event = 'recognised' THEN 1 ELSE 0 END) AS recognised,
       SUM(CASE WHEN e.event = 'recognised' AND e.level = 'city' THEN 1 ELSE 0 END) AS city, SUM(CASE WHEN e.event = 'refused' THEN 1 ELSE 0 END) AS refused,
       SUM(CASE WHEN e.event = 'withdrawn' THEN 1 ELSE 0 END) AS withdrawn, SUM(CASE WHEN e.event = 'cancelled' THEN 1 ELSE 0 END) AS cancelled,
       SUM(CASE WHEN e.event = 'excluded' THEN 1 ELSE 0 END) AS excluded
FROM report_event e WHERE e.on_date >= :from_day AND e.on_date <= :to_day AND (:org = 0 OR e.org_id = :org) GROUP BY 1, 2 ORDER BY 6 DESC, 1, 2 LIMIT 20000
