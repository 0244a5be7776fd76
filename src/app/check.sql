-- Every query counts what must not be.

-- name: check_shares
SELECT COUNT(*) FROM (SELECT d.id FROM dossier d JOIN dossier_author a ON a.dossier_id = d.id WHERE d.filed_on IS NOT NULL AND d.phase <> 'withdrawn' GROUP BY d.id HAVING SUM(a.share) <> 10000) x

-- name: check_filed_without_author
SELECT COUNT(*) FROM dossier d WHERE d.filed_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dossier_author a WHERE a.dossier_id = d.id)

-- name: check_without_prose
SELECT COUNT(*) FROM dossier d WHERE NOT EXISTS (SELECT 1 FROM dossier_prose p WHERE p.dossier_id = d.id)

-- name: check_filed_without_number
SELECT COUNT(*) FROM dossier WHERE filed_on IS NOT NULL AND number = ''

-- name: check_numbered_draft
SELECT COUNT(*) FROM dossier WHERE phase = 'draft' AND (number <> '' OR filed_on IS NOT NULL)

-- name: check_number_twice
SELECT COUNT(*) FROM (SELECT number FROM dossier WHERE number <> '' GROUP BY number HAVING COUNT(*) > 1) x

-- name: check_decision_gaps
SELECT COUNT(*) FROM (SELECT org_id, year FROM decision GROUP BY org_id, year HAVING COUNT(*) <> MAX(number) OR MIN(number) <> 1) x

-- name: check_decision_series
SELECT COUNT(*) FROM number_series s WHERE s.series = 'decision' AND s.last <> (SELECT COUNT(*) FROM decision d WHERE d.org_id = s.org_id AND d.year = s.year)

-- name: check_filed_without_event
SELECT COUNT(*) FROM dossier d WHERE d.filed_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dossier_event e WHERE e.dossier_id = d.id AND e.action = 'file')

-- name: check_certified_without_entry
SELECT COUNT(*) FROM dossier d WHERE d.phase = 'certified' AND d.level = 'unit' AND NOT EXISTS (SELECT 1 FROM recognition r WHERE r.dossier_id = d.id AND r.status = 'valid')

-- name: check_entry_of_other_state
SELECT COUNT(*) FROM recognition r JOIN dossier d ON d.id = r.dossier_id WHERE (r.status = 'valid' AND d.phase <> 'certified') OR (r.status = 'cancelled' AND d.phase <> 'cancelled')

-- name: check_certified_without_vote
SELECT COUNT(*) FROM dossier d WHERE d.phase = 'certified' AND NOT EXISTS (SELECT 1 FROM council_item i WHERE i.dossier_id = d.id AND i.passed = 1)

-- name: check_passed_below_ratio
SELECT COUNT(*) FROM council_item WHERE passed = 1 AND votes_for * :den < members * :num

-- name: check_more_votes_than_present
SELECT COUNT(*) FROM council_item WHERE state = 'concluded' AND (votes_for + votes_against + votes_blank > present OR present > seats)

-- name: check_ballots_and_voters
SELECT COUNT(*) FROM council_item i JOIN council_session s ON s.id = i.session_id
WHERE s.ballot = 'secret' AND (SELECT COUNT(*) FROM council_ballot b WHERE b.item_id = i.id) <> (SELECT COUNT(*) FROM council_vote v WHERE v.item_id = i.id)

-- name: check_secret_vote_named
SELECT COUNT(*) FROM council_vote v JOIN council_item i ON i.id = v.item_id JOIN council_session s ON s.id = i.session_id WHERE s.ballot = 'secret' AND v.choice <> ''

-- name: check_author_voted
SELECT COUNT(*) FROM council_vote v JOIN council_member m ON m.id = v.member_id JOIN council_item i ON i.id = v.item_id JOIN dossier_author a ON a.dossier_id = i.dossier_id AND a.user_id = m.user_id

-- name: check_consent_missing
SELECT COUNT(*) FROM dossier WHERE phase = 'certified' AND state_funded = 1 AND author_is_head = 1 AND consent_document = ''

