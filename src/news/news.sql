-- name: article_insert
INSERT INTO article(slug, title, lead, body, section, poster, author_mark, posted_on, views, source, folded, changed_at)
VALUES (:slug, :title, :lead, :body, :section, :poster, :author_mark, :posted_on, :views, :source, :folded, :now) RETURNING id

-- name: article_draft_text
UPDATE article SET title = :title, lead = :lead, body = :body, section = :section, author_mark = :author_mark, posted_on = :posted_on, folded = :folded WHERE id = :id AND state = 'draft'

-- name: article_revision_insert
INSERT INTO article_revision(article_id, number, title, lead, body, section, author_mark, posted_on, saved_by, saved_at, note)
VALUES (:article, :number, :title, :lead, :body, :section, :author_mark, :posted_on, :user, :now, :note) RETURNING id

-- name: article_saved
UPDATE article SET revision = revision + 1, work = 'draft', written_by = :user, sent_by = NULL, publish_at = NULL WHERE id = :id AND revision = :revision

-- name: article_slug_set
UPDATE article SET slug = :slug WHERE id = :id

-- name: article_work_set
UPDATE article SET work = :work, sent_by = :sent_by, note = :note, publish_at = :publish_at WHERE id = :id AND revision = :revision AND work = :was

-- name: article_publish
UPDATE article SET title = :title, lead = :lead, body = :body, section = :section, author_mark = :author_mark, posted_on = :posted_on, folded = :folded, cover = :cover, state = 'published', work = 'none',
  public_revision = revision, note = '', publish_at = NULL, published_at = COALESCE(published_at, :now), changed_at = :now, related_at = 0 WHERE id = :id AND revision = :revision

-- name: article_withdraw
UPDATE article SET state = 'withdrawn', work = 'draft', note = :note, publish_at = NULL, sent_by = NULL, changed_at = :now WHERE id = :id AND state = 'published'

-- name: article_search
SELECT id, slug, title, lead, section, poster, posted_on, views, state, cover, changed_at FROM article
WHERE state = 'published' AND (:section = '' OR section = :section) AND (:text = '' OR folded LIKE :text) ORDER BY posted_on DESC, id DESC LIMIT :limit OFFSET :skip

-- name: article_search_count
SELECT COUNT(*) FROM (SELECT 1 AS one FROM article WHERE state = 'published' AND (:section = '' OR section = :section) AND (:text = '' OR folded LIKE :text) LIMIT 10001) few

-- name: article_feed
SELECT id, slug, title, lead, section, poster, posted_on, published_at, changed_at FROM article WHERE state = 'published' AND (:section = '' OR section = :section) ORDER BY posted_on DESC, id DESC LIMIT :limit

-- name: article_desk
SELECT a.id, a.slug, r.title, r.section, a.state, a.work, a.publish_at, a.revision, a.sent_by, a.written_by, a.note, r.saved_at AS changed_at, COALESCE(u.name, a.poster) AS writer
FROM article a JOIN article_revision r ON r.article_id = a.id AND r.number = a.revision LEFT JOIN user_account u ON u.id = r.saved_by
WHERE (:work = 'published' AND a.state = 'published' AND a.work = 'none') OR (:work = 'withdrawn' AND a.state = 'withdrawn') OR a.work = :work ORDER BY r.saved_at DESC, a.id DESC LIMIT 100

-- name: article_by_slug
SELECT id, slug, title, lead, body, section, poster, author_mark, posted_on, views, state, work, revision, public_revision, published_at, changed_at, cover FROM article WHERE slug = :slug

-- name: article_by_id
SELECT id, slug, title, lead, body, section, poster, author_mark, posted_on, views, state, work, revision, public_revision, written_by, sent_by, note, publish_at, published_at, changed_at, cover, source FROM article WHERE id = :id

-- name: article_revisions
SELECT r.number, r.title, r.saved_at, r.note, COALESCE(u.name, '') AS writer FROM article_revision r LEFT JOIN user_account u ON u.id = r.saved_by WHERE r.article_id = :article ORDER BY r.number DESC LIMIT 200

-- name: article_revision_get
SELECT r.number, r.title, r.lead, r.body, r.section, r.author_mark, r.posted_on, r.saved_at, r.saved_by, r.note, COALESCE(u.name, '') AS writer
FROM article_revision r LEFT JOIN user_account u ON u.id = r.saved_by WHERE r.article_id = :article AND r.number = :number

