-- name: council_insert
INSERT INTO council(org_id, name, decision, decided_on, valid_to, kind, level, round, fields, created_at) VALUES (:org, :name, :decision, :decided_on, :valid_to, :kind, :level, :round, :fields, :now) RETURNING id

-- name: council_get
SELECT c.id, c.org_id, c.name, c.decision, c.decided_on, c.valid_to, c.kind, c.level, c.round, c.fields, o.name AS org_name,
       (SELECT COUNT(*) FROM council_member m WHERE m.council_id = c.id AND m.left_on IS NULL) AS members
FROM council c JOIN organisation o ON o.id = c.org_id WHERE c.id = :id

-- name: council_list
SELECT c.id, c.org_id, c.name, c.decision, c.decided_on, c.valid_to, c.kind, c.level, c.round, c.fields, o.name AS org_name,
       (SELECT COUNT(*) FROM council_member m WHERE m.council_id = c.id AND m.left_on IS NULL) AS members
FROM council c JOIN organisation o ON o.id = c.org_id
WHERE EXISTS (SELECT 1 FROM user_role r WHERE r.user_id = :me AND COALESCE(r.valid_from, 0) <= :day AND COALESCE(r.valid_to, 99999999) >= :day
              AND (r.org_id = c.org_id OR r.org_id IS NULL) AND r.role IN ('intake', 'head', 'secretary', 'chair', 'department', 'auditor'))
   OR EXISTS (SELECT 1 FROM council_member m WHERE m.council_id = c.id AND m.user_id = :me AND m.left_on IS NULL)
ORDER BY c.id DESC LIMIT 200

-- name: council_members
SELECT m.id, m.user_id, COALESCE(u.org_id, 0) AS org_id, u.name, u.position, COALESCE(o.name, '') AS unit, m.role, m.is_union, m.alternate, m.expertise
FROM council_member m JOIN user_account u ON u.id = m.user_id LEFT JOIN organisation o ON o.id = u.org_id
WHERE m.council_id = :council AND m.left_on IS NULL ORDER BY CASE m.role WHEN 'chair' THEN 1 WHEN 'vice' THEN 2 WHEN 'secretary' THEN 3 ELSE 4 END, m.alternate, m.id

-- name: council_member_insert
INSERT INTO council_member(council_id, user_id, role, is_union, alternate, expertise) VALUES (:council, :user, :role, :is_union, :alternate, :expertise) RETURNING id

-- name: council_member_left
SELECT COALESCE(MAX(id), 0) FROM council_member WHERE council_id = :council AND user_id = :user AND left_on IS NOT NULL

-- name: council_member_again
UPDATE council_member SET left_on = NULL, role = :role, is_union = :is_union, alternate = :alternate, expertise = :expertise WHERE id = :member AND left_on IS NOT NULL

-- name: council_member_leave
UPDATE council_member SET left_on = :day WHERE id = :member AND council_id = :council AND left_on IS NULL

-- name: council_member_voted
-- votes on what is still open that rest on the seat: the member's own, and those of alternates, who stand in for full members
SELECT (SELECT COUNT(*) FROM council_vote v JOIN council_item i ON i.id = v.item_id JOIN council_session s ON s.id = i.session_id JOIN council_member voter ON voter.id = v.member_id JOIN council_member m ON m.id = :member
        WHERE i.state = 'open' AND s.council_id = m.council_id AND (v.member_id = m.id OR (m.alternate = 0 AND voter.alternate <> 0)))
     + (SELECT COUNT(*) FROM council_poll_vote v JOIN council_poll p ON p.id = v.poll_id JOIN council_session s ON s.id = p.session_id JOIN council_member voter ON voter.id = v.member_id JOIN council_member m ON m.id = :member
        WHERE p.state = 'open' AND s.council_id = m.council_id AND (v.member_id = m.id OR (m.alternate = 0 AND voter.alternate <> 0)))

-- name: council_open_items
SELECT i.dossier_id AS dossier, i.session_id AS session FROM council_item i JOIN council_session s ON s.id = i.session_id WHERE s.council_id = :council AND s.state <> 'closed' AND i.state = 'open' LIMIT 1000