-- name: check_entry_without_certificate
SELECT COUNT(*) FROM recognition r WHERE (SELECT COUNT(*) FROM recognition_author a WHERE a.recognition_id = r.id) <> (SELECT COUNT(*) FROM certificate c WHERE c.recognition_id = r.id AND c.level = 'unit' AND c.status <> 'replaced')

-- name: check_valid_certificate_of_cancelled
SELECT COUNT(*) FROM certificate c JOIN recognition r ON r.id = c.recognition_id WHERE r.status = 'cancelled' AND c.status = 'valid'

-- name: check_city_without_decision
SELECT COUNT(*) FROM recognition WHERE level = 'city' AND (city_decision_id IS NULL OR city_on IS NULL OR city_on < recognised_on)

-- name: check_decided_before_filed
SELECT COUNT(*) FROM dossier WHERE decided_on IS NOT NULL AND filed_on IS NOT NULL AND decided_on < filed_on

-- name: check_accepted_before_filed
SELECT COUNT(*) FROM dossier WHERE accepted_on IS NOT NULL AND accepted_on < filed_on

-- name: check_applied_after_filed
SELECT COUNT(*) FROM dossier WHERE filed_on IS NOT NULL AND applied_on > filed_on

-- name: check_ended_with_term
SELECT COUNT(*) FROM dossier WHERE due_on IS NOT NULL AND phase IN ('certified', 'refused', 'refused_acceptance', 'withdrawn', 'cancelled', 'excluded')

-- name: check_term_without_rule
SELECT COUNT(*) FROM dossier WHERE due_on IS NOT NULL AND due_rule = ''

-- name: check_running_stop
SELECT COUNT(*) FROM dossier_stop s JOIN dossier d ON d.id = s.dossier_id WHERE s.restarted_on IS NULL AND d.phase NOT IN ('deficient', 'waiting_consent', 'deferred')

-- name: check_secret_unmarked
SELECT COUNT(*) FROM dossier WHERE (has_secret = 1 AND secret IS NULL) OR (has_secret = 0 AND secret IS NOT NULL)

-- name: check_files_without_bytes
SELECT COUNT(*) FROM dossier_file f WHERE NOT EXISTS (SELECT 1 FROM blob b WHERE b.sha256 = f.sha256)

-- name: check_original_lost
SELECT COUNT(*) FROM dossier d WHERE d.original_sha256 <> '' AND NOT EXISTS (SELECT 1 FROM dossier_file f WHERE f.dossier_id = d.id AND f.sha256 = d.original_sha256 AND f.removed_at IS NULL)

-- name: check_reader_in_conflict
SELECT COUNT(*) FROM dossier_reader r JOIN dossier_conflict c ON c.dossier_id = r.dossier_id AND c.user_id = r.user_id

-- name: check_org_circle
SELECT COUNT(*) FROM organisation o JOIN organisation s ON s.id = o.superior_id WHERE s.superior_id = o.id OR s.id = o.id

-- name: check_org_without_name
SELECT COUNT(*) FROM organisation o WHERE NOT EXISTS (SELECT 1 FROM organisation_name n WHERE n.org_id = o.id)

-- name: check_entry_copies
SELECT COUNT(*) FROM recognition r JOIN decision d ON d.id = r.decision_id LEFT JOIN recognition_author a ON a.recognition_id = r.id AND a.ordinal = 1
WHERE r.decision_number <> d.full_number OR r.first_author <> COALESCE(a.name, '')

-- name: check_tally
SELECT COUNT(*) FROM (
    SELECT org_id, year, field, level, kind, has_head, status, SUM(n) AS off FROM (
        SELECT org_id, year, field, level, kind, has_head, status, n FROM recognition_tally
        UNION ALL SELECT org_id, year, field, level, kind, has_head, status, -1 FROM recognition) both_sides
    GROUP BY org_id, year, field, level, kind, has_head, status HAVING SUM(n) <> 0) wrong

-- name: check_blobs
SELECT sha256, data FROM blob

