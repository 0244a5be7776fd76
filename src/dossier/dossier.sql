-- name: dossier_get
-- where there is none its neighbour, which the caller throws away: what is hidden and what is missing cost the same
SELECT d.id, d.number, d.org_id, d.owner_id, d.form_id, d.round_id, COALESCE((SELECT rd.name FROM round rd WHERE rd.id = d.round_id), '') AS round_name, d.level, d.nominated_id, d.process_id, d.form_version, d.state, d.phase, d.title, d.kind, d.subkind, d.field, d.venue_basis, d.investor,
       d.state_funded, d.author_is_head, p.known_state, p.content, p.applicability, d.secret, d.has_secret, p.conditions, d.trial_on, d.applied_on,
       p.benefit_author, p.benefit_users, d.benefit_kind, d.beneficiary, d.author_kind, d.benefit_amount, d.oath, d.no_state_secret, d.created_at, d.updated_at, d.revision, d.filed_on, d.received_on,
       d.accepted_on, d.applied_done_on, d.decided_on, d.due_on, d.due_rule, d.consent_document, d.original_sha256, COALESCE(o.name, '') AS org_name,
       u.name AS owner_name,
       CASE WHEN d.owner_id = :me THEN 1 ELSE 0 END AS is_owner,
       (SELECT COUNT(*) FROM dossier_author a WHERE a.dossier_id = d.id AND a.user_id = :me) AS is_author,
       (SELECT COUNT(*) FROM dossier_reader r WHERE r.dossier_id = d.id AND r.user_id = :me) AS is_reader,
       (SELECT COUNT(*) FROM dossier_conflict c WHERE c.dossier_id = d.id AND c.user_id = :me) AS is_conflicted
FROM dossier d JOIN dossier_prose p ON p.dossier_id = d.id LEFT JOIN organisation o ON o.id = d.org_id JOIN user_account u ON u.id = d.owner_id WHERE d.id = (SELECT MAX(n.id) FROM dossier n WHERE n.id <= :id)

-- name: dossier_authors
SELECT a.id, a.ordinal, a.user_id, a.name, a.birth_date, a.unit, a.position, a.qualification, a.share, a.confirmed_at, COALESCE(u.login, '') AS login
FROM dossier_author a LEFT JOIN user_account u ON u.id = a.user_id WHERE a.dossier_id = :dossier ORDER BY a.ordinal

-- name: dossier_organisers
SELECT ordinal, name, unit, work FROM dossier_organiser WHERE dossier_id = :dossier ORDER BY ordinal

-- name: dossier_events
SELECT id, at, actor, process_id, action, from_state, to_state, note, due_on, due_rule FROM dossier_event WHERE dossier_id = :dossier ORDER BY id DESC LIMIT 300

-- name: dossier_files
SELECT f.id, f.purpose, f.name, f.mime, f.size, f.sha256, f.added_at, CASE WHEN r.state IN ('waiting', 'reading') THEN 1 ELSE 0 END AS is_being_read,
  CASE WHEN r.state = 'failed' THEN 1 ELSE 0 END AS is_unreadable, CASE WHEN r.state = 'done' THEN r.pictures ELSE 0 END AS pictures, COALESCE(r.sure, 0) AS sure
FROM dossier_file f LEFT JOIN file_reading r ON r.sha256 = f.sha256 WHERE f.dossier_id = :dossier AND f.removed_at IS NULL ORDER BY f.id LIMIT 100

-- name: dossier_file_get
SELECT id, purpose, name, mime, size, sha256, added_at FROM dossier_file WHERE dossier_id = :dossier AND id = :file AND removed_at IS NULL

-- name: dossier_file_insert
INSERT INTO dossier_file(dossier_id, purpose, name, mime, size, sha256, added_by, added_at)
VALUES (:dossier, :purpose, :name, :mime, :size, :sha256, :user, :now) RETURNING id

-- name: dossier_file_remove
UPDATE dossier_file SET removed_at = :now WHERE id = :file AND dossier_id = :dossier AND removed_at IS NULL

-- name: dossier_file_count
SELECT COUNT(*) FROM dossier_file WHERE dossier_id = :dossier AND removed_at IS NULL

-- name: dossier_file_count_purpose
SELECT COUNT(*) FROM dossier_file WHERE dossier_id = :dossier AND purpose = :purpose AND removed_at IS NULL

