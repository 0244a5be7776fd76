-- name: look_now
SELECT id, org_id, name, tagline, name_en, tagline_en, main, dark, logo, logo_width, logo_height, changed_at
FROM site_look WHERE COALESCE(org_id, 0) = :org ORDER BY id DESC LIMIT 1

-- name: look_get
SELECT id, org_id, name, tagline, name_en, tagline_en, main, dark, logo, logo_width, logo_height, changed_at FROM site_look WHERE id = :id

-- name: look_insert
INSERT INTO site_look(org_id, previous, name, tagline, name_en, tagline_en, main, dark, logo, logo_width, logo_height, user_id, changed_at)
VALUES (:org, :previous, :name, :tagline, :name_en, :tagline_en, :main, :dark, :logo, :width, :height, :user, :now) RETURNING id

-- Down the tree: each part is of the nearest organisation that chose it, the name of the nearest that chose anything.
-- name: look_orgs
WITH RECURSIVE own AS (SELECT l.id, l.org_id, l.main, l.logo FROM site_look l
    WHERE l.org_id IS NOT NULL AND l.id = (SELECT MAX(n.id) FROM site_look n WHERE n.org_id = l.org_id) AND (l.main <> '' OR l.logo <> '')),
  tree(id, colours, logo, bearer, depth) AS (
    SELECT o.id, CASE WHEN w.main <> '' THEN w.id ELSE 0 END, CASE WHEN w.logo <> '' THEN w.id ELSE 0 END, COALESCE(w.org_id, 0), 0
    FROM organisation o LEFT JOIN own w ON w.org_id = o.id WHERE o.superior_id IS NULL
    UNION ALL
    SELECT o.id, CASE WHEN w.main <> '' THEN w.id ELSE t.colours END, CASE WHEN w.logo <> '' THEN w.id ELSE t.logo END, COALESCE(w.org_id, t.bearer), t.depth + 1
    FROM tree t JOIN organisation o ON o.superior_id = t.id LEFT JOIN own w ON w.org_id = o.id WHERE t.depth < 30)
SELECT t.id AS org, t.bearer, b.name, t.colours, t.logo, COALESCE(c.main, '') AS main, COALESCE(g.logo_width, 0) AS logo_width, COALESCE(g.logo_height, 0) AS logo_height
FROM tree t JOIN organisation b ON b.id = t.bearer LEFT JOIN site_look c ON c.id = t.colours LEFT JOIN site_look g ON g.id = t.logo
ORDER BY t.id LIMIT 20000
