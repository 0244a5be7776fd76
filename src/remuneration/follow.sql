-- name: follow_plan_get
SELECT state, plan, delay_reason, stop_reason, forecast, revision, due_on, locked_at, CASE WHEN state IN ('planned', 'applying') AND due_on < :today THEN 1 ELSE 0 END AS late
FROM use_plan WHERE recognition_id = :recognition

-- name: follow_plan_insert
INSERT INTO use_plan(recognition_id, state, plan, forecast, due_on, delay_reason, stop_reason, set_by, set_at)
VALUES (:recognition, :state, :plan, :forecast, :due_on, :delay, :stop, :user, :now) ON CONFLICT DO NOTHING

-- name: follow_plan_save
UPDATE use_plan SET state = :state, plan = :plan, forecast = :forecast, due_on = :due_on, delay_reason = :delay, stop_reason = :stop, set_by = :user, set_at = :now, revision = revision + 1
WHERE recognition_id = :recognition AND revision = :revision

-- name: follow_plan_lock
UPDATE use_plan SET locked_at = :now WHERE recognition_id = :recognition AND locked_at IS NULL

-- name: follow_actual
SELECT COALESCE(SUM(amount), 0) FROM rem_statement WHERE recognition_id = :recognition AND state = 'confirmed'

-- name: follow_kin
SELECT COUNT(*) FROM organisation o WHERE o.kind <> 'body' AND o.valid_to IS NULL AND o.id <> :org AND o.sector = (SELECT sector FROM organisation WHERE id = :org)

-- name: follow_rollout_insert
INSERT INTO use_rollout(recognition_id, org_id, since_on, effect, evidence, set_by, set_at) VALUES (:recognition, :org, :since_on, :effect, :evidence, :user, :now) RETURNING id

-- name: follow_rollouts
SELECT u.id, u.org_id, o.name AS org_name, u.since_on, u.effect, u.evidence FROM use_rollout u JOIN organisation o ON o.id = u.org_id WHERE u.recognition_id = :recognition ORDER BY u.since_on, u.id LIMIT 500

-- name: follow_list
SELECT r.code, r.title, r.org_name, r.recognised_on, COALESCE(p.state, 'none') AS state, COALESCE(p.delay_reason, '') AS delay_reason, p.due_on, COALESCE(p.forecast, 0) AS forecast,
  CASE WHEN p.state IN ('planned', 'applying') AND p.due_on < :today THEN 1 ELSE 0 END AS late,
  CASE WHEN p.state IN ('planned', 'applying') AND p.due_on < :today AND p.delay_reason = '' THEN 1 ELSE 0 END AS silent,
  COALESCE((SELECT SUM(s.amount) FROM rem_statement s WHERE s.recognition_id = r.id AND s.state = 'confirmed'), 0) AS actual, (SELECT COUNT(*) FROM use_rollout u WHERE u.recognition_id = r.id) AS rollouts
FROM recognition r LEFT JOIN use_plan p ON p.recognition_id = r.id
WHERE r.status = 'valid' AND (:everywhere = 1 OR EXISTS (SELECT 1 FROM recognition_author a WHERE a.recognition_id = r.id AND a.user_id = :user)
    OR EXISTS (SELECT 1 FROM user_role w WHERE w.user_id = :user AND w.org_id = r.org_id AND w.role IN ('head', 'intake') AND COALESCE(w.valid_from, 0) <= :today AND COALESCE(w.valid_to, 99999999) >= :today))
  AND (:state = '' OR COALESCE(p.state, 'none') = :state OR (:state = 'late' AND p.state IN ('planned', 'applying') AND p.due_on < :today))
ORDER BY r.recognised_on DESC, r.id DESC LIMIT 50 OFFSET :skip

-- name: follow_count
SELECT COUNT(*) AS total, COALESCE(SUM(CASE WHEN p.state IS NULL THEN 1 ELSE 0 END), 0) AS none, COALESCE(SUM(CASE WHEN p.state = 'planned' THEN 1 ELSE 0 END), 0) AS planned,
  COALESCE(SUM(CASE WHEN p.state = 'applying' THEN 1 ELSE 0 END), 0) AS applying, COALESCE(SUM(CASE WHEN p.state = 'done' THEN 1 ELSE 0 END), 0) AS done,
  COALESCE(SUM(CASE WHEN p.state = 'stopped' THEN 1 ELSE 0 END), 0) AS stopped,
  COALESCE(SUM(CASE WHEN p.state IN ('planned', 'applying') AND p.due_on < :today THEN 1 ELSE 0 END), 0) AS late,
  COALESCE(SUM(CASE WHEN p.state IN ('planned', 'applying') AND p.due_on < :today AND p.delay_reason = '' THEN 1 ELSE 0 END), 0) AS silent
FROM recognition r LEFT JOIN use_plan p ON p.recognition_id = r.id
WHERE r.status = 'valid' AND (:everywhere = 1 OR EXISTS (SELECT 1 FROM recognition_author a WHERE a.recognition_id = r.id AND a.user_id = :user)
    OR EXISTS (SELECT 1 FROM user_role w WHERE w.user_id = :user AND w.org_id = r.org_id AND w.role IN ('head', 'intake') AND COALESCE(w.valid_from, 0) <= :today AND COALESCE(w.valid_to, 99999999) >= :today))
