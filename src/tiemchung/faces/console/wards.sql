-- name: rounds
-- The rounds of the provinces in which wards lie, newest first.
SELECT r.round_id, r.name, r.province_id, r.starts_on, r.ends_on
  FROM planning.pub_round AS r
 WHERE EXISTS (SELECT FROM geography.pub_unit_cover AS c
                WHERE c.ancestor_id = r.province_id AND c.unit_id = :ward)
 ORDER BY r.starts_on DESC;
