-- name: registered_among
SELECT p.person_id FROM registry.pub_person AS p WHERE p.person_id = ANY (:people::uuid[]);
