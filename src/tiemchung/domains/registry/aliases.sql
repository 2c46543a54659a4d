-- name: links_of
-- Alias rows of these people that still stand; each merge has one row on either side.
SELECT a.person_id, a.other_id
  FROM registry.alias AS a
 WHERE a.person_id = ANY (:people::uuid[]) AND a.undone_at IS NULL;
