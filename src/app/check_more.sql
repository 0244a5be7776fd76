-- What must hold in the portal, the training, the accounts and what supports a decision. Every query counts what must not be.

-- name: check_stop_days
SELECT COUNT(*) FROM dossier_stop WHERE restarted_on < stopped_on

-- name: check_open_vote_without_choice
SELECT COUNT(*) FROM council_vote v JOIN council_item i ON i.id = v.item_id JOIN council_session s ON s.id = i.session_id WHERE s.ballot = 'open' AND v.choice NOT IN ('for', 'against', 'blank')

-- name: check_certificate_replaced
SELECT COUNT(*) FROM certificate c WHERE (c.status = 'replaced' AND NOT EXISTS (SELECT 1 FROM certificate n WHERE n.serial = c.replaced_by)) OR (c.status <> 'replaced' AND c.replaced_by <> '') OR c.signature = ''

-- name: check_hold_without_cause
SELECT COUNT(*) FROM recognition_hold h WHERE h.cause <> 'complaint' OR NOT EXISTS (SELECT 1 FROM complaint c WHERE c.id = h.cause_id AND c.recognition_id = h.recognition_id)

-- name: check_issued_paper
SELECT COUNT(*) FROM paper_issue p WHERE NOT EXISTS (SELECT 1 FROM dossier_event e WHERE e.id = p.event_id)

-- name: check_set_without_criteria
SELECT COUNT(*) FROM criteria_set s WHERE s.state <> 'draft' AND (NOT EXISTS (SELECT 1 FROM criterion c WHERE c.set_id = s.id) OR EXISTS (SELECT 1 FROM criterion c WHERE c.set_id = s.id AND c.max <= 0) OR s.active_from IS NULL)

-- name: check_sheet_total
-- rounded half up to hundredths
SELECT COUNT(*) FROM council_sheet h WHERE h.state = 'done' AND ABS(h.total * 100 - (SELECT COALESCE(SUM(s.points * c.weight), 0) FROM council_score s JOIN criterion c ON c.id = s.criterion_id WHERE s.sheet_id = h.id)) > 50

-- name: check_course_seats
SELECT COUNT(*) FROM course_session s WHERE s.seated > s.capacity OR s.seated <> (SELECT COUNT(*) FROM course_registration r WHERE r.session_id = s.id AND r.state = 'seated')

-- name: check_course_attended
SELECT COUNT(*) FROM course_registration WHERE (attended_at IS NOT NULL AND state <> 'seated') OR (certificate <> '' AND (attended_at IS NULL OR signature = '')) OR (surveyed_at IS NOT NULL AND attended_at IS NULL)

-- name: check_course_survey
SELECT COUNT(*) FROM course_session s WHERE (SELECT COUNT(*) FROM course_survey a WHERE a.session_id = s.id) <> (SELECT COUNT(*) FROM course_registration r WHERE r.session_id = s.id AND r.surveyed_at IS NOT NULL)

-- name: check_question_counts
SELECT COUNT(*) FROM question q WHERE q.votes <> (SELECT COUNT(*) FROM question_vote v WHERE v.question_id = q.id) OR q.answers <> (SELECT COUNT(*) FROM answer a WHERE a.question_id = q.id AND a.state = 'open')

-- name: check_question_accepted
SELECT COUNT(*) FROM question q WHERE q.accepted_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM answer a WHERE a.id = q.accepted_id AND a.question_id = q.id)

-- name: check_official_without_article
SELECT COUNT(*) FROM answer WHERE official = 1 AND article = ''

-- name: check_hidden_without_reason
SELECT COUNT(*) FROM question WHERE state = 'hidden' AND reason = ''

-- name: check_saved_search
SELECT COUNT(*) FROM search_saved WHERE name = '' OR query = '' OR found < 0

-- name: check_look_chain
SELECT COUNT(*) FROM site_look l WHERE (l.previous <> 0 AND NOT EXISTS (SELECT 1 FROM site_look b WHERE b.id = l.previous AND b.id < l.id AND COALESCE(b.org_id, 0) = COALESCE(l.org_id, 0)))
  OR (l.main = '') <> (l.dark = '') OR (l.org_id IS NOT NULL AND l.name || l.tagline || l.name_en || l.tagline_en <> '')

-- name: check_look_logo
SELECT COUNT(*) FROM site_look l WHERE l.logo <> '' AND NOT EXISTS (SELECT 1 FROM blob b WHERE b.sha256 = l.logo)

-- name: check_notice_preference
SELECT COUNT(*) FROM notice_preference WHERE mode NOT IN ('now', 'daily', 'weekly', 'off')

