-- name: ranking_set_insert
INSERT INTO ranking_set(name, document, criteria, bands, made_by, made_at) VALUES (:name, :document, :criteria, :bands, :who, :now) RETURNING id

-- name: ranking_set_all
SELECT id, name, document, criteria, bands FROM ranking_set ORDER BY id DESC LIMIT 100

-- name: ranking_criterion_insert
INSERT INTO ranking_criterion(set_id, ordinal, group_name, title, points, measure, per) VALUES (:set, :ordinal, :group_name, :title, :points, :measure, :per)

-- name: ranking_band_insert
INSERT INTO ranking_band(set_id, ordinal, name, points) VALUES (:set, :ordinal, :name, :points)

-- name: ranking_criteria_of
SELECT id, ordinal, group_name, title, points, measure, per FROM ranking_criterion WHERE set_id = :set ORDER BY ordinal LIMIT 100

-- name: ranking_bands_of
SELECT name, points FROM ranking_band WHERE set_id = :set ORDER BY ordinal LIMIT 20

-- name: ranking_round_insert
INSERT INTO ranking_round(set_id, year, state, opened_at) VALUES (:set, :year, 'open', :now) RETURNING id

-- name: ranking_round_get
SELECT r.id, r.set_id, r.year, r.state, r.published_at, s.name AS set_name, s.document, CASE WHEN r.state = 'published' THEN 1 ELSE 0 END AS published
FROM ranking_round r JOIN ranking_set s ON s.id = r.set_id WHERE r.id = :id

-- name: ranking_round_all
SELECT r.id, r.set_id, r.year, r.state, r.published_at, s.name AS set_name, s.document, CASE WHEN r.state = 'published' THEN 1 ELSE 0 END AS published
FROM ranking_round r JOIN ranking_set s ON s.id = r.set_id ORDER BY r.year DESC LIMIT 100

-- name: ranking_round_publish
UPDATE ranking_round SET state = 'published', published_at = :now WHERE id = :id AND state = 'open'

-- name: ranking_entry_add
INSERT INTO ranking_entry(round_id, org_id) VALUES (:round, :org) ON CONFLICT (round_id, org_id) DO NOTHING

-- name: ranking_entry_claimed
UPDATE ranking_entry SET claimed = (SELECT COALESCE(SUM(s.claimed), 0) FROM ranking_score s WHERE s.round_id = :round AND s.org_id = :org), claimed_at = :now
WHERE round_id = :round AND org_id = :org AND verified_at IS NULL

-- name: ranking_entry_verified
UPDATE ranking_entry SET verified = (SELECT COALESCE(SUM(s.verified), 0) FROM ranking_score s WHERE s.round_id = :round AND s.org_id = :org), verified_at = :now
WHERE round_id = :round AND org_id = :org AND claimed_at IS NOT NULL

-- name: ranking_entries
SELECT e.org_id AS org, o.name AS org_name, e.claimed, e.verified, e.place, e.band, CASE WHEN e.claimed_at IS NULL THEN 0 ELSE 1 END AS is_claimed, CASE WHEN e.verified_at IS NULL THEN 0 ELSE 1 END AS is_verified
FROM ranking_entry e JOIN organisation o ON o.id = e.org_id WHERE e.round_id = :round
ORDER BY CASE WHEN e.verified_at IS NULL THEN 1 ELSE 0 END, e.verified DESC, o.folded, e.org_id LIMIT 5000

-- name: ranking_entry_place
UPDATE ranking_entry SET place = :place, band = :band WHERE round_id = :round AND org_id = :org

-- name: ranking_score_claim
INSERT INTO ranking_score(round_id, org_id, criterion_id, claimed, evidence) VALUES (:round, :org, :criterion, :claimed, :evidence)
ON CONFLICT (round_id, org_id, criterion_id) DO UPDATE SET claimed = excluded.claimed, evidence = excluded.evidence

-- name: ranking_score_verify
UPDATE ranking_score SET verified = :verified, reason = :reason WHERE round_id = :round AND org_id = :org AND criterion_id = :criterion

-- name: ranking_lines
SELECT c.id AS criterion_id, c.ordinal, c.group_name, c.title, c.points, c.measure, c.per AS computed, COALESCE(s.claimed, 0) AS claimed, COALESCE(s.evidence, '') AS evidence, COALESCE(s.verified, -1) AS verified,
       COALESCE(s.reason, '') AS reason
FROM ranking_round r JOIN ranking_criterion c ON c.set_id = r.set_id LEFT JOIN ranking_score s ON s.round_id = r.id AND s.criterion_id = c.id AND s.org_id = :org
WHERE r.id = :round ORDER BY c.ordinal LIMIT 100

-- name: check_ranking_sums
SELECT COUNT(*) FROM ranking_entry e WHERE (e.claimed_at IS NOT NULL AND e.claimed <> (SELECT COALESCE(SUM(s.claimed), 0) FROM ranking_score s WHERE s.round_id = e.round_id AND s.org_id = e.org_id))
   OR (e.verified_at IS NOT NULL AND e.verified <> (SELECT COALESCE(SUM(s.verified), 0) FROM ranking_score s WHERE s.round_id = e.round_id AND s.org_id = e.org_id))

-- name: check_ranking_whole
SELECT COUNT(*) FROM (SELECT set_id FROM ranking_criterion GROUP BY set_id HAVING SUM(points) <> 10000) x
