-- name: council_insert
INSERT INTO council(org_id, name, decision, decided_on, valid_to, created_at) VALUES (:org, :name, :decision, :decided_on, :valid_to, :now) RETURNING id

-- name: council_get
SELECT c.id, c.org_id, c.name, c.decision, c.decided_on, c.valid_to, o.name AS org_name,
       (SELECT COUNT(*) FROM council_member m WHERE m.council_id = c.id AND m.left_on IS NULL) AS members
FROM council c JOIN organisation o ON o.id = c.org_id WHERE c.id = :id

-- name: council_list
SELECT c.id, c.org_id, c.name, c.decision, c.decided_on, c.valid_to, o.name AS org_name,
       (SELECT COUNT(*) FROM council_member m WHERE m.council_id = c.id AND m.left_on IS NULL) AS members
FROM council c JOIN organisation o ON o.id = c.org_id
WHERE EXISTS (SELECT 1 FROM user_role r WHERE r.user_id = :me AND COALESCE(r.valid_from, 0) <= :day AND COALESCE(r.valid_to, 99999999) >= :day
              AND (r.org_id = c.org_id OR r.org_id IS NULL) AND r.role IN ('intake', 'head', 'secretary', 'chair', 'department', 'auditor'))
   OR EXISTS (SELECT 1 FROM council_member m WHERE m.council_id = c.id AND m.user_id = :me AND m.left_on IS NULL)
ORDER BY c.id DESC LIMIT 200

-- name: council_members
SELECT m.id, m.user_id, u.name, u.position, COALESCE(o.name, '') AS unit, m.role, m.is_union
FROM council_member m JOIN user_account u ON u.id = m.user_id LEFT JOIN organisation o ON o.id = u.org_id
WHERE m.council_id = :council AND m.left_on IS NULL ORDER BY CASE m.role WHEN 'chair' THEN 1 WHEN 'vice' THEN 2 WHEN 'secretary' THEN 3 ELSE 4 END, m.id

-- name: council_member_insert
INSERT INTO council_member(council_id, user_id, role, is_union) VALUES (:council, :user, :role, :is_union) RETURNING id

-- name: council_member_leave
UPDATE council_member SET left_on = :day WHERE id = :member AND council_id = :council AND left_on IS NULL

-- name: council_session_insert
INSERT INTO council_session(council_id, held_at, place, ballot, created_at) VALUES (:council, :held_at, :place, :ballot, :now) RETURNING id

-- name: council_session_get
SELECT s.id, s.council_id, s.held_at, s.place, s.ballot, s.state, c.name AS council_name, c.org_id, c.decision, c.decided_on, o.name AS org_name
FROM council_session s JOIN council c ON c.id = s.council_id JOIN organisation o ON o.id = c.org_id WHERE s.id = :id

-- name: council_sessions
SELECT s.id, s.council_id, s.held_at, s.place, s.ballot, s.state, c.name AS council_name, c.org_id, c.decision, c.decided_on, o.name AS org_name
FROM council_session s JOIN council c ON c.id = s.council_id JOIN organisation o ON o.id = c.org_id WHERE s.council_id = :council ORDER BY s.held_at DESC LIMIT 100

-- name: council_my_sessions
SELECT s.id, s.council_id, s.held_at, s.place, s.ballot, s.state, c.name AS council_name, c.org_id, c.decision, c.decided_on, o.name AS org_name
FROM council_session s JOIN council c ON c.id = s.council_id JOIN organisation o ON o.id = c.org_id
WHERE s.state <> 'closed' AND EXISTS (SELECT 1 FROM council_member m WHERE m.council_id = c.id AND m.user_id = :me AND m.left_on IS NULL) ORDER BY s.held_at LIMIT 50

-- name: council_session_close
UPDATE council_session SET state = 'closed' WHERE id = :id AND state <> 'closed'

-- name: council_attendance_clear
DELETE FROM council_attendance WHERE session_id = :session

-- name: council_attendance_add
INSERT INTO council_attendance(session_id, member_id) VALUES (:session, :member) ON CONFLICT DO NOTHING

-- name: council_attendance
SELECT m.id, m.user_id, u.name, u.position, '' AS unit, m.role, m.is_union,
       (SELECT COUNT(*) FROM council_attendance a WHERE a.session_id = :session AND a.member_id = m.id) AS present
FROM council_session s JOIN council_member m ON m.council_id = s.council_id JOIN user_account u ON u.id = m.user_id
WHERE s.id = :session AND m.left_on IS NULL ORDER BY CASE m.role WHEN 'chair' THEN 1 WHEN 'vice' THEN 2 WHEN 'secretary' THEN 3 ELSE 4 END, m.id

-- name: council_item_insert
INSERT INTO council_item(session_id, dossier_id) VALUES (:session, :dossier) RETURNING id

-- name: council_items
SELECT i.id, i.session_id, i.dossier_id, d.title, d.number, i.state, i.novelty_1, i.novelty_2, i.novelty_3, i.novelty_4, i.benefit, i.excluded, i.opinion, i.members, i.present,
       i.votes_for, i.votes_against, i.votes_blank, i.passed, i.concluded_at,
       (SELECT COUNT(*) FROM council_vote v JOIN council_member m ON m.id = v.member_id WHERE v.item_id = i.id AND m.user_id = :me) AS i_voted,
       (SELECT COUNT(*) FROM council_vote v WHERE v.item_id = i.id) AS voted,
       (SELECT COUNT(*) FROM dossier_conflict c WHERE c.dossier_id = i.dossier_id AND c.user_id = :me) +
       (SELECT COUNT(*) FROM dossier_author a WHERE a.dossier_id = i.dossier_id AND a.user_id = :me) AS hidden
