-- name: claims_by_digest
SELECT c.digest, c.person_id, c.kind
  FROM registry.identity_claim AS c
 WHERE c.digest = ANY (:digests::bytea[]);

-- name: lock_forms
-- Two requests that register the same person at the same moment are put one after the other; the
-- keys are sorted, so that they cannot wait for each other in a ring.
SELECT pg_advisory_xact_lock(k.key) FROM unnest(:keys::bigint[]) AS k (key);

-- name: people
SELECT p.person_id, p.full_name, p.sort_key, p.birth_date, p.birth_precision, p.sex, p.sector,
       p.address, p.home_province, p.home_district, p.home_ward, p.neighbourhood_id, p.household_id,
       p.identity_status, p.provisional_code, p.priority_group, p.source, p.registered_at,
       p.deceased_on
  FROM registry.pub_person AS p
 WHERE p.person_id = ANY (:people::uuid[]);

-- name: people_of_ward
-- One page of a ward's list: by neighbourhood, household, then the order of a Vietnamese list.
SELECT p.person_id, p.full_name, p.sort_key, p.birth_date, p.birth_precision, p.sex, p.sector,
       p.address, p.home_province, p.home_district, p.home_ward, p.neighbourhood_id, p.household_id,
       p.identity_status, p.provisional_code, p.priority_group, p.source, p.registered_at,
       p.deceased_on
  FROM registry.pub_person AS p
 WHERE p.home_ward = :ward
   AND (:neighbourhood::integer IS NULL OR p.neighbourhood_id = :neighbourhood)
   AND p.deceased_on IS NULL
 ORDER BY p.neighbourhood_id NULLS LAST, p.household_id NULLS LAST, p.sort_key, p.person_id
 LIMIT :page_size::integer OFFSET :skipped::integer;

-- name: count_of_ward
SELECT count(*) AS people
  FROM registry.person AS p
 WHERE p.home_ward = :ward
   AND (:neighbourhood::integer IS NULL OR p.neighbourhood_id = :neighbourhood)
   AND p.deceased_on IS NULL;

-- name: people_by_name
-- The last word that was typed is a beginning and drives the search by a range; every other word
-- must be a whole part of the name. Ranges and equality are leakproof: the index serves them first.
SELECT k.person_id
  FROM registry.name_key AS k
 WHERE k.token >= :low COLLATE "C" AND k.token < :high COLLATE "C"
   AND k.token <> ALL (:others::text[])
   AND (SELECT count(*) FROM registry.name_key AS o
         WHERE o.person_id = k.person_id AND o.token = ANY (:others::text[]))
       = cardinality(:others::text[])
 GROUP BY k.person_id
 LIMIT :most::integer;

-- name: people_by_contact
SELECT c.person_id FROM registry.contact AS c WHERE c.contact_id = :contact_id AND c.ended_at IS NULL;

-- name: person_by_code
SELECT c.person_id FROM registry.provisional_code AS c WHERE c.code = :code;

-- name: contacts_of
SELECT c.person_id, c.kind, c.value, c.preferred
  FROM registry.pub_contact AS c
 WHERE c.person_id = ANY (:people::uuid[])
 ORDER BY c.person_id, c.preferred DESC, c.value;

-- name: documents_of
SELECT d.person_id, d.document_id, d.kind, d.masked, d.status
  FROM registry.pub_identity_document AS d
 WHERE d.person_id = ANY (:people::uuid[])
 ORDER BY d.person_id, d.kind, d.document_id;

-- name: neighbourhood_names
SELECT n.neighbourhood_id, n.name
  FROM geography.pub_neighbourhood AS n
 WHERE n.ward_id = :ward
 ORDER BY n.name;

-- name: shared_claims
-- Numbers, and exact forms, that these people share with somebody else: cases for the duplicate
-- queue.
SELECT a.person_id, b.person_id AS other_id, a.kind
  FROM registry.identity_claim AS a
  JOIN registry.identity_claim AS b ON b.digest = a.digest AND b.person_id <> a.person_id
 WHERE a.person_id = ANY (:people::uuid[]);

-- name: registrations_of
-- The event that registered each of these people, and the units of their home.
SELECT p.person_id, p.event_id, p.home_province, p.home_district, p.home_ward
  FROM registry.person AS p
 WHERE p.person_id = ANY (:people::uuid[]);
