-- name: enqueue
-- Only people who have a confirmed dose, or a certificate that stands, can need one made or taken
-- back. A change while a set is being signed takes the lease away, so the person is looked at again.
INSERT INTO certificates.waiting AS w (person_id, waiting_since)
SELECT p.person_id, :now
  FROM unnest(:people::uuid[]) AS p (person_id)
 WHERE p.person_id IN (SELECT d.person_id FROM siteops.pub_dose AS d
                        WHERE d.person_id = ANY (:people::uuid[])
                          AND d.state IN ('confirmed', 'certified'))
    OR p.person_id IN (SELECT c.person_id FROM certificates.certificate AS c
                        WHERE c.person_id = ANY (:people::uuid[]) AND c.revoked_at IS NULL)
    ON CONFLICT (person_id) DO UPDATE SET claimed_until = NULL, refusal = NULL;

-- name: enqueue_ending
-- Certificates that end soon are made anew.
INSERT INTO certificates.waiting (person_id, waiting_since)
SELECT DISTINCT c.person_id, :now::timestamptz
  FROM certificates.certificate AS c
 WHERE c.revoked_at IS NULL AND c.expires_at < :before
    ON CONFLICT (person_id) DO NOTHING;

-- name: first_waiting
SELECT w.person_id
  FROM certificates.waiting AS w
 WHERE w.refusal IS NULL AND (w.claimed_until IS NULL OR w.claimed_until < :now)
 ORDER BY w.waiting_since
 LIMIT :most;

-- name: claim
-- Two plain statements, so that it runs on a cluster too: the second keeps two workers apart.
UPDATE certificates.waiting
   SET claimed_until = :lease
 WHERE person_id = ANY (:people::uuid[]) AND refusal IS NULL
   AND (claimed_until IS NULL OR claimed_until < :now)
RETURNING person_id;

-- name: done
-- The lease names the set: who was queued again meanwhile has lost it and stays.
DELETE FROM certificates.waiting
 WHERE person_id = ANY (:people::uuid[]) AND claimed_until = :lease;

-- name: refuse
UPDATE certificates.waiting AS w
   SET refusal = r.refusal, claimed_until = NULL
  FROM unnest(:people::uuid[], :refusals::text[]) AS r (person_id, refusal)
 WHERE w.person_id = r.person_id AND w.person_id = ANY (:people::uuid[]) AND w.claimed_until = :lease;

-- name: links_of
-- Records that are one human being, as far as the merges stand.
SELECT a.person_id, a.other_id, a.surviving_id
  FROM registry.pub_alias AS a
 WHERE a.person_id = ANY (:people::uuid[]) AND a.undone_at IS NULL;

-- name: holders
SELECT p.person_id, p.full_name, p.birth_date, p.birth_precision, p.nationality, p.identity_status
  FROM registry.pub_person AS p
 WHERE p.person_id = ANY (:people::uuid[]);

-- name: doses_of
SELECT d.person_id, d.event_id, d.happened_at, d.day, d.product_id,
       coalesce(d.lot_number, l.lot_number, '') AS lot_number, d.state
  FROM siteops.pub_dose AS d
  LEFT JOIN supply.pub_lot AS l ON l.lot_id = d.lot_id
 WHERE d.person_id = ANY (:people::uuid[]) AND d.state NOT IN ('voided', 'duplicate');

-- name: standing_of
SELECT c.person_id, c.certificate_id, c.number, c.kind, c.identity_status, c.dose_event_ids,
       c.facts_hash, c.issued_at, c.expires_at, c.recorded_at IS NOT NULL AS recorded
  FROM certificates.certificate AS c
 WHERE c.person_id = ANY (:people::uuid[]) AND c.revoked_at IS NULL;

-- name: products
SELECT p.product_id, p.name, p.holder, p.primary_doses::integer AS primary_doses, p.details
  FROM supply.pub_product AS p;

-- name: take_back
UPDATE certificates.certificate AS c
   SET revoked_at = :now, revoked_reason = t.reason
  FROM unnest(:people::uuid[], :certificates::uuid[], :reasons::text[])
       AS t (person_id, certificate_id, reason)
 WHERE c.person_id = t.person_id AND c.certificate_id = t.certificate_id
   AND c.person_id = ANY (:people::uuid[]) AND c.revoked_at IS NULL;

-- name: publish_revoked
-- Only of certificates that say something wrong: one that was replaced stays true.
INSERT INTO certificates.revoked_number (number, revoked_at)
SELECT n.number, :now FROM unnest(:numbers::text[]) AS n (number)
    ON CONFLICT DO NOTHING;

-- name: mark_recorded
UPDATE certificates.certificate
   SET recorded_at = :now
 WHERE person_id = ANY (:people::uuid[]) AND certificate_id = ANY (:certificates::uuid[]);

-- name: publish_key
INSERT INTO certificates.signing_key
       (key_id, issuer, country, certificate_der, purpose, demo, valid_from, valid_to)
VALUES (:key_id, :issuer, :country, :certificate_der, 'vaccination', :demo, :valid_from, :valid_to)
    ON CONFLICT (key_id) DO NOTHING;

-- name: trusted_certificates
SELECT k.certificate_der FROM certificates.signing_key AS k WHERE k.trusted ORDER BY k.valid_from, k.key_id;

-- name: is_revoked
SELECT EXISTS (SELECT FROM certificates.revoked_number AS r WHERE r.number = :number) AS revoked;

-- name: revoked_numbers
SELECT r.number FROM certificates.revoked_number AS r ORDER BY r.revoked_at, r.number;

-- name: queue_length
SELECT count(*) FILTER (WHERE w.refusal IS NULL) AS waiting,
       count(*) FILTER (WHERE w.refusal IS NOT NULL) AS refused,
       min(w.waiting_since) FILTER (WHERE w.refusal IS NULL) AS since
  FROM certificates.waiting AS w;
