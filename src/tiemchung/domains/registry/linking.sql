-- name: holders_of_code
SELECT c.person_id FROM registry.provisional_code AS c WHERE c.code = :code
 UNION
SELECT i.person_id FROM booking.pub_invitation_code AS i WHERE i.code = :code AND i.expires_at > :now;

-- name: births_of
SELECT p.person_id, p.birth_date, p.birth_precision
  FROM registry.person AS p
 WHERE p.person_id = ANY (:people::uuid[]);

-- name: phones_of
SELECT c.value FROM registry.contact AS c
 WHERE c.person_id = ANY (:people::uuid[]) AND c.kind = 'phone' AND c.ended_at IS NULL;