-- name: council_session_insert
INSERT INTO council_session(council_id, held_at, place, ballot, scores_at, blind_author, blind_member, token, created_at)
VALUES (:council, :held_at, :place, :ballot, :scores_at, :blind_author, :blind_member, :token, :now) RETURNING id

-- name: council_session_get
SELECT s.id, s.council_id, s.held_at, s.scores_at, s.place, s.ballot, s.state, s.token, s.blind_author, s.blind_member, s.current_item, c.name AS council_name, c.org_id, c.decision, c.decided_on, c.level, c.round, o.name AS org_name,
       (SELECT COUNT(*) FROM council_member m WHERE m.council_id = c.id AND m.user_id = :me AND m.left_on IS NULL) AS i_sit
FROM council_session s JOIN council c ON c.id = s.council_id JOIN organisation o ON o.id = c.org_id WHERE s.id = :id

-- name: council_session_by_token
SELECT s.id, s.council_id, s.held_at, s.scores_at, s.place, s.ballot, s.state, s.token, s.blind_author, s.blind_member, s.current_item, c.name AS council_name, c.org_id, c.decision, c.decided_on, c.level, c.round, o.name AS org_name,
       (SELECT COUNT(*) FROM council_member m WHERE m.council_id = c.id AND m.user_id = :me AND m.left_on IS NULL) AS i_sit
FROM council_session s JOIN council c ON c.id = s.council_id JOIN organisation o ON o.id = c.org_id WHERE s.token = :token AND s.token <> ''

-- name: council_sessions
SELECT s.id, s.council_id, s.held_at, s.scores_at, s.place, s.ballot, s.state, s.token, s.blind_author, s.blind_member, s.current_item, c.name AS council_name, c.org_id, c.decision, c.decided_on, c.level, c.round, o.name AS org_name
FROM council_session s JOIN council c ON c.id = s.council_id JOIN organisation o ON o.id = c.org_id WHERE s.council_id = :council ORDER BY s.held_at DESC, s.id DESC LIMIT 100

-- name: council_my_sessions
SELECT s.id, s.council_id, s.held_at, s.scores_at, s.place, s.ballot, s.state, s.token, s.blind_author, s.blind_member, s.current_item, c.name AS council_name, c.org_id, c.decision, c.decided_on, c.level, c.round, o.name AS org_name
FROM council_session s JOIN council c ON c.id = s.council_id JOIN organisation o ON o.id = c.org_id
WHERE s.state <> 'closed' AND EXISTS (SELECT 1 FROM council_member m WHERE m.council_id = c.id AND m.user_id = :me AND m.left_on IS NULL) ORDER BY s.held_at, s.id LIMIT 50

-- name: council_session_close
UPDATE council_session SET state = 'closed', current_item = NULL WHERE id = :id AND state <> 'closed'

-- name: council_call
UPDATE council_session SET current_item = :item, state = 'open' WHERE id = :id AND state <> 'closed'

-- name: council_attendance_add
INSERT INTO council_attendance(session_id, member_id, at, how) VALUES (:session, :member, :now, :how)

-- name: council_attendance_drop
DELETE FROM council_attendance WHERE session_id = :session AND member_id = :member

-- name: council_voted_in
SELECT (SELECT COUNT(*) FROM council_vote v JOIN council_item i ON i.id = v.item_id WHERE i.session_id = :session AND v.member_id = :member)
     + (SELECT COUNT(*) FROM council_poll_vote v JOIN council_poll p ON p.id = v.poll_id WHERE p.session_id = :session AND v.member_id = :member)

-- name: council_attendance
SELECT m.id, m.user_id, COALESCE(u.org_id, 0) AS org_id, u.name, u.position, COALESCE(o.name, '') AS unit, m.role, m.is_union, m.alternate, m.expertise,
       (SELECT COUNT(*) FROM council_attendance a WHERE a.session_id = :session AND a.member_id = m.id) AS present
FROM council_session s JOIN council_member m ON m.council_id = s.council_id JOIN user_account u ON u.id = m.user_id LEFT JOIN organisation o ON o.id = u.org_id
WHERE s.id = :session AND m.left_on IS NULL ORDER BY CASE m.role WHEN 'chair' THEN 1 WHEN 'vice' THEN 2 WHEN 'secretary' THEN 3 ELSE 4 END, m.alternate, m.id