-- name: dossier_insert
INSERT INTO dossier(owner_id, level, nominated_id, process_id, state, phase, created_at, updated_at, updated_by)
VALUES (:owner, :level, :nominated, :process, :state, 'draft', :now, :now, :owner) RETURNING id

-- name: dossier_update
UPDATE dossier SET org_id = :org, round_id = :round, form_id = CASE WHEN filed_on IS NULL THEN CAST(:form AS BIGINT) ELSE form_id END, title = :title, folded = :folded, kind = :kind, subkind = :subkind, field = :field, venue_basis = :venue_basis,
       investor = :investor, state_funded = :state_funded, secret = :secret,
       has_secret = :has_secret, trial_on = :trial_on, applied_on = :applied_on, benefit_kind = :benefit_kind, beneficiary = :beneficiary, author_kind = :author_kind, benefit_amount = :benefit_amount, oath = :oath, no_state_secret = :no_state_secret,
       updated_at = :now, updated_by = :user, revision = revision + 1
WHERE id = :id AND revision = :revision

-- name: dossier_prose_put
INSERT INTO dossier_prose(dossier_id, known_state, content, applicability, conditions, benefit_author, benefit_users)
VALUES (:dossier, :known_state, :content, :applicability, :conditions, :benefit_author, :benefit_users)
ON CONFLICT (dossier_id) DO UPDATE SET known_state = excluded.known_state, content = excluded.content, applicability = excluded.applicability,
  conditions = excluded.conditions, benefit_author = excluded.benefit_author, benefit_users = excluded.benefit_users

-- name: dossier_authors_drop
DELETE FROM dossier_author WHERE dossier_id = :dossier

-- name: dossier_author_insert
INSERT INTO dossier_author(dossier_id, ordinal, user_id, name, birth_date, unit, position, qualification, share, confirmed_at)
VALUES (:dossier, :ordinal, :user, :name, :birth_date, :unit, :position, :qualification, :share, :confirmed_at) RETURNING id

-- name: dossier_organisers_drop
DELETE FROM dossier_organiser WHERE dossier_id = :dossier

-- name: dossier_organiser_insert
INSERT INTO dossier_organiser(dossier_id, ordinal, name, unit, work) VALUES (:dossier, :ordinal, :name, :unit, :work) RETURNING id

-- name: dossier_author_confirm
UPDATE dossier_author SET confirmed_at = :now WHERE dossier_id = :dossier AND user_id = :user AND confirmed_at IS NULL

-- name: dossier_original_set
UPDATE dossier SET original_sha256 = :sha256 WHERE id = :id

-- name: dossier_move
UPDATE dossier SET state = :to_state, phase = :phase, number = CASE WHEN number = '' THEN CAST(:number AS TEXT) ELSE number END, filed_on = COALESCE(filed_on, CAST(:filed_on AS BIGINT)),
       received_on = COALESCE(CAST(:received_on AS BIGINT), received_on),
       accepted_on = COALESCE(CAST(:accepted_on AS BIGINT), accepted_on), applied_done_on = COALESCE(CAST(:applied_done_on AS BIGINT), applied_done_on),
       decided_on = COALESCE(CAST(:decided_on AS BIGINT), decided_on), due_on = :due_on, due_rule = :due_rule,
       author_is_head = CASE WHEN CAST(:author_is_head AS BIGINT) >= 0 THEN CAST(:author_is_head AS BIGINT) ELSE author_is_head END,
       consent_document = CASE WHEN CAST(:consent AS TEXT) <> '' THEN CAST(:consent AS TEXT) ELSE consent_document END, updated_at = :now, revision = revision + 1
WHERE id = :id AND state = :from_state

-- name: dossier_place
-- apart from dossier_move: most steps change neither, and their indexes are not written again
UPDATE dossier SET process_id = :process, org_id = COALESCE(CAST(:org AS BIGINT), org_id) WHERE id = :id

-- name: dossier_event_insert
INSERT INTO dossier_event(dossier_id, at, user_id, actor, process_id, action, from_state, to_state, note, due_on, due_rule)
VALUES (:dossier, :now, :user, :actor, :process, :action, :from_state, :to_state, :note, :due_on, :due_rule) RETURNING id

-- name: dossier_stops
SELECT stopped_on, restarted_on FROM dossier_stop WHERE dossier_id = :dossier AND due_rule = :rule AND stopped_on >= :since ORDER BY id

-- name: dossier_stop_insert
INSERT INTO dossier_stop(dossier_id, due_rule, stopped_on) VALUES (:dossier, :rule, :day) RETURNING id

