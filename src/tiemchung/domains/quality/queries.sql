-- name: add_batch
INSERT INTO quality.verification_batch (batch_id, unit_id, requested_by, requested_at, state)
VALUES (:batch_id, :unit_id, :requested_by, :now, 'waiting');

-- name: choose_people
-- Row security decides whom the one who asks may send. Foreigners are not in the register
-- (8938/BYT-DP), nor are numbers of other kinds.
INSERT INTO quality.verification_result
       (person_id, batch_id, result, home_province, home_district, home_ward)
SELECT p.person_id, :batch_id, 'sent', p.home_province, p.home_district, p.home_ward
  FROM registry.pub_person AS p
 WHERE (p.home_province = :unit_id OR p.home_district = :unit_id OR p.home_ward = :unit_id)
   AND p.identity_status <> 'verified'
   AND p.nationality = 'VN'
   AND p.deceased_on IS NULL
   AND p.person_id IN (SELECT d.person_id FROM registry.pub_identity_document AS d
                        WHERE d.kind IN ('personal_number', 'cmnd'))
   AND (NOT :vaccinated_only::boolean
        OR p.person_id IN (SELECT d.person_id FROM siteops.pub_dose AS d
                            WHERE d.state NOT IN ('voided', 'duplicate')))
    ON CONFLICT DO NOTHING;

-- name: count_sent
UPDATE quality.verification_batch AS b
   SET sent = (SELECT count(*) FROM quality.verification_result AS r WHERE r.batch_id = :batch_id)
 WHERE b.batch_id = :batch_id
RETURNING b.sent;

-- name: batches
SELECT b.batch_id, b.unit_id, u.name AS unit_name, b.requested_at, b.state, b.sent, b.matched,
       b.mismatched, b.not_found, b.register, b.answered_at
  FROM quality.verification_batch AS b
  JOIN geography.pub_unit AS u ON u.unit_id = b.unit_id
 WHERE :every::boolean
    OR b.unit_id IN (SELECT c.unit_id FROM geography.pub_unit_cover AS c
                      WHERE c.ancestor_id = ANY (:units::integer[]))
 ORDER BY b.requested_at DESC
 LIMIT :most;

-- name: oldest_waiting
SELECT b.batch_id FROM quality.verification_batch AS b
 WHERE b.state <> 'answered'
 ORDER BY b.requested_at, b.batch_id
 LIMIT 1;

-- name: start_batch
-- The register that answers is named once, so that events of a batch are the same at every try.
UPDATE quality.verification_batch
   SET state = 'running', register = coalesce(nullif(register, ''), :register)
 WHERE batch_id = :batch_id AND state <> 'answered';

-- name: unanswered
SELECT r.person_id, p.full_name, p.birth_date, p.birth_precision, p.sex
  FROM quality.verification_result AS r
  JOIN registry.pub_person AS p ON p.person_id = r.person_id
 WHERE r.batch_id = :batch_id AND r.result = 'sent' AND NOT r.recorded
 ORDER BY r.person_id
 LIMIT :most;

-- name: numbers_of
-- A person may hold several cards: the personal number goes before the old card.
SELECT d.person_id, d.document_id, d.kind, d.nonce, d.sealed
  FROM registry.pub_sealed_document AS d
 WHERE d.person_id = ANY (:people::uuid[]) AND d.kind IN ('personal_number', 'cmnd')
 ORDER BY d.person_id, d.kind DESC, d.document_id;

-- name: store_answers
-- A match is not done before its event is in the ledger; all other answers are.
UPDATE quality.verification_result AS r
   SET result = a.result, document_kind = a.document_kind, answered_at = :now,
       differing = string_to_array(a.differing, ','), recorded = a.result <> 'matched'
  FROM unnest(:people::uuid[], :results::text[], :kinds::text[], :differing::text[])
       AS a (person_id, result, document_kind, differing)
 WHERE r.person_id = a.person_id AND r.person_id = ANY (:people::uuid[])
   AND r.batch_id = :batch_id AND r.result = 'sent';

-- name: count_answers
UPDATE quality.verification_batch
   SET matched = matched + :matched, mismatched = mismatched + :mismatched,
       not_found = not_found + :not_found
 WHERE batch_id = :batch_id;

-- name: unrecorded_matches
SELECT r.person_id, r.document_kind, r.answered_at, b.register
  FROM quality.verification_result AS r
  JOIN quality.verification_batch AS b ON b.batch_id = r.batch_id
 WHERE r.batch_id = :batch_id AND r.result = 'matched' AND NOT r.recorded
 ORDER BY r.person_id
 LIMIT :most;

-- name: mark_recorded
UPDATE quality.verification_result SET recorded = true
 WHERE person_id = ANY (:people::uuid[]) AND batch_id = :batch_id;

-- name: finish_batch
UPDATE quality.verification_batch SET state = 'answered', answered_at = :now
 WHERE batch_id = :batch_id;

-- name: latest_result
-- What the register last said of a person, for the page of the person.
SELECT r.result, r.differing, r.answered_at
  FROM quality.verification_result AS r
 WHERE r.person_id = :person_id AND r.answered_at IS NOT NULL
 ORDER BY r.answered_at DESC
 LIMIT 1;