-- name: council_bench
SELECT m.id, m.user_id, COALESCE(u.org_id, 0) AS org_id, u.name, u.position, COALESCE(o.name, '') AS unit, m.role, m.is_union, m.alternate, m.expertise,
       (SELECT COUNT(*) FROM council_attendance a WHERE a.session_id = s.id AND a.member_id = m.id) AS present,
       (SELECT COUNT(*) FROM dossier_conflict x WHERE x.dossier_id = i.dossier_id AND x.user_id = m.user_id) + (SELECT COUNT(*) FROM dossier_author y WHERE y.dossier_id = i.dossier_id AND y.user_id = m.user_id) + (SELECT COUNT(*) FROM dossier z WHERE z.id = i.dossier_id AND z.owner_id = m.user_id) AS recused,
       (SELECT COUNT(*) FROM council_vote v WHERE v.item_id = i.id AND v.member_id = m.id) AS voted
FROM council_item i JOIN council_session s ON s.id = i.session_id JOIN council_member m ON m.council_id = s.council_id JOIN user_account u ON u.id = m.user_id LEFT JOIN organisation o ON o.id = u.org_id
WHERE i.id = :item AND m.left_on IS NULL ORDER BY CASE m.role WHEN 'chair' THEN 1 WHEN 'vice' THEN 2 WHEN 'secretary' THEN 3 ELSE 4 END, m.alternate, m.id

-- name: council_of_dossier
SELECT DISTINCT m.id, m.user_id, COALESCE(u.org_id, 0) AS org_id, u.name, u.position, COALESCE(o.name, '') AS unit, m.role, m.is_union, m.alternate, m.expertise
FROM council_item i JOIN council_session s ON s.id = i.session_id JOIN council_member m ON m.council_id = s.council_id JOIN user_account u ON u.id = m.user_id LEFT JOIN organisation o ON o.id = u.org_id
WHERE i.dossier_id = :dossier AND m.left_on IS NULL

-- name: council_item_insert
INSERT INTO council_item(session_id, dossier_id, set_id) VALUES (:session, :dossier, :criteria) RETURNING id

-- name: council_item_order
UPDATE council_item SET ordinal = :ordinal WHERE id = :id

-- name: council_items
SELECT i.id, i.session_id, i.dossier_id, i.set_id, d.title, d.number, d.field, i.state, i.novelty_1, i.novelty_2, i.novelty_3, i.novelty_4, i.benefit, i.excluded, i.opinion, i.formula, i.minutes, i.ordinal,
       i.seats, i.members, i.present, i.recused, i.stand_ins, i.quorum_num, i.quorum_den, i.pass_num, i.pass_den, i.votes_for, i.votes_against, i.votes_blank,
       COALESCE(i.score, 0) AS score, CASE WHEN i.score IS NULL THEN 0 ELSE 1 END AS scored, i.score_pass, i.vetoes, i.veto_at, i.passed, i.concluded_at,
       (SELECT COUNT(*) FROM council_sheet t WHERE t.item_id = i.id AND t.state <> 'draft') AS sheets,
       (SELECT COUNT(*) FROM council_vote v JOIN council_member m ON m.id = v.member_id WHERE v.item_id = i.id AND m.user_id = :me) AS i_voted,
       (SELECT COUNT(*) FROM council_vote v WHERE v.item_id = i.id) AS voted,
       (SELECT COUNT(*) FROM dossier_conflict c WHERE c.dossier_id = i.dossier_id AND c.user_id = :me) +
       (SELECT COUNT(*) FROM dossier_author a WHERE a.dossier_id = i.dossier_id AND a.user_id = :me) +
       (SELECT COUNT(*) FROM dossier w WHERE w.id = i.dossier_id AND w.owner_id = :me) AS hidden
FROM council_item i JOIN dossier d ON d.id = i.dossier_id WHERE i.session_id = :session ORDER BY CASE WHEN i.ordinal = 0 THEN 100000 ELSE i.ordinal END, i.id LIMIT 500

