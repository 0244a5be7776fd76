-- name: course_list
SELECT c.id, c.slug, c.title, c.summary, c.organiser, c.state, c.moderated, c.one_session,
  (SELECT MIN(s.starts_at) FROM course_session s WHERE s.course_id = c.id) AS first_at,
  (SELECT MAX(s.ends_at) FROM course_session s WHERE s.course_id = c.id) AS last_at,
  CAST(COALESCE((SELECT SUM(s.capacity - s.seated) FROM course_session s WHERE s.course_id = c.id AND s.closes_at > :now), 0) AS BIGINT) AS free
FROM course c
WHERE (:drafts = 1 OR c.state <> 'draft')
  AND (:past = 1) = (EXISTS (SELECT 1 FROM course_session s WHERE s.course_id = c.id) AND NOT EXISTS (SELECT 1 FROM course_session s WHERE s.course_id = c.id AND s.ends_at > :now))
ORDER BY COALESCE((SELECT MAX(s.starts_at) FROM course_session s WHERE s.course_id = c.id), 0) DESC, c.id DESC LIMIT 100

-- name: course_by_slug
SELECT id, slug, title, summary, body, audience, organiser, signer_title, signer_name, contact, state, moderated, one_session, revision FROM course WHERE slug = :slug

-- name: course_by_id
SELECT id, slug, title, summary, body, audience, organiser, signer_title, signer_name, contact, state, moderated, one_session, revision FROM course WHERE id = :id

-- name: course_insert
INSERT INTO course(slug, title, summary, body, audience, organiser, signer_title, signer_name, contact, state, moderated, one_session, folded, created_at)
VALUES (:slug, :title, :summary, :body, :audience, :organiser, :signer_title, :signer_name, :contact, :state, :moderated, :one_session, :folded, :now) RETURNING id

-- name: course_update
UPDATE course SET title = :title, summary = :summary, body = :body, audience = :audience, organiser = :organiser, signer_title = :signer_title, signer_name = :signer_name,
  contact = :contact, state = :state, moderated = :moderated, one_session = :one_session, folded = :folded, revision = revision + 1
WHERE id = :id AND revision = :revision

-- name: course_sessions
SELECT s.id, s.course_id, s.title, s.place, s.starts_at, s.ends_at, s.closes_at, s.capacity, s.seated, s.minutes,
  (SELECT COUNT(*) FROM course_registration r WHERE r.session_id = s.id AND r.state = 'waiting') AS waiting,
  (SELECT COUNT(*) FROM course_registration r WHERE r.session_id = s.id AND r.state = 'seated' AND r.attended_at IS NOT NULL) AS attended
FROM course_session s WHERE s.course_id = :course ORDER BY s.starts_at, s.id LIMIT 60

-- name: course_session_get
SELECT s.id, s.course_id, s.title, s.place, s.starts_at, s.ends_at, s.closes_at, s.capacity, s.seated, s.minutes,
  (SELECT COUNT(*) FROM course_registration r WHERE r.session_id = s.id AND r.state = 'waiting') AS waiting,
  (SELECT COUNT(*) FROM course_registration r WHERE r.session_id = s.id AND r.state = 'seated' AND r.attended_at IS NOT NULL) AS attended
FROM course_session s WHERE s.id = :id

-- name: course_session_count
SELECT COUNT(*) FROM course_session WHERE course_id = :course

-- name: course_session_insert
INSERT INTO course_session(course_id, title, place, starts_at, ends_at, closes_at, capacity, minutes)
VALUES (:course, :title, :place, :starts, :ends, :closes, :capacity, :minutes) RETURNING id

-- name: course_session_update
UPDATE course_session SET title = :title, place = :place, starts_at = :starts, ends_at = :ends, closes_at = :closes, capacity = :capacity, minutes = :minutes
WHERE id = :id AND seated <= :capacity

-- name: course_seat_take
UPDATE course_session SET seated = seated + 1 WHERE id = :id AND seated < capacity

-- name: course_seat_free
UPDATE course_session SET seated = seated - 1 WHERE id = :id AND seated > 0

-- name: course_register
INSERT INTO course_registration(session_id, user_id, org_id, name, folded, unit, position, email, registered_by, at, state, token)
VALUES (:session, :user, :org, :name, :folded, :unit, :position, :email, :by, :now, :state, :token) RETURNING id

