-- name: poll_insert
INSERT INTO council_poll(session_id, title, method, top, places, secret, created_at) VALUES (:session, :title, :method, :top, :places, :secret, :now) RETURNING id

-- name: poll_option_insert
INSERT INTO council_poll_option(poll_id, item_id) VALUES (:poll, :item)

-- name: poll_get
-- or its neighbour, as in dossier_get
SELECT p.id, p.session_id, p.title, p.method, p.state, p.top, p.places, p.secret, p.seats, p.present, p.recused, p.stand_ins, p.quorum_num, p.quorum_den, p.counted_at,
       (SELECT COUNT(*) FROM council_poll_option o WHERE o.poll_id = p.id) AS options,
       (SELECT COUNT(*) FROM council_poll_vote v WHERE v.poll_id = p.id) AS voted,
       (SELECT COUNT(*) FROM council_poll_vote v JOIN council_member m ON m.id = v.member_id WHERE v.poll_id = p.id AND m.user_id = :me) AS i_voted,
       (SELECT COUNT(*) FROM council_poll_option o JOIN council_item i ON i.id = o.item_id JOIN dossier d ON d.id = i.dossier_id WHERE o.poll_id = p.id AND (d.owner_id = :me
          OR EXISTS (SELECT 1 FROM dossier_conflict x WHERE x.dossier_id = d.id AND x.user_id = :me) OR EXISTS (SELECT 1 FROM dossier_author y WHERE y.dossier_id = d.id AND y.user_id = :me))) AS hidden
FROM council_poll p WHERE p.id = (SELECT MAX(n.id) FROM council_poll n WHERE n.id <= :id)

-- name: poll_of_session
SELECT p.id, p.session_id, p.title, p.method, p.state, p.top, p.places, p.secret, p.seats, p.present, p.recused, p.stand_ins, p.quorum_num, p.quorum_den, p.counted_at,
       (SELECT COUNT(*) FROM council_poll_option o WHERE o.poll_id = p.id) AS options,
       (SELECT COUNT(*) FROM council_poll_vote v WHERE v.poll_id = p.id) AS voted,
       (SELECT COUNT(*) FROM council_poll_vote v JOIN council_member m ON m.id = v.member_id WHERE v.poll_id = p.id AND m.user_id = :me) AS i_voted,
       (SELECT COUNT(*) FROM council_poll_option o JOIN council_item i ON i.id = o.item_id JOIN dossier d ON d.id = i.dossier_id WHERE o.poll_id = p.id AND (d.owner_id = :me
          OR EXISTS (SELECT 1 FROM dossier_conflict x WHERE x.dossier_id = d.id AND x.user_id = :me) OR EXISTS (SELECT 1 FROM dossier_author y WHERE y.dossier_id = d.id AND y.user_id = :me))) AS hidden
FROM council_poll p WHERE p.session_id = :session AND p.state <> 'void' ORDER BY p.id LIMIT 200

-- name: poll_options
SELECT o.item_id, d.title, d.number, o.place, o.points FROM council_poll_option o JOIN council_item i ON i.id = o.item_id JOIN dossier d ON d.id = i.dossier_id WHERE o.poll_id = :poll ORDER BY o.item_id

-- name: poll_option_place
UPDATE council_poll_option SET place = :place, points = :points WHERE poll_id = :poll AND item_id = :item

-- name: poll_bench
SELECT m.id, m.user_id, COALESCE(u.org_id, 0) AS org_id, u.name, u.position, COALESCE(o.name, '') AS unit, m.role, m.is_union, m.alternate, m.expertise,
       (SELECT COUNT(*) FROM council_attendance a WHERE a.session_id = s.id AND a.member_id = m.id) AS present,
       (SELECT COUNT(*) FROM council_poll_option c JOIN council_item i ON i.id = c.item_id JOIN dossier d ON d.id = i.dossier_id WHERE c.poll_id = p.id AND (d.owner_id = m.user_id
          OR EXISTS (SELECT 1 FROM dossier_conflict x WHERE x.dossier_id = d.id AND x.user_id = m.user_id) OR EXISTS (SELECT 1 FROM dossier_author y WHERE y.dossier_id = d.id AND y.user_id = m.user_id))) AS recused,
       (SELECT COUNT(*) FROM council_poll_vote v WHERE v.poll_id = p.id AND v.member_id = m.id) AS voted
FROM council_poll p JOIN council_session s ON s.id = p.session_id JOIN council_member m ON m.council_id = s.council_id JOIN user_account u ON u.id = m.user_id LEFT JOIN organisation o ON o.id = u.org_id
WHERE p.id = :poll AND m.left_on IS NULL ORDER BY CASE m.role WHEN 'chair' THEN 1 WHEN 'vice' THEN 2 WHEN 'secretary' THEN 3 ELSE 4 END, m.alternate, m.id

-- name: poll_vote_insert
INSERT INTO council_poll_vote(poll_id, member_id, ballot) VALUES (:poll, :member, :ballot)

-- name: poll_votes_drop
DELETE FROM council_poll_vote WHERE poll_id = :poll

-- name: poll_named_ballots
SELECT u.name AS receipt, v.ballot AS choice FROM council_poll_vote v JOIN council_member m ON m.id = v.member_id JOIN user_account u ON u.id = m.user_id WHERE v.poll_id = :poll ORDER BY v.member_id LIMIT 500

-- name: poll_ballots
SELECT receipt, ballot AS choice FROM council_poll_ballot WHERE poll_id = :poll ORDER BY receipt LIMIT 500

-- name: poll_ballot_insert
INSERT INTO council_poll_ballot(receipt, poll_id, ballot) VALUES (:receipt, :poll, :ballot)

-- name: poll_ballots_drop
DELETE FROM council_poll_ballot WHERE poll_id = :poll

-- name: poll_ballot_get
SELECT poll_id AS poll, ballot AS choice FROM council_poll_ballot WHERE receipt = :receipt

-- name: poll_count_set
UPDATE council_poll SET state = 'counted', seats = :seats, present = :present, recused = :recused, stand_ins = :stand_ins, quorum_num = :quorum_num, quorum_den = :quorum_den, counted_at = :now
WHERE id = :id AND state = 'open'

-- name: poll_void
UPDATE council_poll SET state = 'void' WHERE id = :id AND state = 'open'

-- name: poll_left_open
SELECT id AS poll FROM council_poll WHERE session_id = :session AND state = 'open' LIMIT 200

-- name: poll_voted_on
SELECT DISTINCT p.id AS poll FROM council_poll p JOIN council_poll_vote v ON v.poll_id = p.id JOIN council_member m ON m.id = v.member_id JOIN council_poll_option o ON o.poll_id = p.id JOIN council_item i ON i.id = o.item_id
WHERE i.dossier_id = :dossier AND m.user_id = :user AND p.state = 'open'

-- name: poll_counted
SELECT id AS poll FROM council_poll WHERE state = 'counted' ORDER BY id