-- name: council_item_get
-- or its neighbour, as in dossier_get
SELECT i.id, i.session_id, i.dossier_id, i.set_id, d.title, d.number, d.field, i.state, i.novelty_1, i.novelty_2, i.novelty_3, i.novelty_4, i.benefit, i.excluded, i.opinion, i.formula, i.minutes, i.ordinal,
       i.seats, i.members, i.present, i.recused, i.stand_ins, i.quorum_num, i.quorum_den, i.pass_num, i.pass_den, i.votes_for, i.votes_against, i.votes_blank,
       COALESCE(i.score, 0) AS score, CASE WHEN i.score IS NULL THEN 0 ELSE 1 END AS scored, i.score_pass, i.vetoes, i.veto_at, i.passed, i.concluded_at,
       (SELECT COUNT(*) FROM council_sheet t WHERE t.item_id = i.id AND t.state <> 'draft') AS sheets,
       (SELECT COUNT(*) FROM council_vote v JOIN council_member m ON m.id = v.member_id WHERE v.item_id = i.id AND m.user_id = :me) AS i_voted,
       (SELECT COUNT(*) FROM council_vote v WHERE v.item_id = i.id) AS voted,
       (SELECT COUNT(*) FROM dossier_conflict c WHERE c.dossier_id = i.dossier_id AND c.user_id = :me) +
       (SELECT COUNT(*) FROM dossier_author a WHERE a.dossier_id = i.dossier_id AND a.user_id = :me) +
       (SELECT COUNT(*) FROM dossier w WHERE w.id = i.dossier_id AND w.owner_id = :me) AS hidden
FROM council_item i JOIN dossier d ON d.id = i.dossier_id WHERE i.id = (SELECT MAX(n.id) FROM council_item n WHERE n.id <= :id)

-- name: council_item_for_member
SELECT i.id, i.session_id, i.dossier_id, i.set_id, d.title, d.number, d.field, i.state, i.novelty_1, i.novelty_2, i.novelty_3, i.novelty_4, i.benefit, i.excluded, i.opinion, i.formula, i.minutes, i.ordinal,
       i.seats, i.members, i.present, i.recused, i.stand_ins, i.quorum_num, i.quorum_den, i.pass_num, i.pass_den, i.votes_for, i.votes_against, i.votes_blank,
       COALESCE(i.score, 0) AS score, CASE WHEN i.score IS NULL THEN 0 ELSE 1 END AS scored, i.score_pass, i.vetoes, i.veto_at, i.passed, i.concluded_at,
       (SELECT COUNT(*) FROM council_sheet t WHERE t.item_id = i.id AND t.state <> 'draft') AS sheets, 0 AS i_voted, 0 AS voted, 0 AS hidden
FROM council_item i JOIN dossier d ON d.id = i.dossier_id JOIN council_session s ON s.id = i.session_id
JOIN council_member m ON m.council_id = s.council_id AND m.left_on IS NULL
WHERE i.dossier_id = :dossier AND m.user_id = :me AND (SELECT COUNT(*) FROM dossier_conflict x WHERE x.dossier_id = i.dossier_id AND x.user_id = m.user_id) + (SELECT COUNT(*) FROM dossier_author y WHERE y.dossier_id = i.dossier_id AND y.user_id = m.user_id) + (SELECT COUNT(*) FROM dossier z WHERE z.id = i.dossier_id AND z.owner_id = m.user_id) = 0 ORDER BY i.id DESC LIMIT 1

-- name: council_item_of_dossier
SELECT i.id, i.session_id, i.dossier_id, i.set_id, d.title, d.number, d.field, i.state, i.novelty_1, i.novelty_2, i.novelty_3, i.novelty_4, i.benefit, i.excluded, i.opinion, i.formula, i.minutes, i.ordinal,
       i.seats, i.members, i.present, i.recused, i.stand_ins, i.quorum_num, i.quorum_den, i.pass_num, i.pass_den, i.votes_for, i.votes_against, i.votes_blank,
       COALESCE(i.score, 0) AS score, CASE WHEN i.score IS NULL THEN 0 ELSE 1 END AS scored, i.score_pass, i.vetoes, i.veto_at, i.passed, i.concluded_at,
       (SELECT COUNT(*) FROM council_sheet t WHERE t.item_id = i.id AND t.state <> 'draft') AS sheets, 0 AS i_voted, 0 AS voted, 0 AS hidden