-- name: course_registered_user
SELECT id, state, token FROM course_registration WHERE session_id = :session AND user_id = :user AND state <> 'cancelled'

-- name: course_registered_name
SELECT id, state, token FROM course_registration WHERE session_id = :session AND org_id = :org AND folded = :folded AND user_id IS NULL AND state <> 'cancelled'

-- name: course_registered_elsewhere
SELECT COUNT(*) FROM course_registration r JOIN course_session s ON s.id = r.session_id
WHERE s.course_id = :course AND r.session_id <> :session AND r.user_id = :user AND r.state NOT IN ('cancelled', 'refused')

-- name: course_named_elsewhere
SELECT COUNT(*) FROM course_registration r JOIN course_session s ON s.id = r.session_id
WHERE s.course_id = :course AND r.session_id <> :session AND r.org_id = :org AND r.folded = :folded AND r.user_id IS NULL AND r.state NOT IN ('cancelled', 'refused')

-- name: course_line_before
SELECT COUNT(*) FROM course_registration WHERE session_id = :session AND state = 'waiting' AND id <= :id

-- name: course_line_first
SELECT r.id, r.user_id, COALESCE(r.user_id, r.registered_by) AS told_id, r.name, r.token FROM course_registration r
JOIN course_session s ON s.id = r.session_id JOIN course c ON c.id = s.course_id
WHERE r.session_id = :session AND r.state = 'waiting' AND s.ends_at > :now AND c.state <> 'cancelled' ORDER BY r.id LIMIT 1

-- name: course_standing
SELECT r.id, r.session_id, r.user_id, COALESCE(r.user_id, r.registered_by) AS told_id, r.name, r.token, c.slug AS course_slug
FROM course_registration r JOIN course_session s ON s.id = r.session_id JOIN course c ON c.id = s.course_id
WHERE r.session_id = :session AND r.state IN ('pending', 'seated', 'waiting') ORDER BY r.id LIMIT 10000

-- name: course_registration_state
UPDATE course_registration SET state = :state WHERE id = :id AND state = :before

-- name: course_registration_get
SELECT r.id, r.session_id, r.user_id, COALESCE(r.user_id, r.registered_by) AS told_id, r.org_id, r.name, r.unit, r.position, r.email, r.state, r.token, r.certificate, r.payload, r.signature, r.at, r.attended_at, r.surveyed_at,
  c.title AS course_title, c.slug AS course_slug, s.title AS session_title, s.place AS session_place, s.starts_at, s.ends_at, s.minutes
FROM course_registration r JOIN course_session s ON s.id = r.session_id JOIN course c ON c.id = s.course_id WHERE r.id = :id

-- name: course_registration_mine
SELECT COUNT(*) FROM course_registration WHERE id = :id AND (user_id = :user OR registered_by = :user)

-- name: course_ticket
SELECT r.id, r.session_id, r.user_id, r.org_id, r.name, r.unit, r.position, r.email, r.state, r.token, r.certificate, r.at, r.attended_at, r.surveyed_at,
  c.title AS course_title, c.slug AS course_slug, s.title AS session_title, s.place AS session_place, s.starts_at, s.ends_at, s.minutes,
  CASE WHEN r.state = 'waiting' THEN (SELECT COUNT(*) FROM course_registration w WHERE w.session_id = r.session_id AND w.state = 'waiting' AND w.id <= r.id) ELSE 0 END AS place_in_line
FROM course_registration r JOIN course_session s ON s.id = r.session_id JOIN course c ON c.id = s.course_id WHERE r.token = :token

-- name: course_certificate
SELECT r.id, r.session_id, r.user_id, r.org_id, r.name, r.unit, r.position, r.state, r.certificate, r.payload, r.signature, r.at, r.attended_at,
  c.title AS course_title, c.slug AS course_slug, s.title AS session_title, s.place AS session_place, s.starts_at, s.ends_at, s.minutes
FROM course_registration r JOIN course_session s ON s.id = r.session_id JOIN course c ON c.id = s.course_id WHERE r.certificate = :serial