-- name: dossier_stop_end
UPDATE dossier_stop SET restarted_on = :day WHERE dossier_id = :dossier AND restarted_on IS NULL

-- name: dossier_reader_add
INSERT INTO dossier_reader(dossier_id, user_id) VALUES (:dossier, :user) ON CONFLICT DO NOTHING

-- name: dossier_reader_drop
DELETE FROM dossier_reader WHERE dossier_id = :dossier AND user_id = :user

-- name: dossier_conflict_add
INSERT INTO dossier_conflict(dossier_id, user_id, kind, note) VALUES (:dossier, :user, :kind, :note) ON CONFLICT DO NOTHING

-- name: dossier_mine
SELECT d.id, d.number, d.title, d.process_id, d.state, COALESCE(o.name, '') AS org_name, d.field, '' AS authors, d.due_rule, d.filed_on, d.due_on, d.updated_at
FROM dossier d LEFT JOIN organisation o ON o.id = d.org_id
WHERE d.owner_id = :me OR d.id IN (SELECT dossier_id FROM dossier_author WHERE user_id = :me)
ORDER BY d.updated_at DESC LIMIT 200

-- name: dossier_to_do
SELECT d.id, d.number, d.title, d.process_id, d.state, COALESCE(o.name, '') AS org_name, d.field, '' AS authors, d.due_rule, d.filed_on, d.due_on, d.updated_at
FROM dossier d JOIN organisation o ON o.id = d.org_id
WHERE d.phase IN ('filed', 'deficient', 'accepted', 'waiting', 'under_evaluation', 'evaluated', 'waiting_consent', 'deferred')
  AND d.owner_id <> :me
  AND NOT EXISTS (SELECT 1 FROM dossier_author a WHERE a.dossier_id = d.id AND a.user_id = :me)
  AND NOT EXISTS (SELECT 1 FROM dossier_conflict c WHERE c.dossier_id = d.id AND c.user_id = :me)
  AND EXISTS (SELECT 1 FROM user_role r WHERE r.user_id = :me AND COALESCE(r.valid_from, 0) <= :day AND COALESCE(r.valid_to, 99999999) >= :day
              AND (r.org_id = d.org_id OR r.org_id IS NULL)
              AND ((r.role = 'intake' AND d.phase IN ('filed', 'accepted', 'waiting', 'deferred'))
                OR (r.role IN ('secretary', 'chair') AND d.phase IN ('accepted', 'under_evaluation'))
                OR (r.role = 'head' AND d.phase = 'evaluated')
                OR (r.role = 'department' AND d.phase = 'waiting_consent')))
ORDER BY COALESCE(d.due_on, 99999999), d.id LIMIT 200

-- name: dossier_search
SELECT d.id, d.number, d.title, d.process_id, d.state, COALESCE(o.name, '') AS org_name, d.field, '' AS authors, d.due_rule, d.filed_on, d.due_on, d.updated_at
FROM dossier d JOIN organisation o ON o.id = d.org_id
WHERE d.filed_on IS NOT NULL AND (:org = 0 OR d.org_id = :org) AND (:phase = '' OR d.phase = :phase) AND (:text = '' OR d.folded LIKE :text)
  AND (:round = 0 OR d.round_id = :round) AND (:beneficiary = '' OR d.beneficiary = :beneficiary) AND (:author_kind = '' OR d.author_kind = :author_kind)
  AND NOT EXISTS (SELECT 1 FROM dossier_conflict c WHERE c.dossier_id = d.id AND c.user_id = :me)
  AND NOT EXISTS (SELECT 1 FROM dossier_author a WHERE a.dossier_id = d.id AND a.user_id = :me)
  AND EXISTS (SELECT 1 FROM user_role r WHERE r.user_id = :me AND COALESCE(r.valid_from, 0) <= :day AND COALESCE(r.valid_to, 99999999) >= :day
              AND (r.org_id = d.org_id OR r.org_id IS NULL) AND r.role IN ('intake', 'head', 'secretary', 'chair', 'department', 'auditor'))
ORDER BY d.id DESC LIMIT 50 OFFSET :skip