FROM council_item i JOIN dossier d ON d.id = i.dossier_id WHERE i.dossier_id = :dossier ORDER BY i.id DESC LIMIT 1

-- name: council_item_findings
UPDATE council_item SET novelty_1 = :n1, novelty_2 = :n2, novelty_3 = :n3, novelty_4 = :n4, benefit = :benefit, excluded = :excluded, opinion = :opinion
WHERE id = :id AND state = 'open'

-- name: council_item_conclude
UPDATE council_item SET state = 'concluded', seats = :seats, members = :members, present = :present, recused = :recused, stand_ins = :stand_ins, quorum_num = :quorum_num, quorum_den = :quorum_den,
       pass_num = :pass_num, pass_den = :pass_den, votes_for = :votes_for, votes_against = :votes_against, votes_blank = :votes_blank, score = :score, score_pass = :score_pass, vetoes = :vetoes,
       veto_at = :veto_at, formula = :formula, passed = :passed, concluded_at = :now WHERE id = :id AND state = 'open'

-- name: council_minutes_set
UPDATE council_item SET minutes = :minutes WHERE id = :id

-- name: council_vote_insert
INSERT INTO council_vote(item_id, member_id, choice, reason) VALUES (:item, :member, :choice, :reason)

-- name: council_votes_drop
DELETE FROM council_vote WHERE item_id = :item

-- name: council_ballot_insert
INSERT INTO council_ballot(receipt, item_id, choice) VALUES (:receipt, :item, :choice)

-- name: council_ballots_drop
DELETE FROM council_ballot WHERE item_id = :item

-- name: council_ballots
SELECT receipt, choice FROM council_ballot WHERE item_id = :item ORDER BY receipt LIMIT 500

-- name: council_ballot_get
SELECT item_id AS item, choice FROM council_ballot WHERE receipt = :receipt

-- name: council_count_open
SELECT COUNT(*) FROM council_vote WHERE item_id = :item AND choice = :choice

-- name: council_count_secret
SELECT COUNT(*) FROM council_ballot WHERE item_id = :item AND choice = :choice

-- name: council_voted_on
SELECT i.id AS item, i.session_id AS session FROM council_vote v JOIN council_item i ON i.id = v.item_id JOIN council_member m ON m.id = v.member_id WHERE i.dossier_id = :dossier AND m.user_id = :user AND i.state = 'open'

-- name: council_ready
SELECT COUNT(*) FROM council c
WHERE c.org_id = :org AND COALESCE(c.valid_to, 99999999) >= :day
  AND EXISTS (SELECT 1 FROM council_member m WHERE m.council_id = c.id AND m.role = 'chair' AND m.left_on IS NULL)
  AND EXISTS (SELECT 1 FROM council_member m WHERE m.council_id = c.id AND m.role = 'secretary' AND m.left_on IS NULL)
  AND (SELECT COUNT(*) FROM council_member m WHERE m.council_id = c.id AND m.left_on IS NULL AND m.alternate = 0) >= 3

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

-- name: council_scorer
SELECT COALESCE(MAX(m.id), 0) FROM council_item i JOIN council_session s ON s.id = i.session_id JOIN council_member m ON m.council_id = s.council_id WHERE i.id = :item AND m.user_id = :me AND m.left_on IS NULL

-- name: council_assigned
SELECT COUNT(*) FROM council_assignment WHERE item_id = :item AND (:member = 0 OR member_id = :member)

-- name: council_sheet_of
SELECT t.id, t.item_id, t.member_id, t.state, t.total, t.veto, t.comment, t.code, t.saved_at, u.name, m.role FROM council_sheet t JOIN council_member m ON m.id = t.member_id JOIN user_account u ON u.id = m.user_id WHERE t.item_id = :item AND t.member_id = :member

