-- name: paper_all
SELECT t.id, t.kind, t.status, t.name, t.sha256, t.unknown, t.version, t.created_at, t.activated_at, COALESCE(u.name, '') AS creator
FROM paper_template t LEFT JOIN user_account u ON u.id = t.created_by ORDER BY t.kind, t.version DESC LIMIT 500

-- name: paper_get
SELECT t.id, t.kind, t.status, t.name, t.sha256, t.unknown, t.version, t.created_at, t.activated_at, COALESCE(u.name, '') AS creator
FROM paper_template t LEFT JOIN user_account u ON u.id = t.created_by WHERE t.id = :id

-- name: paper_active
SELECT id, kind, status, name, sha256, unknown, version, created_at, activated_at, '' AS creator FROM paper_template WHERE kind = :kind AND status = 'active' LIMIT 1

-- name: paper_insert
INSERT INTO paper_template(kind, version, status, name, sha256, unknown, created_at, created_by, activated_at)
SELECT CAST(:kind AS TEXT), COALESCE(MAX(version), 0) + 1, CAST(:status AS TEXT), CAST(:name AS TEXT), CAST(:sha256 AS TEXT), CAST(:unknown AS TEXT), CAST(:now AS BIGINT), CAST(:user AS BIGINT),
       CAST(:activated_at AS BIGINT) FROM paper_template WHERE kind = :kind RETURNING id

-- name: paper_count
SELECT COUNT(*) FROM paper_template WHERE kind = :kind

-- name: paper_retire
UPDATE paper_template SET status = 'retired' WHERE kind = :kind AND status = 'active'

-- name: paper_set_active
UPDATE paper_template SET status = 'active', activated_at = :now WHERE id = :id AND status <> 'active' AND unknown = ''

-- name: paper_issue_insert
INSERT INTO paper_issue(event_id, template_id, fields, at) VALUES (:event, :template, :fields, :now)

-- name: paper_issue_get
SELECT t.sha256, i.fields FROM paper_issue i JOIN paper_template t ON t.id = i.template_id WHERE i.event_id = :event

-- name: paper_kinds
SELECT kind FROM paper_template WHERE status = 'active' ORDER BY kind

-- name: paper_active_at
SELECT id, kind, status, name, sha256, unknown, version, created_at, activated_at, '' AS creator FROM paper_template
WHERE kind = :kind AND activated_at <= :at ORDER BY activated_at DESC, version DESC LIMIT 1

-- name: paper_first
SELECT id, kind, status, name, sha256, unknown, version, created_at, activated_at, '' AS creator FROM paper_template
WHERE kind = :kind AND activated_at IS NOT NULL ORDER BY activated_at, version LIMIT 1