FROM council_item i JOIN dossier d ON d.id = i.dossier_id WHERE i.session_id = :session ORDER BY i.id LIMIT 500

-- name: council_item_get
SELECT i.id, i.session_id, i.dossier_id, d.title, d.number, i.state, i.novelty_1, i.novelty_2, i.novelty_3, i.novelty_4, i.benefit, i.excluded, i.opinion, i.members, i.present,
       i.votes_for, i.votes_against, i.votes_blank, i.passed, i.concluded_at,
       (SELECT COUNT(*) FROM council_vote v JOIN council_member m ON m.id = v.member_id WHERE v.item_id = i.id AND m.user_id = :me) AS i_voted,
       (SELECT COUNT(*) FROM council_vote v WHERE v.item_id = i.id) AS voted,
       (SELECT COUNT(*) FROM dossier_conflict c WHERE c.dossier_id = i.dossier_id AND c.user_id = :me) +
       (SELECT COUNT(*) FROM dossier_author a WHERE a.dossier_id = i.dossier_id AND a.user_id = :me) AS hidden
FROM council_item i JOIN dossier d ON d.id = i.dossier_id WHERE i.id = :id

-- name: council_item_of_dossier
SELECT i.id, i.session_id, i.dossier_id, d.title, d.number, i.state, i.novelty_1, i.novelty_2, i.novelty_3, i.novelty_4, i.benefit, i.excluded, i.opinion, i.members, i.present,
       i.votes_for, i.votes_against, i.votes_blank, i.passed, i.concluded_at, 0 AS i_voted, 0 AS voted, 0 AS hidden
FROM council_item i JOIN dossier d ON d.id = i.dossier_id WHERE i.dossier_id = :dossier ORDER BY i.id DESC LIMIT 1

-- name: council_item_findings
UPDATE council_item SET novelty_1 = :n1, novelty_2 = :n2, novelty_3 = :n3, novelty_4 = :n4, benefit = :benefit, excluded = :excluded, opinion = :opinion
WHERE id = :id AND state = 'open'

-- name: council_item_conclude
UPDATE council_item SET state = 'concluded', members = :members, present = :present, votes_for = :votes_for, votes_against = :votes_against, votes_blank = :votes_blank,
       passed = :passed, concluded_at = :now WHERE id = :id AND state = 'open'

-- name: council_my_member
SELECT m.id, m.user_id, '' AS name, '' AS position, '' AS unit, m.role, m.is_union,
       (SELECT COUNT(*) FROM council_attendance a WHERE a.session_id = s.id AND a.member_id = m.id) AS present
FROM council_session s JOIN council_member m ON m.council_id = s.council_id WHERE s.id = :session AND m.user_id = :me AND m.left_on IS NULL

-- name: council_vote_insert
INSERT INTO council_vote(item_id, member_id, choice, reason) VALUES (:item, :member, :choice, :reason)

-- name: council_ballot_insert
INSERT INTO council_ballot(receipt, item_id, choice) VALUES (:receipt, :item, :choice)

-- name: council_count_open
SELECT COUNT(*) FROM council_vote WHERE item_id = :item AND choice = :choice

-- name: council_count_secret
SELECT COUNT(*) FROM council_ballot WHERE item_id = :item AND choice = :choice

-- name: council_present_count
SELECT COUNT(*) FROM council_attendance WHERE session_id = :session

-- name: council_member_count
SELECT COUNT(*) FROM council_member m JOIN council_session s ON s.council_id = m.council_id WHERE s.id = :session AND m.left_on IS NULL

-- name: council_ready
SELECT COUNT(*) FROM council c
WHERE c.org_id = :org AND COALESCE(c.valid_to, 99999999) >= :day
  AND EXISTS (SELECT 1 FROM council_member m WHERE m.council_id = c.id AND m.role = 'chair' AND m.left_on IS NULL)
  AND EXISTS (SELECT 1 FROM council_member m WHERE m.council_id = c.id AND m.role = 'secretary' AND m.left_on IS NULL)
  AND (SELECT COUNT(*) FROM council_member m WHERE m.council_id = c.id AND m.left_on IS NULL) >= 3

-- name: council_head_seated
SELECT COUNT(*) FROM council_item i JOIN council_session s ON s.id = i.session_id JOIN council_member m ON m.council_id = s.council_id
JOIN dossier_author a ON a.dossier_id = i.dossier_id AND a.user_id = m.user_id
JOIN user_role r ON r.user_id = m.user_id AND r.role = 'head' AND r.org_id = :org
WHERE i.dossier_id = :dossier AND m.left_on IS NULL

-- name: council_last_day
SELECT MAX(s.held_at) FROM council_item i JOIN council_session s ON s.id = i.session_id WHERE i.dossier_id = :dossier AND i.state = 'concluded'

-- name: council_waiting
SELECT d.id, d.number, d.title, d.process_id, d.state, o.name AS org_name, d.field, '' AS authors, d.due_rule, d.filed_on, d.due_on, d.updated_at
FROM dossier d JOIN organisation o ON o.id = d.org_id
WHERE d.org_id = :org AND d.phase IN ('accepted', 'under_evaluation')
  AND NOT EXISTS (SELECT 1 FROM council_item i WHERE i.dossier_id = d.id AND i.state = 'open')
  AND NOT EXISTS (SELECT 1 FROM dossier_conflict c WHERE c.dossier_id = d.id AND c.user_id = :me)
  AND NOT EXISTS (SELECT 1 FROM dossier_author a WHERE a.dossier_id = d.id AND a.user_id = :me)
ORDER BY COALESCE(d.due_on, 99999999), d.id LIMIT 200

-- name: council_ballots
SELECT receipt, choice FROM council_ballot WHERE item_id = :item ORDER BY receipt LIMIT 500
