-- Texts of each kind, as they may be found. Columns are those of search_text; what a kind lacks keeps "". A scan walks the
-- ids, 500 at a time (COALESCE keeps SQLite off the index of states, which would mean sorting).

-- name: search_news_all
SELECT id, title, lead || ' ' || body AS body, poster AS author, section AS field, '/tin-tuc/' || slug AS href, posted_on AS day
FROM article WHERE id > :after AND COALESCE(state, '') = 'published' ORDER BY id LIMIT 500

-- name: search_news_one
SELECT id, title, lead || ' ' || body AS body, poster AS author, section AS field, '/tin-tuc/' || slug AS href, posted_on AS day
FROM article WHERE id = :id AND state = 'published'

-- name: search_news_of_section
SELECT a.id FROM article a JOIN article_section s ON s.name = a.section WHERE s.id = :section

-- name: search_register_all
SELECT r.id, r.title, r.summary || ' ' || r.benefit AS body, r.org_name AS unit, r.field, r.level, r.status AS state, r.kind AS form, r.code, '/sang-kien/' || r.code AS href,
       r.recognised_on AS day, (SELECT a.name FROM recognition_author a WHERE a.recognition_id = r.id AND a.ordinal = 1)
         || COALESCE((SELECT ', ' || a.name FROM recognition_author a WHERE a.recognition_id = r.id AND a.ordinal = 2), '')
         || COALESCE((SELECT ', ' || a.name FROM recognition_author a WHERE a.recognition_id = r.id AND a.ordinal = 3), '')
         || COALESCE((SELECT ', ' || a.name FROM recognition_author a WHERE a.recognition_id = r.id AND a.ordinal = 4), '') AS author
FROM recognition r WHERE r.id > :after ORDER BY r.id LIMIT 500

-- name: search_register_one
SELECT r.id, r.title, r.summary || ' ' || r.benefit AS body, r.org_name AS unit, r.field, r.level, r.status AS state, r.kind AS form, r.code, '/sang-kien/' || r.code AS href,
       r.recognised_on AS day, (SELECT a.name FROM recognition_author a WHERE a.recognition_id = r.id AND a.ordinal = 1)
         || COALESCE((SELECT ', ' || a.name FROM recognition_author a WHERE a.recognition_id = r.id AND a.ordinal = 2), '')
         || COALESCE((SELECT ', ' || a.name FROM recognition_author a WHERE a.recognition_id = r.id AND a.ordinal = 3), '')
         || COALESCE((SELECT ', ' || a.name FROM recognition_author a WHERE a.recognition_id = r.id AND a.ordinal = 4), '') AS author
FROM recognition r WHERE r.id = :id

-- name: search_register_of_dossier
SELECT id FROM recognition WHERE dossier_id = :dossier

-- name: search_dossier_of_org
SELECT id FROM dossier WHERE org_id = :org ORDER BY id

-- name: search_question_all
SELECT q.id, q.title, q.body || COALESCE((SELECT ' ' || a.body || ' ' || a.article FROM answer a WHERE a.question_id = q.id AND a.state = 'open' AND a.official = 1 ORDER BY a.id LIMIT 1), '') AS body,
       '/hoi-dap/' || q.id AS href, q.created_at AS at
FROM question q WHERE q.id > :after AND COALESCE(q.state, '') = 'open' ORDER BY q.id LIMIT 500

-- name: search_question_one
SELECT q.id, q.title, q.body || COALESCE((SELECT ' ' || a.body || ' ' || a.article FROM answer a WHERE a.question_id = q.id AND a.state = 'open' AND a.official = 1 ORDER BY a.id LIMIT 1), '') AS body,
       '/hoi-dap/' || q.id AS href, q.created_at AS at
FROM question q WHERE q.id = :id AND q.state = 'open'

-- name: search_training_all
SELECT c.id, c.title, c.summary || ' ' || c.body AS body, c.organiser AS unit, '/tap-huan/' || c.slug AS href, (SELECT MIN(s.starts_at) FROM course_session s WHERE s.course_id = c.id) AS at
FROM course c WHERE c.id > :after AND c.state <> 'draft' ORDER BY c.id LIMIT 500

-- name: search_training_one
SELECT c.id, c.title, c.summary || ' ' || c.body AS body, c.organiser AS unit, '/tap-huan/' || c.slug AS href, (SELECT MIN(s.starts_at) FROM course_session s WHERE s.course_id = c.id) AS at
FROM course c WHERE c.id = :id AND c.state <> 'draft'