-- name: dossier_search_count
SELECT COUNT(*)
FROM dossier d
WHERE d.filed_on IS NOT NULL AND (:org = 0 OR d.org_id = :org) AND (:phase = '' OR d.phase = :phase) AND (:text = '' OR d.folded LIKE :text)
  AND (:round = 0 OR d.round_id = :round) AND (:beneficiary = '' OR d.beneficiary = :beneficiary) AND (:author_kind = '' OR d.author_kind = :author_kind)
  AND NOT EXISTS (SELECT 1 FROM dossier_conflict c WHERE c.dossier_id = d.id AND c.user_id = :me)
  AND NOT EXISTS (SELECT 1 FROM dossier_author a WHERE a.dossier_id = d.id AND a.user_id = :me)
  AND EXISTS (SELECT 1 FROM user_role r WHERE r.user_id = :me AND COALESCE(r.valid_from, 0) <= :day AND COALESCE(r.valid_to, 99999999) >= :day
              AND (r.org_id = d.org_id OR r.org_id IS NULL) AND r.role IN ('intake', 'head', 'secretary', 'chair', 'department', 'auditor'))

-- name: file_reading_add
INSERT INTO file_reading(sha256, updated_at) VALUES (:sha256, :now) ON CONFLICT DO NOTHING

-- name: file_reading_again
UPDATE file_reading SET state = 'waiting', updated_at = :now WHERE sha256 = :sha256 AND pictures > 0 AND state IN ('done', 'failed')

-- name: file_reading_get
SELECT r.sha256, r.state, r.pages, r.pictures, r.sure, r.unread, r.text,
  CASE WHEN r.state = 'done' THEN r.pictures ELSE (SELECT COUNT(*) FROM file_reading_page p WHERE p.sha256 = r.sha256) END AS pictures_read
FROM file_reading r WHERE r.sha256 = :sha256

-- name: file_reading_progress
UPDATE file_reading SET state = 'reading', pages = :pages, pictures = :pictures, updated_at = :now WHERE sha256 = :sha256

-- name: file_reading_done
UPDATE file_reading SET state = 'done', pages = :pages, pictures = :pictures, sure = :sure, unread = :unread, text = :text, updated_at = :now WHERE sha256 = :sha256

-- name: file_reading_failed
UPDATE file_reading SET state = 'failed', updated_at = :now WHERE sha256 = :sha256

-- name: file_reading_page_add
INSERT INTO file_reading_page(sha256, page, words, letters, sure) VALUES (:sha256, :page, :words, :letters, :sure) ON CONFLICT DO NOTHING

-- name: file_reading_pages
SELECT page, words, letters, sure FROM file_reading_page WHERE sha256 = :sha256 ORDER BY page

-- name: file_reading_pages_drop
DELETE FROM file_reading_page WHERE sha256 = :sha256

-- name: dossier_drafts_of_form
SELECT d.id FROM dossier d JOIN dossier_prose p ON p.dossier_id = d.id
WHERE d.original_sha256 = :sha256 AND d.phase = 'draft' AND d.title = '' AND p.content = '' ORDER BY d.id LIMIT 100

-- name: dossier_attached
SELECT f.id, f.name, r.text, r.pictures, r.sure FROM dossier_file f JOIN file_reading r ON r.sha256 = f.sha256
WHERE f.dossier_id = :dossier AND f.removed_at IS NULL AND f.purpose <> 'original' AND r.state = 'done' AND r.text <> '' ORDER BY f.id LIMIT 100

-- name: dossier_attached_waiting
SELECT COUNT(*) FROM dossier_file f JOIN file_reading r ON r.sha256 = f.sha256
WHERE f.dossier_id = :dossier AND f.removed_at IS NULL AND f.purpose <> 'original' AND r.state IN ('waiting', 'reading')

-- name: dossier_owner_of
SELECT d.id, d.revision, d.owner_id, d.level, u.org_id, u.name AS owner_name, u.login FROM dossier d JOIN user_account u ON u.id = d.owner_id WHERE d.id = :id

-- name: dossier_under_way_at
SELECT id, state, phase, process_id, due_on, due_rule FROM dossier WHERE org_id = :org AND phase NOT IN ('refused_acceptance', 'certified', 'refused', 'cancelled', 'withdrawn', 'excluded') ORDER BY id LIMIT 5000

-- name: dossier_set_org
UPDATE dossier SET org_id = :heir, updated_at = :now, revision = revision + 1 WHERE id = :id AND org_id = :org

-- name: dossier_with_file
SELECT DISTINCT dossier_id AS id FROM dossier_file WHERE sha256 = :sha256 AND removed_at IS NULL AND purpose <> 'original' ORDER BY 1 LIMIT 1000
