-- name: add_accounts
-- A phone that has an account already keeps it; accounts without a phone are not left behind.
WITH given AS (
    SELECT * FROM unnest(:accounts::uuid[], :digests::bytea[], :masked::text[], :created::timestamptz[])
                  AS g (account_id, phone_digest, phone_masked, created_at)
), phones AS (
    INSERT INTO identity.phone_login (phone_digest, account_id)
    SELECT g.phone_digest, g.account_id FROM given AS g
        ON CONFLICT (phone_digest) DO NOTHING
)
INSERT INTO identity.citizen_account (account_id, phone_masked, created_at)
SELECT g.account_id, g.phone_masked, g.created_at FROM given AS g
    ON CONFLICT (account_id) DO NOTHING;

-- name: add_links
INSERT INTO identity.account_person (account_id, person_id, relation, linked_at, linked_by)
SELECT l.account_id, l.person_id, l.relation, l.linked_at, 'registered'
  FROM unnest(:accounts::uuid[], :people::uuid[], :relations::text[], :linked::timestamptz[])
       AS l (account_id, person_id, relation, linked_at)
    ON CONFLICT (account_id, person_id) DO NOTHING;