-- Dossiers: never the secret part. org only once filed: before that a dossier is for who writes it.
-- name: search_dossier_all
SELECT d.id, d.title, p.known_state || ' ' || p.content || ' ' || p.applicability || ' ' || p.benefit_author AS body, COALESCE(o.name, '') AS unit, d.field, d.phase AS state, d.level, d.kind AS form, d.number AS code,
       '/ho-so/' || d.id AS href, COALESCE(d.filed_on, 0) AS day, CASE WHEN d.filed_on IS NULL OR d.phase = 'draft' THEN NULL ELSE d.org_id END AS org,
       COALESCE((SELECT a.name FROM dossier_author a WHERE a.dossier_id = d.id AND a.ordinal = 1), '')
         || COALESCE((SELECT ', ' || a.name FROM dossier_author a WHERE a.dossier_id = d.id AND a.ordinal = 2), '')
         || COALESCE((SELECT ', ' || a.name FROM dossier_author a WHERE a.dossier_id = d.id AND a.ordinal = 3), '') AS author
FROM dossier d JOIN dossier_prose p ON p.dossier_id = d.id LEFT JOIN organisation o ON o.id = d.org_id WHERE d.id > :after ORDER BY d.id LIMIT 500

-- name: search_dossier_one
SELECT d.id, d.title, p.known_state || ' ' || p.content || ' ' || p.applicability || ' ' || p.benefit_author AS body, COALESCE(o.name, '') AS unit, d.field, d.phase AS state, d.level, d.kind AS form, d.number AS code,
       '/ho-so/' || d.id AS href, COALESCE(d.filed_on, 0) AS day, CASE WHEN d.filed_on IS NULL OR d.phase = 'draft' THEN NULL ELSE d.org_id END AS org,
       COALESCE((SELECT a.name FROM dossier_author a WHERE a.dossier_id = d.id AND a.ordinal = 1), '')
         || COALESCE((SELECT ', ' || a.name FROM dossier_author a WHERE a.dossier_id = d.id AND a.ordinal = 2), '')
         || COALESCE((SELECT ', ' || a.name FROM dossier_author a WHERE a.dossier_id = d.id AND a.ordinal = 3), '') AS author
FROM dossier d JOIN dossier_prose p ON p.dossier_id = d.id LEFT JOIN organisation o ON o.id = d.org_id WHERE d.id = :id

-- Dossiers of mine, and those that I read as a member of a council.
-- name: search_may_also
SELECT id FROM (
  SELECT d.id FROM dossier d WHERE d.owner_id = :me
  UNION SELECT a.dossier_id FROM dossier_author a WHERE a.user_id = :me
  UNION SELECT r.dossier_id FROM dossier_reader r JOIN dossier d ON d.id = r.dossier_id
        WHERE r.user_id = :me AND d.filed_on IS NOT NULL AND d.phase <> 'draft' AND NOT EXISTS (SELECT 1 FROM dossier_conflict c WHERE c.dossier_id = r.dossier_id AND c.user_id = :me)
) mine ORDER BY id

-- name: search_may_never
SELECT dossier_id AS id FROM dossier_conflict WHERE user_id = :me ORDER BY dossier_id

-- name: search_last_event
SELECT id, hash FROM audit_event ORDER BY id DESC LIMIT 1

-- name: search_event_is
SELECT COUNT(*) FROM audit_event WHERE id = :id AND hash = :hash

-- name: search_events
SELECT id, object, kind, action, hash FROM audit_event WHERE id > :after ORDER BY id LIMIT :limit

-- name: search_saved_insert
INSERT INTO search_saved(user_id, name, query, found, created_at) VALUES (:user, :name, :query, :found, :now) RETURNING id

-- name: search_saved_count
SELECT COUNT(*) FROM search_saved WHERE user_id = :user

-- name: search_saved_of
SELECT id, user_id, name, query, found, created_at FROM search_saved WHERE user_id = :user ORDER BY id LIMIT 100

-- name: search_saved_one
SELECT COUNT(*) FROM search_saved WHERE id = :id AND user_id = :user

-- name: search_saved_all
SELECT s.id, s.user_id, s.name, s.query, s.found, s.created_at FROM search_saved s JOIN user_account u ON u.id = s.user_id ORDER BY s.id LIMIT 10000

-- name: search_saved_found
UPDATE search_saved SET found = :found WHERE id = :id

-- name: search_saved_drop
DELETE FROM search_saved WHERE id = :id AND user_id = :user

-- name: search_seen_drop
DELETE FROM search_seen WHERE saved_id = :id

-- name: search_seen_add
INSERT INTO search_seen(saved_id, kind, object) VALUES (:saved, :kind, :object) ON CONFLICT DO NOTHING

-- name: test_search_dossiers
SELECT id FROM dossier ORDER BY id