-- name: course_mine
SELECT r.id, r.session_id, r.user_id, r.org_id, r.name, r.unit, r.position, r.state, r.token, r.certificate, r.at, r.attended_at, r.surveyed_at,
  c.title AS course_title, c.slug AS course_slug, s.title AS session_title, s.place AS session_place, s.starts_at, s.ends_at, s.minutes
FROM course_registration r JOIN course_session s ON s.id = r.session_id JOIN course c ON c.id = s.course_id
WHERE r.user_id = :user ORDER BY s.starts_at DESC, r.id DESC LIMIT 200

-- name: course_mine_in
SELECT r.id, r.session_id, r.user_id, r.org_id, r.name, r.unit, r.position, r.state, r.token, r.certificate, r.at, r.attended_at, r.surveyed_at,
  s.title AS session_title, s.place AS session_place, s.starts_at, s.ends_at, s.minutes,
  CASE WHEN r.state = 'waiting' THEN (SELECT COUNT(*) FROM course_registration w WHERE w.session_id = r.session_id AND w.state = 'waiting' AND w.id <= r.id) ELSE 0 END AS place_in_line
FROM course_registration r JOIN course_session s ON s.id = r.session_id
WHERE s.course_id = :course AND (r.user_id = :user OR r.registered_by = :user) AND r.state <> 'cancelled' ORDER BY s.starts_at, r.id LIMIT 200

-- name: course_people
SELECT r.id, r.session_id, r.user_id, r.org_id, r.name, r.unit, r.position, r.email, r.state, r.token, r.certificate, r.at, r.attended_at, r.surveyed_at
FROM course_registration r WHERE r.session_id = :session AND r.state <> 'cancelled' ORDER BY CASE r.state WHEN 'pending' THEN 0 WHEN 'seated' THEN 1 WHEN 'waiting' THEN 2 ELSE 3 END, r.id LIMIT 5000

-- name: course_attend_token
SELECT id FROM course_registration WHERE session_id = :session AND token = :token AND state = 'seated'

-- name: course_attend
UPDATE course_registration SET attended_at = :now WHERE id = :id AND session_id = :session AND state = 'seated' AND attended_at IS NULL

-- name: course_uncertified
SELECT r.id, r.session_id, r.name, r.unit, r.attended_at, r.token, r.user_id, COALESCE(r.user_id, r.registered_by) AS told_id, c.slug AS course_slug
FROM course_registration r JOIN course_session s ON s.id = r.session_id JOIN course c ON c.id = s.course_id
WHERE r.session_id = :session AND r.state = 'seated' AND r.attended_at IS NOT NULL AND r.certificate = '' ORDER BY r.id LIMIT 5000

-- name: course_certify
UPDATE course_registration SET certificate = :serial, payload = :payload, signature = :signature WHERE id = :id AND certificate = ''

-- name: course_certificate_count
SELECT COUNT(*) FROM course_registration WHERE session_id = :session AND certificate <> ''

-- name: course_materials
SELECT id, name, mime, size, sha256 FROM course_material WHERE course_id = :course ORDER BY id LIMIT 100

-- name: course_material_get
SELECT id, name, mime, size, sha256 FROM course_material WHERE course_id = :course AND id = :id

-- name: course_material_insert
INSERT INTO course_material(course_id, name, mime, size, sha256, added_at) VALUES (:course, :name, :mime, :size, :sha256, :now) RETURNING id

-- name: course_surveyed
UPDATE course_registration SET surveyed_at = :now WHERE id = :id AND surveyed_at IS NULL

-- name: course_survey_insert
INSERT INTO course_survey(session_id, rating, useful, comment) VALUES (:session, :rating, :useful, :comment) RETURNING id

-- name: course_survey_sum
SELECT COUNT(*) AS answers, CAST(COALESCE(SUM(rating) * 100 / COUNT(*), 0) AS BIGINT) AS rating, CAST(COALESCE(SUM(useful) * 100 / COUNT(*), 0) AS BIGINT) AS useful
FROM course_survey WHERE session_id = :session HAVING COUNT(*) > 0

-- name: course_to_remind
SELECT r.id, r.session_id, r.user_id, COALESCE(r.user_id, r.registered_by) AS told_id, r.name, r.token, c.slug AS course_slug, c.title AS course_title, s.starts_at, s.place AS session_place
FROM course_registration r JOIN course_session s ON s.id = r.session_id JOIN course c ON c.id = s.course_id
WHERE r.state = 'seated' AND r.reminded_at IS NULL AND c.state <> 'cancelled' AND s.starts_at > :now AND s.starts_at < :until ORDER BY r.id LIMIT 5000

