-- name: job_insert
INSERT INTO job(kind, subject, due_at, created_at) VALUES (:kind, :subject, :due, :now) RETURNING id

-- name: job_next
SELECT id, kind, subject, tries FROM job WHERE state = 'waiting' AND due_at <= :now AND leased_until <= :now ORDER BY due_at, id LIMIT 1

-- name: job_lease
UPDATE job SET leased_until = :until, tries = tries + 1 WHERE id = :id AND state = 'waiting' AND leased_until <= :now

-- name: job_done
UPDATE job SET state = 'done', leased_until = 0 WHERE id = :id

-- name: job_again
UPDATE job SET state = :state, due_at = :due, leased_until = 0, note = :note WHERE id = :id

-- name: job_waiting_of
SELECT COUNT(*) FROM job WHERE state = 'waiting' AND kind = :kind

-- name: job_count_waiting
SELECT COUNT(*) FROM job WHERE state = 'waiting'

-- name: job_count_failed
SELECT COUNT(*) FROM job WHERE state = 'failed'

-- name: job_clean
DELETE FROM job WHERE state = 'done' AND due_at < :before