-- name: council_sheets
SELECT t.id, t.item_id, t.member_id, t.state, t.total, t.veto, t.comment, t.code, t.saved_at, u.name, m.role
FROM council_sheet t JOIN council_member m ON m.id = t.member_id JOIN user_account u ON u.id = m.user_id JOIN council_item i ON i.id = t.item_id
WHERE t.item_id = :item AND (SELECT COUNT(*) FROM dossier_conflict x WHERE x.dossier_id = i.dossier_id AND x.user_id = m.user_id) + (SELECT COUNT(*) FROM dossier_author y WHERE y.dossier_id = i.dossier_id AND y.user_id = m.user_id) + (SELECT COUNT(*) FROM dossier z WHERE z.id = i.dossier_id AND z.owner_id = m.user_id) = 0 ORDER BY t.code LIMIT 200

-- name: council_sheet_put
INSERT INTO council_sheet(item_id, member_id, state, total, veto, comment, code, saved_at) VALUES (:item, :member, :state, :total, :veto, :comment, :code, :now)
ON CONFLICT (item_id, member_id) DO UPDATE SET state = excluded.state, total = excluded.total, veto = excluded.veto, comment = excluded.comment, saved_at = excluded.saved_at

-- name: council_sheet_id
SELECT id FROM council_sheet WHERE item_id = :item AND member_id = :member

-- name: council_scores
SELECT criterion_id, COALESCE(points, -1) AS points, comment FROM council_score WHERE sheet_id = :sheet ORDER BY criterion_id

-- name: council_scores_drop
DELETE FROM council_score WHERE sheet_id = :sheet

-- name: council_score_put
INSERT INTO council_score(sheet_id, criterion_id, points, comment) VALUES (:sheet, :criterion, :points, :comment)

-- name: council_readings
SELECT i.id AS item_id, s.id AS session_id, d.title, d.number, d.field, c.round, c.name AS council_name, COALESCE(t.state, '') AS sheet, COALESCE(t.total, 0) AS total, d.phase AS outcome,
       s.scores_at AS due_at, s.state AS session_state, (SELECT COUNT(*) FROM council_assignment g WHERE g.item_id = i.id AND g.member_id = m.id) AS assigned
FROM council_member m JOIN council c ON c.id = m.council_id JOIN council_session s ON s.council_id = c.id JOIN council_item i ON i.session_id = s.id JOIN dossier d ON d.id = i.dossier_id
LEFT JOIN council_sheet t ON t.item_id = i.id AND t.member_id = m.id
WHERE m.user_id = :me AND m.left_on IS NULL AND i.set_id IS NOT NULL AND s.scores_at IS NOT NULL
  AND (NOT EXISTS (SELECT 1 FROM council_assignment g WHERE g.item_id = i.id) OR EXISTS (SELECT 1 FROM council_assignment g WHERE g.item_id = i.id AND g.member_id = m.id))
  AND (SELECT COUNT(*) FROM dossier_conflict x WHERE x.dossier_id = i.dossier_id AND x.user_id = m.user_id) + (SELECT COUNT(*) FROM dossier_author y WHERE y.dossier_id = i.dossier_id AND y.user_id = m.user_id) + (SELECT COUNT(*) FROM dossier z WHERE z.id = i.dossier_id AND z.owner_id = m.user_id) = 0
ORDER BY CASE WHEN i.state = 'open' THEN 0 ELSE 1 END, s.scores_at, i.id LIMIT 500

-- name: council_barred
SELECT (SELECT COUNT(*) FROM dossier_conflict x WHERE x.dossier_id = :dossier AND x.user_id = :user) + (SELECT COUNT(*) FROM dossier_author y WHERE y.dossier_id = :dossier AND y.user_id = :user) + (SELECT COUNT(*) FROM dossier z WHERE z.id = :dossier AND z.owner_id = :user)

-- name: council_unbar
DELETE FROM dossier_conflict WHERE dossier_id = :dossier AND user_id = :user AND kind <> 'author'

-- name: council_ties
SELECT a.user_id, COALESCE(u.org_id, 0) AS org_id, a.name, 'author' AS what,
       (SELECT COUNT(*) FROM user_role r WHERE r.user_id = a.user_id AND r.role = 'head' AND r.org_id = u.org_id AND COALESCE(r.valid_from, 0) <= :day AND COALESCE(r.valid_to, 99999999) >= :day) AS is_head
