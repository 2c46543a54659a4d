-- name: opened
-- Who has been opened in this transaction so far.
SELECT o.person_id
  FROM unnest(nullif(current_setting('app.open_persons', true), '')::uuid[]) AS o (person_id);

-- name: in_scope
-- Who is within the caller's jurisdiction: by home, or by what happened or is to happen at a place
-- of theirs, registration included. Row security decides each branch; nothing here names a scope.
SELECT person_id FROM registry.person WHERE person_id = ANY (:persons::uuid[])
 UNION
SELECT person_id FROM planning.pub_candidate
 WHERE person_id = ANY (:persons::uuid[]) AND state <> 'removed'
 UNION
SELECT person_id FROM siteops.pub_dose WHERE person_id = ANY (:persons::uuid[])
 UNION
SELECT person_id FROM siteops.pub_visit_step WHERE person_id = ANY (:persons::uuid[])
 UNION
SELECT person_id FROM ledger.pub_position WHERE person_id = ANY (:persons::uuid[]);

-- name: called
-- Who is on the list of a session within the caller's jurisdiction.
SELECT DISTINCT person_id FROM booking.pub_appointment
 WHERE person_id = ANY (:persons::uuid[]) AND state <> 'cancelled';

-- name: a_session_is_running
SELECT EXISTS (SELECT FROM planning.pub_session
                WHERE state = 'running' AND facility_id = :facility_id) AS running;

-- name: session_is_running
SELECT EXISTS (SELECT FROM planning.pub_session
                WHERE state = 'running' AND session_id = :session_id) AS running;

-- name: holders
SELECT person_id FROM registry.identity_claim WHERE digest = :digest;

-- name: holder_of_code
SELECT person_id FROM registry.provisional_code WHERE code = :code
 UNION
SELECT person_id FROM booking.pub_invitation_code WHERE code = :code;

-- name: other_ids
-- The other ids of these people, by merges that hold (both sides keep a row).
SELECT other_id FROM registry.alias
 WHERE person_id = ANY (:persons::uuid[]) AND undone_at IS NULL
 UNION
SELECT surviving_id FROM registry.alias
 WHERE person_id = ANY (:persons::uuid[]) AND undone_at IS NULL;

-- name: log_access
INSERT INTO registry.access_log
       (person_id, access_id, at, actor_id, actor_name, actor_role, facility_id, purpose, reason)
SELECT o.person_id, o.access_id, :at, :actor_id, :actor_name, :actor_role, :facility_id, :purpose,
       :reason
  FROM unnest(:persons::uuid[], :access_ids::uuid[]) AS o (person_id, access_id);