-- name: check_article_revision
SELECT COUNT(*) FROM article a WHERE NOT EXISTS (SELECT 1 FROM article_revision r WHERE r.article_id = a.id AND r.number = a.revision)
  OR (a.state = 'published' AND NOT EXISTS (SELECT 1 FROM article_revision r WHERE r.article_id = a.id AND r.number = a.public_revision AND r.title = a.title AND r.body = a.body))

-- name: check_article_state
SELECT COUNT(*) FROM article WHERE (state = 'published' AND (posted_on IS NULL OR published_at IS NULL)) OR (work = 'scheduled' AND publish_at IS NULL) OR (work = 'none' AND state <> 'published') OR (work = 'review' AND sent_by IS NULL)

-- name: check_article_picture
SELECT COUNT(*) FROM article_picture p WHERE NOT EXISTS (SELECT 1 FROM blob b WHERE b.sha256 = p.small) OR NOT EXISTS (SELECT 1 FROM blob b WHERE b.sha256 = p.large)

-- name: check_delivery
SELECT COUNT(*) FROM delivery WHERE (state = 'sent' AND (sent_at IS NULL OR secret IS NOT NULL)) OR (state = 'failed' AND secret IS NOT NULL) OR sent_at < created_at

-- name: check_process_active_twice
SELECT COUNT(*) FROM (SELECT key FROM process WHERE status = 'active' GROUP BY key HAVING COUNT(*) > 1) x

-- name: check_process_of_dossier
SELECT COUNT(*) FROM dossier d JOIN process p ON p.id = d.process_id WHERE p.status = 'draft' OR p.level <> d.level

-- name: check_round_days
SELECT COUNT(*) FROM round WHERE closes_on < opens_on OR extended_to <= closes_on

-- name: check_paper_active
SELECT COUNT(*) FROM (SELECT kind FROM paper_template WHERE status = 'active' GROUP BY kind HAVING COUNT(*) > 1 OR MAX(unknown) <> '') x

-- name: check_own_form_active
SELECT COUNT(*) FROM (SELECT level, sector FROM own_form WHERE status = 'active' GROUP BY level, sector HAVING COUNT(*) > 1) x

-- name: check_novelty_done_without_hash
SELECT COUNT(*) FROM novelty_report WHERE state = 'done' AND (hash = '' OR text_hash = '' OR done_at IS NULL)

-- name: check_novelty_hits_lost
SELECT COUNT(*) FROM novelty_report r WHERE r.state = 'done' AND r.sources <> (SELECT COUNT(*) FROM novelty_hit h WHERE h.report_id = r.id)

-- name: check_novelty_finding_without_reason
SELECT COUNT(*) FROM novelty_finding WHERE TRIM(reason) = ''

-- name: check_novelty_copied_from_later
SELECT COUNT(*) FROM novelty_link l JOIN dossier a ON a.id = l.dossier_id JOIN dossier b ON b.id = l.source_id WHERE b.filed_on > a.filed_on

-- name: check_quorum
SELECT COUNT(*) FROM council_item WHERE state = 'concluded' AND (present = 0 OR present * quorum_den < seats * quorum_num)

-- name: check_recused_voted
SELECT COUNT(*) FROM council_vote v JOIN council_member m ON m.id = v.member_id JOIN council_item i ON i.id = v.item_id
JOIN dossier_conflict c ON c.dossier_id = i.dossier_id AND c.user_id = m.user_id WHERE i.state = 'open'

-- name: check_points
SELECT COUNT(*) FROM council_item WHERE passed = 1 AND score IS NOT NULL AND (score < score_pass OR vetoes >= veto_at)

-- name: check_set_changed
SELECT COUNT(*) FROM council_item i JOIN criteria_set s ON s.id = i.set_id WHERE s.state = 'draft'

-- name: check_absent_voted
SELECT COUNT(*) FROM council_vote v JOIN council_item i ON i.id = v.item_id WHERE NOT EXISTS (SELECT 1 FROM council_attendance a WHERE a.session_id = i.session_id AND a.member_id = v.member_id)
