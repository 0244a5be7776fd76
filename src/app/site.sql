-- name: site_news_last
SELECT MAX(id) FROM article

-- name: site_news
SELECT slug AS path, posted_on AS changed_on FROM article WHERE id > :after AND id <= :last AND state = 'published' ORDER BY id

-- name: site_register_last
SELECT MAX(id) FROM recognition

-- name: site_register
SELECT code AS path, recognised_on AS changed_on FROM recognition WHERE id > :after AND id <= :last ORDER BY id

-- name: site_courses_last
SELECT MAX(id) FROM course

-- name: site_courses
SELECT slug AS path FROM course WHERE id > :after AND id <= :last AND state <> 'draft' ORDER BY id