FROM dossier_author a JOIN user_account u ON u.id = a.user_id WHERE a.dossier_id = :dossier
UNION ALL SELECT 0 AS user_id, 0 AS org_id, a.name, 'author' AS what, 0 AS is_head FROM dossier_author a WHERE a.dossier_id = :dossier AND a.user_id IS NULL
UNION ALL SELECT d.owner_id AS user_id, COALESCE(u.org_id, 0) AS org_id, u.name, 'author' AS what, 0 AS is_head FROM dossier d JOIN user_account u ON u.id = d.owner_id WHERE d.id = :dossier
UNION ALL SELECT 0 AS user_id, 0 AS org_id, g.name, 'organiser' AS what, 0 AS is_head FROM dossier_organiser g WHERE g.dossier_id = :dossier
UNION ALL SELECT COALESCE(c.user_id, 0) AS user_id, 0 AS org_id, c.name, 'named' AS what, 0 AS is_head FROM council_conflict c WHERE c.dossier_id = :dossier AND c.state <> 'lifted' AND c.source <> 'computed'

-- name: council_coauthors
SELECT DISTINCT other.user_id, 0 AS org_id, other.name, 'coauthor' AS what, 0 AS is_head
FROM dossier_author me JOIN dossier_author mine ON mine.user_id = me.user_id AND mine.dossier_id <> me.dossier_id
JOIN dossier x ON x.id = mine.dossier_id JOIN dossier_author other ON other.dossier_id = mine.dossier_id
WHERE me.dossier_id = :dossier AND x.filed_on >= :since AND (other.user_id IS NULL OR other.user_id <> me.user_id)
UNION SELECT DISTINCT other.user_id, 0 AS org_id, other.name, 'coauthor' AS what, 0 AS is_head
FROM dossier_author me JOIN dossier_author mine ON mine.name = me.name AND mine.dossier_id <> me.dossier_id
JOIN dossier x ON x.id = mine.dossier_id JOIN dossier_author other ON other.dossier_id = mine.dossier_id
WHERE me.dossier_id = :dossier AND (me.user_id IS NULL OR mine.user_id IS NULL) AND x.filed_on >= :since AND other.name <> me.name

-- name: council_head_of
SELECT r.org_id AS org FROM user_role r WHERE r.user_id = :user AND r.role = 'head' AND r.org_id IS NOT NULL AND COALESCE(r.valid_from, 0) <= :day AND COALESCE(r.valid_to, 99999999) >= :day LIMIT 50

-- name: council_related
SELECT 0 AS user_id, 0 AS org_id, r.name, r.kind AS what, 0 AS is_head FROM council_relation r WHERE r.user_id = :user
UNION ALL SELECT r.user_id, 0 AS org_id, u.name, r.kind AS what, 0 AS is_head FROM council_relation r JOIN user_account u ON u.id = r.user_id WHERE r.folded = :folded

-- name: council_relations
SELECT name, kind, at FROM council_relation WHERE user_id = :user ORDER BY folded LIMIT 200

-- name: council_relate
INSERT INTO council_relation(user_id, name, folded, kind, at) VALUES (:user, :name, :folded, :kind, :now) ON CONFLICT (user_id, folded) DO UPDATE SET kind = excluded.kind, at = excluded.at

-- name: council_people
SELECT 0 AS id, u.id AS user_id, COALESCE(u.org_id, 0) AS org_id, u.name, u.position, COALESCE(o.name, '') AS unit, u.login AS role
FROM user_account u LEFT JOIN organisation o ON o.id = u.org_id
WHERE u.locked = 0 AND NOT EXISTS (SELECT 1 FROM council_member m WHERE m.council_id = :council AND m.user_id = u.id AND m.left_on IS NULL)
  AND ((:text = '' AND u.org_id = :org) OR (:text <> '' AND u.folded LIKE :text)) ORDER BY u.folded, u.id LIMIT 60

-- name: council_conflict_known
SELECT COUNT(*) FROM council_conflict WHERE dossier_id = :dossier AND user_id = :user AND kind = :kind AND state <> 'lifted'

