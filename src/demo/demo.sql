-- name: demo_dossier_insert
INSERT INTO dossier(number, org_id, owner_id, process_id, state, phase, title, folded, kind, field, investor, state_funded, author_is_head, known_state, content, applicability,
       conditions, applied_on, benefit_author, benefit_kind, benefit_amount, oath, no_state_secret, created_at, updated_at, filed_on, received_on, accepted_on, decided_on, due_on, due_rule, consent_document)
VALUES (:number, :org, :owner, :process, :state, :state, :title, :folded, :kind, :field, :investor, :state_funded, :author_is_head, :known_state, :content, :applicability,
       :conditions, :applied_on, :benefit_author, :benefit_kind, :benefit_amount, 1, 1, :created_at, :updated_at, :filed_on, :filed_on, :accepted_on, :decided_on, :due_on, :due_rule, :consent)
RETURNING id

-- name: demo_empty
SELECT COUNT(*) FROM organisation

-- name: demo_item_insert
INSERT INTO council_item(session_id, dossier_id, state, novelty_1, novelty_2, novelty_3, novelty_4, benefit, excluded, opinion, members, present, votes_for, votes_against, votes_blank, passed, concluded_at)
VALUES (:session, :dossier, 'concluded', :sound, 'yes', 'yes', 'yes', 'yes', 'no', :opinion, :members, :present, :votes_for, :votes_against, :votes_blank, :passed, :concluded_at) RETURNING id

-- name: demo_session_insert
INSERT INTO council_session(council_id, held_at, place, ballot, state, created_at) VALUES (:council, :held_at, :place, 'secret', 'closed', :held_at) RETURNING id