-- name: article_sections
SELECT s.id, s.slug, s.name, s.ordinal, s.closed, (SELECT COUNT(*) FROM article a WHERE a.section = s.name AND a.state = 'published') AS articles FROM article_section s ORDER BY s.ordinal, s.id LIMIT 100

-- name: article_section_by_slug
SELECT id, slug, name, ordinal, closed FROM article_section WHERE slug = :slug

-- name: article_section_slug
SELECT slug, name FROM article_section WHERE name = :name

-- name: article_section_by_id
SELECT id, slug, name, ordinal, closed FROM article_section WHERE id = :id

-- name: article_section_insert
INSERT INTO article_section(slug, name, ordinal) VALUES (:slug, :name, :ordinal) RETURNING id

-- name: article_section_add
INSERT INTO article_section(slug, name, ordinal) VALUES (:slug, :name, 90) ON CONFLICT DO NOTHING

-- name: article_section_set
UPDATE article_section SET name = :name, ordinal = :ordinal, closed = :closed WHERE id = :id

-- name: article_section_rename
UPDATE article SET section = :new WHERE section = :old

-- name: article_section_rename_work
UPDATE article_revision SET section = :new WHERE section = :old

-- name: article_section_taken
SELECT COUNT(*) FROM article_section WHERE name = :name AND id <> :id

-- name: article_picture_insert
INSERT INTO article_picture(article_id, width, height, small, middle, large, added_at) VALUES (:article, :width, :height, :small, :middle, :large, :now) RETURNING id

-- name: article_pictures
SELECT id, article_id, width, height, small, middle, large FROM article_picture WHERE article_id = :article ORDER BY id LIMIT 200

-- name: article_picture_get
SELECT id, article_id, width, height, small, middle, large FROM article_picture WHERE id = :id

-- name: article_file_insert
INSERT INTO article_file(article_id, name, mime, size, sha256, added_at) VALUES (:article, :name, :mime, :size, :sha256, :now) RETURNING id

-- name: article_files
SELECT id, article_id, name, mime, size, sha256 FROM article_file WHERE article_id = :article ORDER BY id LIMIT 200

-- name: article_file_get
SELECT id, article_id, name, mime, size, sha256 FROM article_file WHERE id = :id

-- name: article_address_add
INSERT INTO article_address(address, article_id) VALUES (:address, :article) ON CONFLICT DO NOTHING

-- name: article_address_of
SELECT a.id, a.slug, a.state FROM article_address d JOIN article a ON a.id = d.article_id WHERE d.address = :address

-- name: article_address_taken
SELECT COUNT(*) FROM article_address WHERE address = :address

-- name: article_addresses
SELECT address FROM article_address WHERE article_id = :article ORDER BY address LIMIT 20

-- name: article_pair_clear
DELETE FROM article_pair WHERE article_id = :article

-- name: article_pair_insert
INSERT INTO article_pair(pair, article_id) VALUES (:pair, :article) ON CONFLICT DO NOTHING

-- name: article_pair_of
SELECT article_id AS v FROM article_pair WHERE pair = :pair ORDER BY article_id DESC LIMIT 500

-- name: article_count
SELECT COUNT(*) FROM article

-- name: article_unrelated
SELECT id, title, lead, body FROM article WHERE related_at = 0 AND state = 'published' ORDER BY id LIMIT 20

-- name: article_related_clear
DELETE FROM article_related WHERE article_id = :article

-- name: article_related_insert
INSERT INTO article_related(article_id, other_id, weight) VALUES (:article, :other, :weight) ON CONFLICT (article_id, other_id) DO UPDATE SET weight = EXCLUDED.weight

-- name: article_related_done
UPDATE article SET related_at = :now WHERE id = :id

-- name: article_related
SELECT a.id, a.slug, a.title, a.lead, a.section, a.poster, a.posted_on, a.views, a.state, a.cover FROM article_related r JOIN article a ON a.id = r.other_id
WHERE r.article_id = :id AND a.state = 'published' ORDER BY r.weight DESC, a.id DESC LIMIT 5

-- name: article_same_section
SELECT id, slug, title, lead, section, poster, posted_on, views, state, cover FROM article WHERE state = 'published' AND id <> :id AND section = :section ORDER BY posted_on DESC, id DESC LIMIT 5

-- name: article_views_add
UPDATE article SET views = views + :n WHERE id = :id

-- name: article_approvers
SELECT DISTINCT user_id AS id FROM user_role WHERE role IN ('editor', 'department') AND (valid_from IS NULL OR valid_from <= :day) AND (valid_to IS NULL OR valid_to >= :day) AND user_id <> :but LIMIT 200