-- name: check_told_ahead
SELECT (SELECT COUNT(*) FROM webhook w WHERE w.last_event > (SELECT COALESCE(MAX(a.id), 0) FROM audit_event a)) + (SELECT COUNT(*) FROM report_state s WHERE s.audit_id > (SELECT COALESCE(MAX(a.id), 0) FROM audit_event a))

-- name: check_locked_session
SELECT COUNT(*) FROM user_session s JOIN user_account u ON u.id = s.user_id WHERE u.locked = 1 AND s.ended_at IS NULL

-- name: check_role_days
SELECT COUNT(*) FROM user_role WHERE valid_to < valid_from

-- name: check_reset_of_secret
-- a hash in hexadecimal has 64 characters
SELECT (SELECT COUNT(*) FROM user_session WHERE LENGTH(token_hash) <> 64) + (SELECT COUNT(*) FROM user_reset WHERE LENGTH(token_hash) <> 64) + (SELECT COUNT(*) FROM user_token WHERE LENGTH(token_hash) <> 64)
  + (SELECT COUNT(*) FROM user_account WHERE password_hash <> '' AND password_hash NOT LIKE '$argon2id$%')

-- name: check_rule_days
SELECT COUNT(*) FROM rule_row WHERE to_on < from_on OR article = ''

-- name: check_ranking_places
SELECT COUNT(*) FROM ranking_entry e JOIN ranking_round r ON r.id = e.round_id WHERE (r.state = 'published' AND e.verified_at IS NOT NULL AND (e.place < 1 OR e.band = '')) OR (r.state <> 'published' AND e.place <> 0)

-- name: check_article_file
SELECT (SELECT COUNT(*) FROM article_file f WHERE NOT EXISTS (SELECT 1 FROM blob b WHERE b.sha256 = f.sha256)) + (SELECT COUNT(*) FROM course_material m WHERE NOT EXISTS (SELECT 1 FROM blob b WHERE b.sha256 = m.sha256))

-- name: check_emulation_voided
SELECT COUNT(*) FROM emulation_use WHERE state = 'voided' AND void_reason = ''

-- name: check_nomination_result
SELECT COUNT(*) FROM nomination WHERE (result <> '' AND decided_on IS NULL) OR applied > comparable

-- name: check_complaint_terms
SELECT COUNT(*) FROM complaint WHERE (ended_on IS NOT NULL) <> (state IN ('solved', 'refused', 'withdrawn')) OR (state IN ('accepted', 'proposed') AND (accepted_on IS NULL OR solve_due IS NULL OR solve_rule = ''))

-- name: check_snapshots
SELECT sha256, content FROM report_snapshot

-- name: check_poll_ballots
SELECT COUNT(*) FROM council_poll p WHERE p.secret = 1 AND (SELECT COUNT(*) FROM council_poll_ballot b WHERE b.poll_id = p.id) <> (SELECT COUNT(*) FROM council_poll_vote v WHERE v.poll_id = p.id)

-- name: check_poll_named
SELECT COUNT(*) FROM council_poll_vote v JOIN council_poll p ON p.id = v.poll_id WHERE (p.secret = 1) <> (v.ballot = '')

-- name: check_poll_recused
SELECT COUNT(*) FROM council_poll_vote v JOIN council_poll p ON p.id = v.poll_id JOIN council_member m ON m.id = v.member_id JOIN council_poll_option o ON o.poll_id = p.id JOIN council_item i ON i.id = o.item_id
WHERE p.state = 'open' AND (EXISTS (SELECT 1 FROM dossier_conflict x WHERE x.dossier_id = i.dossier_id AND x.user_id = m.user_id) OR EXISTS (SELECT 1 FROM dossier_author y WHERE y.dossier_id = i.dossier_id AND y.user_id = m.user_id))

-- name: check_poll_present
SELECT COUNT(*) FROM council_poll p WHERE (p.state = 'counted' AND (p.present = 0 OR p.present * p.quorum_den < p.seats * p.quorum_num OR (SELECT COUNT(*) FROM council_poll_vote v WHERE v.poll_id = p.id) > p.present))
  OR EXISTS (SELECT 1 FROM council_poll_vote v WHERE v.poll_id = p.id AND NOT EXISTS (SELECT 1 FROM council_attendance a WHERE a.session_id = p.session_id AND a.member_id = v.member_id))
  OR (p.state = 'void' AND EXISTS (SELECT 1 FROM council_poll_vote v WHERE v.poll_id = p.id))

-- name: check_poll_options
SELECT COUNT(*) FROM council_poll p WHERE (SELECT COUNT(*) FROM council_poll_option o WHERE o.poll_id = p.id) < 2
  OR EXISTS (SELECT 1 FROM council_poll_option o JOIN council_item i ON i.id = o.item_id WHERE o.poll_id = p.id AND i.session_id <> p.session_id)
