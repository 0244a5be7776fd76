-- name: look_now
SELECT id, name, tagline, name_en, tagline_en, main, dark, logo, logo_width, logo_height, changed_at FROM site_look ORDER BY id DESC LIMIT 1

-- name: look_get
SELECT id, name, tagline, name_en, tagline_en, main, dark, logo, logo_width, logo_height, changed_at FROM site_look WHERE id = :id

-- name: look_insert
INSERT INTO site_look(previous, name, tagline, name_en, tagline_en, main, dark, logo, logo_width, logo_height, user_id, changed_at)
VALUES (:previous, :name, :tagline, :name_en, :tagline_en, :main, :dark, :logo, :width, :height, :user, :now) RETURNING id
