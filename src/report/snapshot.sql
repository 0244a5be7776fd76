-- name: report_design_insert
INSERT INTO report_design(title, axes, columns, from_year, to_year, period, org_id, field, kind, beneficiary, level, made_by, made_at)
VALUES (:title, :axes, :columns, :from_year, :to_year, :period, :org, :field, :kind, :beneficiary, :level, :who, :now) RETURNING id

-- name: report_design_get
SELECT r.id, r.title, r.axes, r.columns, r.from_year, r.to_year, r.period, r.org_id, r.field, r.kind, r.beneficiary, r.level, COALESCE(o.name, '') AS org_name
FROM report_design r LEFT JOIN organisation o ON o.id = r.org_id WHERE r.id = :id AND r.dropped_at IS NULL

-- name: report_design_all
SELECT r.id, r.title, r.axes, r.columns, r.from_year, r.to_year, r.period, r.org_id, r.field, r.kind, r.beneficiary, r.level, COALESCE(o.name, '') AS org_name
FROM report_design r LEFT JOIN organisation o ON o.id = r.org_id WHERE r.dropped_at IS NULL ORDER BY r.id DESC LIMIT 2000

-- name: report_design_drop
UPDATE report_design SET dropped_at = :now WHERE id = :id AND dropped_at IS NULL

-- name: report_snapshot_insert
INSERT INTO report_snapshot(design_id, kind, title, org_id, content, sha256, audit_id, taken_by, taken_at)
VALUES (:design, :kind, :title, :org, :content, :sha256, :audit, :who, :now) RETURNING id

-- name: report_snapshot_get
SELECT s.id, s.kind, s.title, s.org_id, s.content, s.sha256, s.audit_id, s.taken_at, COALESCE(o.name, '') AS org_name, COALESCE(u.name, '') AS by_name
FROM report_snapshot s LEFT JOIN organisation o ON o.id = s.org_id LEFT JOIN user_account u ON u.id = s.taken_by WHERE s.id = :id

-- name: report_snapshot_all
SELECT s.id, s.kind, s.title, s.org_id, '' AS content, s.sha256, s.audit_id, s.taken_at, COALESCE(o.name, '') AS org_name, COALESCE(u.name, '') AS by_name
FROM report_snapshot s LEFT JOIN organisation o ON o.id = s.org_id LEFT JOIN user_account u ON u.id = s.taken_by ORDER BY s.id DESC LIMIT 2000

-- name: report_certificates
SELECT COUNT(*) FROM certificate c JOIN recognition r ON r.id = c.recognition_id WHERE c.issued_on >= :first AND c.issued_on <= :last AND c.status <> 'replaced' AND (:org = 0 OR r.org_id = :org)

-- name: report_certificates_given
SELECT c.issued_on, c.serial, c.level, c.status, a.name AS author, r.title, r.code, o.name AS org_name
FROM certificate c JOIN recognition r ON r.id = c.recognition_id JOIN organisation o ON o.id = r.org_id JOIN recognition_author a ON a.recognition_id = r.id AND a.ordinal = c.ordinal
WHERE c.issued_on >= :first AND c.issued_on <= :last AND c.status <> 'replaced' AND (:org = 0 OR r.org_id = :org) ORDER BY c.issued_on DESC, c.id DESC LIMIT 50 OFFSET :skip

-- name: test_snapshot_edit
UPDATE report_snapshot SET content = REPLACE(content, '1', '2') WHERE id = :id
