-- name: rounds
-- Rounds of the provinces that lie in, or above, what the caller's scope names.
SELECT r.round_id, r.number::integer AS number, r.name, u.name AS province, r.starts_on, r.ends_on,
       coalesce((SELECT sum(a.doses) FROM planning.pub_round_allocation AS a
                  WHERE a.round_id = r.round_id), 0)::bigint AS doses,
       (SELECT count(*) FROM planning.pub_plan AS p
         WHERE p.round_id = r.round_id AND p.state = 'approved') AS approved
  FROM planning.pub_round AS r
  JOIN geography.pub_unit AS u ON u.unit_id = r.province_id
 WHERE :nation OR EXISTS (SELECT FROM geography.pub_unit_cover AS c
                           WHERE (c.ancestor_id = r.province_id AND c.unit_id = ANY (:units::int[]))
                              OR (c.unit_id = r.province_id AND c.ancestor_id = ANY (:units::int[])))
 ORDER BY r.starts_on DESC, u.code, r.number DESC
 LIMIT 200;

-- name: campaigns
SELECT c.campaign_id, c.name FROM planning.pub_campaign AS c ORDER BY c.starts_on DESC;

-- name: allocation_rounds
SELECT r.allocation_round_id, r.number::integer AS number, r.name
  FROM supply.pub_allocation_round AS r
 ORDER BY r.number DESC;

-- name: facilities_of_province
-- To whom a province assigns people: facilities that vaccinate.
SELECT f.facility_id, f.name, f.kind
  FROM geography.pub_facility AS f
 WHERE f.province_id = :province AND f.active
   AND f.kind NOT IN ('health_department', 'provincial_cdc', 'regional_institute', 'ministry', 'sector_office')
 ORDER BY f.name
 LIMIT 900;