-- name: council_conflict_insert
INSERT INTO council_conflict(dossier_id, user_id, name, folded, kind, source, note, declared_by, at) VALUES (:dossier, :user, :name, :folded, :kind, :source, :note, :by, :now) RETURNING id

-- name: council_conflicts_of
SELECT id, dossier_id, user_id, name, kind, source, note, state, pinned, answer, at FROM council_conflict WHERE dossier_id = :dossier ORDER BY id LIMIT 500

-- name: council_conflicts_mine
SELECT id, kind, source, state, pinned, at FROM council_conflict WHERE user_id = :user ORDER BY id DESC LIMIT 200

-- name: council_conflict_get
SELECT id, dossier_id, user_id, name, kind, source, note, state, pinned, answer, at FROM council_conflict WHERE id = :id

-- name: council_conflict_dispute
UPDATE council_conflict SET state = 'disputed', answer = :answer WHERE id = :id AND user_id = :user AND state = 'stands' AND pinned = 0 AND kind <> 'author'

-- name: council_conflict_lift
UPDATE council_conflict SET state = 'lifted', answer = :answer WHERE id = :id AND state <> 'lifted'

-- name: council_conflict_pin
UPDATE council_conflict SET state = 'stands', pinned = 1, answer = :answer WHERE id = :id AND state <> 'lifted'

-- name: council_conflicts_standing
SELECT COUNT(*) FROM council_conflict WHERE dossier_id = :dossier AND user_id = :user AND state <> 'lifted'

-- name: council_conflict_lifted
SELECT COUNT(*) FROM council_conflict WHERE dossier_id = :dossier AND user_id = :user AND kind = :kind AND state = 'lifted'

-- name: council_assignment_take
DELETE FROM council_assignment WHERE item_id IN (SELECT id FROM council_item WHERE dossier_id = :dossier AND state = 'open') AND member_id IN (SELECT id FROM council_member WHERE user_id = :user)

-- name: council_assignment_clear
DELETE FROM council_assignment WHERE item_id = :item

-- name: council_assignment_put
INSERT INTO council_assignment(item_id, member_id, why) VALUES (:item, :member, :why)

-- name: council_assignments
SELECT g.item_id, g.member_id, u.name, g.why
FROM council_assignment g JOIN council_item i ON i.id = g.item_id JOIN council_member w ON w.id = g.member_id JOIN user_account u ON u.id = w.user_id
WHERE i.session_id = :session AND (SELECT COUNT(*) FROM dossier_conflict x WHERE x.dossier_id = i.dossier_id AND x.user_id = :me) + (SELECT COUNT(*) FROM dossier_author y WHERE y.dossier_id = i.dossier_id AND y.user_id = :me) + (SELECT COUNT(*) FROM dossier z WHERE z.id = i.dossier_id AND z.owner_id = :me) = 0 ORDER BY g.item_id, g.member_id LIMIT 10000

-- name: council_log_add
INSERT INTO council_log(session_id, item_id, at, event, what) VALUES (:session, :item, :now, :event, :what) RETURNING id

-- name: council_log_of
SELECT at, event, what FROM council_log WHERE session_id = :session AND (item_id = :item OR item_id IS NULL) AND event NOT IN ('break', 'closed') ORDER BY id LIMIT 2000

-- name: council_copy_get
SELECT d.field, p.known_state, p.content, p.applicability, p.conditions, p.benefit_author, p.benefit_users
FROM dossier d JOIN dossier_prose p ON p.dossier_id = d.id WHERE d.id = :dossier

-- name: council_before_it
SELECT d.id, d.number, d.title, d.process_id, d.state, '' AS org_name, d.field, '' AS authors, d.due_rule, d.filed_on, d.due_on, d.updated_at
FROM dossier d
WHERE d.org_id = :org AND d.phase IN ('accepted', 'under_evaluation')
  AND NOT EXISTS (SELECT 1 FROM dossier_conflict c WHERE c.dossier_id = d.id AND c.user_id = :me)
  AND NOT EXISTS (SELECT 1 FROM dossier_author a WHERE a.dossier_id = d.id AND a.user_id = :me)
  AND d.owner_id <> :me
ORDER BY COALESCE(d.due_on, 99999999), d.id LIMIT 200
