-- name: citizen_login
SELECT l.account_id, a.phone_masked, l.seen_at, l.expires_at
  FROM identity.citizen_login AS l
  JOIN identity.citizen_account AS a ON a.account_id = l.account_id
 WHERE l.account_id = :account_id
   AND l.token_digest = :token_digest
   AND l.ended_at IS NULL
   AND l.expires_at > :now
   AND l.seen_at > :idle_since;

-- name: mark_citizen_seen
UPDATE identity.citizen_login SET seen_at = :now
 WHERE account_id = :account_id AND token_digest = :token_digest;

-- name: linked_persons
SELECT person_id
  FROM identity.account_person
 WHERE account_id = :account_id AND ended_at IS NULL;

-- name: end_waiting_codes
-- Only the newest code of a phone works.
UPDATE identity.citizen_code SET used_at = :now
 WHERE phone_digest = :phone_digest AND used_at IS NULL;

-- name: insert_code
INSERT INTO identity.citizen_code (phone_digest, code_id, code_hash, sent_at, expires_at)
VALUES (:phone_digest, :code_id, :code_hash, :sent_at, :expires_at);

-- name: claim_code_attempt
-- Counted before the code is compared, so that guesses at once count too.
UPDATE identity.citizen_code SET attempts = attempts + 1
 WHERE phone_digest = :phone_digest AND used_at IS NULL AND expires_at > :now
   AND attempts < :most
RETURNING code_id, code_hash;

-- name: use_code
UPDATE identity.citizen_code SET used_at = :now
 WHERE phone_digest = :phone_digest AND code_id = :code_id AND used_at IS NULL
RETURNING code_id;

-- name: account_of_phone
SELECT account_id FROM identity.phone_login WHERE phone_digest = :phone_digest;

-- name: insert_phone_login
INSERT INTO identity.phone_login (phone_digest, account_id) VALUES (:phone_digest, :account_id)
ON CONFLICT (phone_digest) DO NOTHING;

-- name: insert_account
INSERT INTO identity.citizen_account (account_id, phone_masked, language, created_at)
VALUES (:account_id, :phone_masked, :language, :created_at)
ON CONFLICT (account_id) DO NOTHING;

-- name: open_citizen_login
INSERT INTO identity.citizen_login (account_id, token_digest, created_at, seen_at, expires_at)
VALUES (:account_id, :token_digest, :now, :now, :expires_at);

-- name: end_citizen_login
UPDATE identity.citizen_login SET ended_at = :now
 WHERE account_id = :account_id AND token_digest = :token_digest AND ended_at IS NULL;

-- name: link_person
INSERT INTO identity.account_person AS l (account_id, person_id, relation, linked_at, linked_by)
VALUES (:account_id, :person_id, :relation, :linked_at, :linked_by)
ON CONFLICT (account_id, person_id)
DO UPDATE SET relation = excluded.relation, linked_at = excluded.linked_at,
              linked_by = excluded.linked_by, ended_at = NULL
 WHERE l.ended_at IS NOT NULL;

-- name: unlink_person
UPDATE identity.account_person SET ended_at = :at
 WHERE account_id = :account_id AND person_id = :person_id AND ended_at IS NULL;

-- name: forget_citizen_logins
DELETE FROM identity.citizen_login WHERE least(expires_at, ended_at) < :before;

-- name: forget_codes
DELETE FROM identity.citizen_code WHERE sent_at < :before;