-- name: course_reminded
UPDATE course_registration SET reminded_at = :now WHERE id = :id

-- name: course_remind_again
UPDATE course_registration SET reminded_at = NULL WHERE session_id = :session

-- name: attendance_sum
SELECT COUNT(r.id) AS registered,
  COALESCE(SUM(CASE WHEN r.state = 'pending' THEN 1 ELSE 0 END), 0) AS pending, COALESCE(SUM(CASE WHEN r.state = 'seated' THEN 1 ELSE 0 END), 0) AS seated,
  COALESCE(SUM(CASE WHEN r.state = 'waiting' THEN 1 ELSE 0 END), 0) AS waiting, COALESCE(SUM(CASE WHEN r.state = 'refused' THEN 1 ELSE 0 END), 0) AS refused,
  COALESCE(SUM(CASE WHEN r.state = 'cancelled' THEN 1 ELSE 0 END), 0) AS cancelled, COUNT(r.attended_at) AS attended,
  COALESCE(SUM(CASE WHEN r.certificate <> '' THEN 1 ELSE 0 END), 0) AS certified, CAST(COUNT(r.attended_at) * MAX(s.minutes) AS BIGINT) AS minutes
FROM course_session s LEFT JOIN course_registration r ON r.session_id = s.id WHERE s.id = :session GROUP BY s.id

-- name: attendance_units
SELECT r.unit, COUNT(*) AS registered, SUM(CASE WHEN r.state = 'seated' THEN 1 ELSE 0 END) AS seated, COUNT(r.attended_at) AS attended, CAST(COUNT(r.attended_at) * MAX(s.minutes) AS BIGINT) AS minutes
FROM course_registration r JOIN course_session s ON s.id = r.session_id WHERE r.session_id = :session AND r.state <> 'cancelled'
GROUP BY r.unit ORDER BY COUNT(r.attended_at) DESC, COUNT(*) DESC, r.unit LIMIT 5000

-- name: attendance_marks
SELECT m.mark, (SELECT COUNT(*) FROM course_survey c WHERE c.session_id = :session AND c.rating = m.mark) AS rating,
  (SELECT COUNT(*) FROM course_survey c WHERE c.session_id = :session AND c.useful = m.mark) AS useful
FROM (SELECT 5 AS mark UNION ALL SELECT 4 UNION ALL SELECT 3 UNION ALL SELECT 2 UNION ALL SELECT 1) m ORDER BY m.mark DESC

-- In the order of the alphabet: the order of arrival could tell who wrote.
-- name: attendance_comments
SELECT comment AS text FROM course_survey WHERE session_id = :session AND comment <> '' ORDER BY comment, id LIMIT 1000

-- name: attendance_hours
SELECT MAX(r.name) AS name, MAX(r.unit) AS unit, MAX(r.position) AS position, COUNT(*) AS sessions, CAST(SUM(s.minutes) AS BIGINT) AS minutes
FROM course_registration r JOIN course_session s ON s.id = r.session_id
WHERE r.attended_at IS NOT NULL AND s.starts_at >= :from AND s.starts_at < :to AND (:org = 0 OR r.org_id = :org)
GROUP BY COALESCE(r.org_id, 0), r.folded, COALESCE(r.user_id, 0) ORDER BY SUM(s.minutes) DESC, MAX(r.unit), r.folded LIMIT 5000

-- name: test_course_sum
-- a number that every change of courses and registrations changes
SELECT (SELECT COALESCE(SUM(id * CASE state WHEN 'seated' THEN 3 WHEN 'waiting' THEN 5 WHEN 'cancelled' THEN 7 ELSE 11 END), 0) FROM course_registration)
  + 1000 * (SELECT COUNT(*) FROM course_registration WHERE attended_at IS NOT NULL) + 100000 * (SELECT COUNT(*) FROM course_registration WHERE certificate <> '')
  + 10000000 * (SELECT COUNT(*) FROM course_survey) + 1000000000 * (SELECT COALESCE(SUM(capacity + seated), 0) FROM course_session)
  + 1000000000000 * (SELECT COUNT(*) FROM notice)
