-- name: rule_row_all
SELECT id, key, scope, value, unit, article, brief, from_on AS "from", to_on AS "to", trust, source, note
FROM rule_row WHERE cancelled_at IS NULL ORDER BY key, scope, from_on, id

-- name: rule_row_add
INSERT INTO rule_row (key, scope, value, unit, article, brief, from_on, to_on, trust, source, note, added_by, added_at)
VALUES (:key, :scope, :value, :unit, :article, :brief, CAST(:from_on AS BIGINT), CAST(:to_on AS BIGINT), :trust, :source, :note,
        CAST(:added_by AS BIGINT), :added_at) RETURNING id

-- name: rule_row_end
UPDATE rule_row SET to_on = :to_on WHERE id = :id AND cancelled_at IS NULL

-- name: rule_row_cancel
UPDATE rule_row SET cancelled_at = :at WHERE id = :id AND cancelled_at IS NULL
