-- name: question_insert
INSERT INTO question(title, body, tags, user_id, anonymous, session_id, state, folded, created_at, moved_at)
VALUES (:title, :body, :tags, :user, :anonymous, :session, :state, :folded, :now, :now) RETURNING id

-- name: question_pair_insert
INSERT INTO question_pair(pair, question_id) VALUES (:pair, :question) ON CONFLICT DO NOTHING

-- name: question_pair_of
SELECT p.question_id AS v FROM question_pair p WHERE p.pair = :pair ORDER BY p.question_id DESC LIMIT 500

-- name: question_count
SELECT COUNT(*) FROM question

-- name: question_get
SELECT q.id, q.title, q.body, q.tags, q.user_id, q.anonymous, q.session_id, q.state, q.reason, q.faq, q.votes, q.answers, q.official, q.accepted_id, q.created_at, q.moved_at,
  COALESCE(u.name, '') AS asker, COALESCE(o.name, '') AS unit
FROM question q LEFT JOIN user_account u ON u.id = q.user_id LEFT JOIN organisation o ON o.id = u.org_id WHERE q.id = :id

-- name: question_list
SELECT q.id, q.title, q.tags, q.user_id, q.anonymous, q.session_id, q.state, q.faq, q.votes, q.answers, q.official, q.accepted_id, q.created_at, q.moved_at,
  COALESCE(u.name, '') AS asker, COALESCE(o.name, '') AS unit
FROM question q LEFT JOIN user_account u ON u.id = q.user_id LEFT JOIN organisation o ON o.id = u.org_id
WHERE (q.state = 'open' OR (:all = 1 AND q.state = 'pending') OR (q.user_id = :user AND q.state <> 'hidden'))
  AND (:unanswered = 0 OR q.answers = 0) AND (:faq = 0 OR q.faq = 1) AND (:session = 0 OR q.session_id = :session)
  AND (:text = '' OR q.folded LIKE :text) AND (:tag = '' OR q.tags LIKE :tag)
ORDER BY CASE WHEN q.state = 'pending' THEN 0 ELSE 1 END, CASE WHEN :session = 0 THEN 0 ELSE -q.votes END, q.moved_at DESC, q.id DESC LIMIT 50 OFFSET :skip

-- name: question_voted
SELECT COUNT(*) FROM question_vote WHERE question_id = :question AND user_id = :user

-- name: question_follows
SELECT COUNT(*) FROM question_follow WHERE question_id = :question AND user_id = :user

-- name: question_vote_add
INSERT INTO question_vote(question_id, user_id) VALUES (:question, :user) ON CONFLICT DO NOTHING

-- name: question_vote_drop
DELETE FROM question_vote WHERE question_id = :question AND user_id = :user

-- name: question_vote_count
UPDATE question SET votes = (SELECT COUNT(*) FROM question_vote v WHERE v.question_id = question.id) WHERE id = :question

-- name: question_follow_add
INSERT INTO question_follow(question_id, user_id) VALUES (:question, :user) ON CONFLICT DO NOTHING

-- name: question_follow_drop
DELETE FROM question_follow WHERE question_id = :question AND user_id = :user

-- name: question_followers
SELECT user_id AS v FROM question_follow WHERE question_id = :question AND user_id <> :but LIMIT 5000

-- name: question_state_set
UPDATE question SET state = :state, reason = :reason WHERE id = :id

-- name: question_faq_set
UPDATE question SET faq = :faq WHERE id = :id

-- name: question_accept
UPDATE question SET accepted_id = :answer WHERE id = :id

-- name: question_recount
UPDATE question SET moved_at = :now, answers = (SELECT COUNT(*) FROM answer a WHERE a.question_id = question.id AND a.state = 'open'),
  official = CASE WHEN EXISTS (SELECT 1 FROM answer a WHERE a.question_id = question.id AND a.state = 'open' AND a.official = 1) THEN 1 ELSE 0 END WHERE id = :id

-- name: answer_insert
INSERT INTO answer(question_id, user_id, body, official, article, created_at) VALUES (:question, :user, :body, :official, :article, :now) RETURNING id

-- name: answer_list
SELECT a.id, a.question_id, a.user_id, a.body, a.official, a.article, a.state, a.created_at, COALESCE(u.name, '') AS author, COALESCE(o.name, '') AS unit
FROM answer a LEFT JOIN user_account u ON u.id = a.user_id LEFT JOIN organisation o ON o.id = u.org_id
WHERE a.question_id = :question AND (a.state = 'open' OR :all = 1) ORDER BY a.official DESC, a.id LIMIT 200

-- name: answer_question
SELECT a.id, a.question_id, a.user_id, a.body, a.official, a.article, a.state, a.created_at FROM answer a WHERE a.id = :id

-- name: answer_state_set
UPDATE answer SET state = :state WHERE id = :id

-- name: question_proposal_insert
INSERT INTO question_proposal(question_id, rule_key, note, user_id, created_at) VALUES (:question, :rule, :note, :user, :now) RETURNING id

-- name: question_proposals
SELECT p.id, p.question_id, p.rule_key, p.note, p.created_at, COALESCE(u.name, '') AS author FROM question_proposal p LEFT JOIN user_account u ON u.id = p.user_id
WHERE p.question_id = :question ORDER BY p.id LIMIT 50

-- name: question_moderators
SELECT DISTINCT user_id AS v FROM user_role WHERE role IN ('editor', 'department') AND org_id IS NULL AND COALESCE(valid_from, 0) <= :today AND COALESCE(valid_to, 99999999) >= :today AND user_id <> :but
ORDER BY user_id LIMIT 200

-- name: question_pending_in
SELECT COUNT(*) FROM question WHERE session_id = :session AND state = 'pending'

-- name: test_question_sum
-- a number that every change of questions changes
SELECT (SELECT COALESCE(SUM(votes + 10 * answers + 100 * faq + 1000 * COALESCE(accepted_id, 0) + CASE state WHEN 'open' THEN 100000 WHEN 'hidden' THEN 200000 ELSE 300000 END), 0) FROM question)
  + 10000000 * (SELECT COUNT(*) FROM question_proposal) + 100000000 * (SELECT COUNT(*) FROM question_follow) + 10000000000 * (SELECT COUNT(*) FROM question_vote)
  + 1000000000000 * (SELECT COUNT(*) FROM question_pair)
