-- Remuneration for recognised initiatives, Điều lệ Art 10: who pays, what was agreed, what was gained, what is due, what was paid.
-- The payer and the first application of an entry, where they differ from what the dossier says.
CREATE TABLE rem_case (
    recognition_id @KEY@ REFERENCES recognition(id),
    payer TEXT NOT NULL,
    payer_class TEXT NOT NULL,              -- economic | revenue_public | other | author
    applied_on BIGINT NOT NULL,             -- yyyymmdd, first application: application years run from it
    reason TEXT NOT NULL,
    set_by BIGINT NOT NULL REFERENCES user_account(id),
    set_at BIGINT NOT NULL
);
CREATE TABLE rem_agreement (
    id @ID@,
    recognition_id BIGINT NOT NULL REFERENCES recognition(id),
    document TEXT NOT NULL,                 -- number and date of the written agreement
    signed_on BIGINT NOT NULL,
    rate_benefit BIGINT NOT NULL,           -- basis points of the yearly benefit
    yearly BIGINT NOT NULL,                 -- đồng for a year whose benefit cannot be computed
    rate_transfer BIGINT NOT NULL,          -- basis points of the transfer price
    note TEXT NOT NULL DEFAULT '',
    set_by BIGINT NOT NULL REFERENCES user_account(id),
    set_at BIGINT NOT NULL,
    ended_on BIGINT                         -- yyyymmdd; NULL: in force
);
CREATE UNIQUE INDEX rem_agreement_one ON rem_agreement(recognition_id) WHERE ended_on IS NULL;
-- What an application year brought: stated by one person, confirmed by another.
CREATE TABLE rem_statement (
    id @ID@,
    recognition_id BIGINT NOT NULL REFERENCES recognition(id),
    year_index BIGINT NOT NULL,             -- 1, 2, 3 … from the first application
    from_on BIGINT NOT NULL,
    to_on BIGINT NOT NULL,                  -- last day of the application year
    computable BIGINT NOT NULL,
    amount BIGINT NOT NULL DEFAULT 0,       -- đồng; 0 where not computable
    method TEXT NOT NULL,                   -- how it was found, or why it cannot be
    evidence TEXT NOT NULL,
    state TEXT NOT NULL,                    -- stated | confirmed | rejected
    stated_by BIGINT NOT NULL REFERENCES user_account(id),
    stated_at BIGINT NOT NULL,
    answered_by BIGINT REFERENCES user_account(id),
    answered_at BIGINT,
    note TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX rem_statement_one ON rem_statement(recognition_id, year_index) WHERE state <> 'rejected';
CREATE TABLE rem_transfer (
    id @ID@,
    recognition_id BIGINT NOT NULL REFERENCES recognition(id),
    receiver TEXT NOT NULL,
    document TEXT NOT NULL,
    signed_on BIGINT NOT NULL,
    price BIGINT NOT NULL,                  -- đồng
    set_by BIGINT NOT NULL REFERENCES user_account(id),
    set_at BIGINT NOT NULL
);
CREATE INDEX rem_transfer_entry ON rem_transfer(recognition_id);
CREATE TABLE rem_receipt (
    id @ID@,
    transfer_id BIGINT NOT NULL REFERENCES rem_transfer(id),
    received_on BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    set_by BIGINT NOT NULL REFERENCES user_account(id),
    set_at BIGINT NOT NULL
);
CREATE INDEX rem_receipt_transfer ON rem_receipt(transfer_id);
-- What is owed to one author (ordinal) or to the first organisers together (ordinal 0), with everything that it was
-- computed from. Frozen when written; the wage of a year without computable benefit is that of the day of payment.
CREATE TABLE rem_due (
    id @ID@,
    recognition_id BIGINT NOT NULL REFERENCES recognition(id),
    part TEXT NOT NULL,                     -- benefit | no_benefit | transfer | organiser
    statement_id BIGINT REFERENCES rem_statement(id),
    receipt_id BIGINT REFERENCES rem_receipt(id),
    ordinal BIGINT NOT NULL,                -- of the author; 0: organisers
    base BIGINT NOT NULL,                   -- đồng: benefit, wage, price or the authors' pool
    factor BIGINT NOT NULL,                 -- basis points, or hundredths where part is no_benefit
    rate_rule TEXT NOT NULL,                -- key of the rule of the factor; '' by agreement alone
    rule_on BIGINT NOT NULL,                -- the day whose rule counts
    wage_rule TEXT NOT NULL DEFAULT '',
    wage_on BIGINT,                         -- the day whose wage counts
    legal BIGINT NOT NULL,                  -- pool by law, 0 where the law asks nothing
    agreed BIGINT NOT NULL,                 -- pool by agreement, 0 where there is none
    pool BIGINT NOT NULL,                   -- of all authors, or of the organisers
    share BIGINT NOT NULL,                  -- basis points of the pool
    amount BIGINT NOT NULL,
    rest BIGINT NOT NULL,                   -- 1: the last author, who takes the remainder of rounding
    provisional BIGINT NOT NULL,            -- 1: the wage of the day of payment is not known yet
    due_on BIGINT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX rem_due_entry ON rem_due(recognition_id, id);
CREATE INDEX rem_due_day ON rem_due(due_on);
CREATE UNIQUE INDEX rem_due_statement ON rem_due(statement_id, part, ordinal) WHERE statement_id IS NOT NULL;
CREATE UNIQUE INDEX rem_due_receipt ON rem_due(receipt_id, part, ordinal) WHERE receipt_id IS NOT NULL;
CREATE TABLE rem_payment (
    id @ID@,
    due_id BIGINT NOT NULL REFERENCES rem_due(id),
    paid_on BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    payee TEXT NOT NULL,
    document TEXT NOT NULL,                 -- voucher
    override_document TEXT NOT NULL DEFAULT '', -- lets more be paid than is due, or the same solution twice
    set_by BIGINT NOT NULL REFERENCES user_account(id),
    set_at BIGINT NOT NULL,
    voided_at BIGINT,                       -- entered wrongly
    void_reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX rem_payment_due ON rem_payment(due_id);
-- A person found two entries to be the same solution: it is rewarded once (low < high).
CREATE TABLE rem_same (
    id @ID@,
    low_id BIGINT NOT NULL REFERENCES recognition(id),
    high_id BIGINT NOT NULL REFERENCES recognition(id),
    note TEXT NOT NULL,                     -- the finding
    found_by BIGINT NOT NULL REFERENCES user_account(id),
    found_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE UNIQUE INDEX rem_same_pair ON rem_same(low_id, high_id) WHERE withdrawn_at IS NULL;
CREATE INDEX rem_same_high ON rem_same(high_id);
-- Two entries whose dossiers have passages of each other, one of them paid: the department is told and decides (rem_same).
CREATE TABLE rem_alike (
    low_id BIGINT NOT NULL REFERENCES recognition(id),
    high_id BIGINT NOT NULL REFERENCES recognition(id),
    share BIGINT NOT NULL,                  -- basis points of the later dossier's text
    noticed_at BIGINT NOT NULL,
    dismissed_by BIGINT REFERENCES user_account(id), -- who found that it is not one solution
    dismissed_at BIGINT,
    dismissed_why TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (low_id, high_id),
    CHECK ((dismissed_at IS NULL) = (dismissed_why = ''))
);
CREATE INDEX rem_alike_high ON rem_alike(high_id);
-- After recognition: how it is put to use. Every valid entry has a status: without a row it is "none".
CREATE TABLE use_plan (
    recognition_id @KEY@ REFERENCES recognition(id),
    state TEXT NOT NULL,                    -- planned | applying | done | stopped
    plan TEXT NOT NULL,
    forecast BIGINT NOT NULL DEFAULT 0,     -- đồng a year; 0: no money forecast
    due_on BIGINT NOT NULL,                 -- yyyymmdd
    delay_reason TEXT NOT NULL DEFAULT '',
    stop_reason TEXT NOT NULL DEFAULT '',
    locked_at BIGINT,                       -- ms: plan and forecast do not change any more
    set_by BIGINT NOT NULL REFERENCES user_account(id),
    set_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 1
);
CREATE TABLE use_rollout (
    id @ID@,
    recognition_id BIGINT NOT NULL REFERENCES recognition(id),
    org_id BIGINT NOT NULL REFERENCES organisation(id),
    since_on BIGINT NOT NULL,
    effect TEXT NOT NULL,
    evidence TEXT NOT NULL,
    set_by BIGINT NOT NULL REFERENCES user_account(id),
    set_at BIGINT NOT NULL,
    UNIQUE (recognition_id, org_id)
);
