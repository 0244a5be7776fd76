-- name: article_insert
INSERT INTO article(slug, title, lead, body, section, poster, author_mark, posted_on, views, state, folded)
VALUES (:slug, :title, :lead, :body, :section, :poster, :author_mark, :posted_on, :views, :state, :folded) RETURNING id

-- name: article_update
UPDATE article SET title = :title, lead = :lead, body = :body, section = :section, posted_on = :posted_on, state = :state, folded = :folded, revision = revision + 1
WHERE id = :id AND revision = :revision

-- name: article_figure_insert
INSERT INTO article_figure(article_id, ordinal, caption) VALUES (:article, :ordinal, :caption) RETURNING id

-- name: article_figures
SELECT ordinal, caption FROM article_figure WHERE article_id = :article ORDER BY ordinal

-- name: article_list
SELECT id, slug, title, lead, section, poster, posted_on, views, state FROM article WHERE (:drafts = 1 OR state = 'published') AND (:text = '' OR folded LIKE :text)
ORDER BY posted_on DESC, id DESC LIMIT 50

-- name: article_by_slug
SELECT id, slug, title, lead, body, section, poster, author_mark, posted_on, views, state, revision FROM article WHERE slug = :slug

-- name: article_by_id
SELECT id, slug, title, lead, body, section, poster, author_mark, posted_on, views, state, revision FROM article WHERE id = :id

-- name: article_related
SELECT id, slug, title, lead, section, poster, posted_on, views, state FROM article WHERE state = 'published' AND id <> :id AND section = :section ORDER BY posted_on DESC LIMIT 4

-- name: article_view_add
INSERT INTO article_view(article_id, reader, on_day) VALUES (:article, :reader, :day) ON CONFLICT DO NOTHING

-- name: article_view_count
UPDATE article SET views = views + 1 WHERE id = :id

-- name: article_view_clean
DELETE FROM article_view WHERE on_day < :day
