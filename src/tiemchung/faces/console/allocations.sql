-- name: rounds
-- Rounds with what the nation has allocated in all, and what this unit was allocated.
SELECT r.allocation_round_id, r.number::integer AS number, r.name, p.short_name,
       coalesce(sum(a.doses) FILTER (WHERE a.level = 'national'), 0)::bigint AS doses,
       coalesce(sum(a.doses) FILTER (WHERE a.receiver_unit_id = :unit), 0)::bigint AS own,
       count(DISTINCT a.decision_id) AS decisions
  FROM supply.pub_allocation_round AS r
  JOIN supply.pub_product AS p USING (product_id)
  LEFT JOIN supply.pub_allocation AS a USING (allocation_round_id)
 GROUP BY r.allocation_round_id, r.number, r.name, p.short_name
 ORDER BY r.number DESC;

-- name: decisions
-- Decisions of a round that a unit signed, that name it, or that were signed under it.
SELECT a.decision_id, a.number, a.signed_on, a.level, u.name AS issuer, m.number AS amends,
       sum(a.doses)::bigint AS doses, count(*) AS lines, a.issued_by_unit_id = :unit AS own
  FROM supply.pub_allocation AS a
  JOIN geography.pub_unit AS u ON u.unit_id = a.issued_by_unit_id
  LEFT JOIN (SELECT DISTINCT d.decision_id, d.number FROM supply.pub_allocation AS d) AS m
    ON m.decision_id = a.amends_id
 WHERE a.allocation_round_id = :allocation_round
   AND (:nation OR a.receiver_unit_id = :unit
        OR EXISTS (SELECT FROM geography.pub_unit_cover AS c
                    WHERE c.unit_id = a.issued_by_unit_id AND c.ancestor_id = :unit))
 GROUP BY a.decision_id, a.number, a.signed_on, a.level, u.name, m.number, a.issued_by_unit_id
 ORDER BY a.signed_on DESC, a.number DESC
 LIMIT 300;

-- name: given
-- What a unit has given to each receiver of a round over all its decisions, and what was given on.
SELECT coalesce('unit-' || a.receiver_unit_id, 'facility-' || a.receiver_facility_id,
                'sector-' || a.receiver_sector) AS receiver,
       coalesce(u.name, f.name, a.receiver_sector) AS name, a.receiver_sector IS NOT NULL AS is_sector,
       sum(a.doses) FILTER (WHERE a.purpose = 'dose_1')::bigint AS dose_1,
       sum(a.doses) FILTER (WHERE a.purpose = 'dose_2')::bigint AS dose_2,
       sum(a.doses) FILTER (WHERE a.purpose = 'any')::bigint AS either,
       sum(a.doses)::bigint AS doses
  FROM supply.pub_allocation AS a
  LEFT JOIN geography.pub_unit AS u ON u.unit_id = a.receiver_unit_id
  LEFT JOIN geography.pub_facility AS f ON f.facility_id = a.receiver_facility_id
 WHERE a.allocation_round_id = :allocation_round AND a.issued_by_unit_id = :unit
 GROUP BY a.receiver_unit_id, a.receiver_facility_id, a.receiver_sector, u.name, f.name
 ORDER BY doses DESC, name;

-- name: decision
SELECT a.decision_id, a.allocation_round_id, a.number, a.signed_on, a.level, u.name AS issuer,
       a.issued_by_unit_id, a.amends_id
  FROM supply.pub_allocation AS a
  JOIN geography.pub_unit AS u ON u.unit_id = a.issued_by_unit_id
 WHERE a.decision_id = :decision
 LIMIT 1;

-- name: decision_lines
SELECT coalesce(u.name, f.name, a.receiver_sector) AS name, a.receiver_sector IS NOT NULL AS is_sector,
       a.purpose, a.doses
  FROM supply.pub_allocation AS a
  LEFT JOIN geography.pub_unit AS u ON u.unit_id = a.receiver_unit_id
  LEFT JOIN geography.pub_facility AS f ON f.facility_id = a.receiver_facility_id
 WHERE a.decision_id = :decision
 ORDER BY abs(a.doses) DESC, name;

-- name: facilities_under
-- Facilities that a unit allocates to by itself: those of its own level, or of a district.
SELECT f.facility_id, f.name, f.kind
  FROM geography.pub_facility AS f
 WHERE f.active AND f.kind NOT IN ('ministry', 'health_department', 'sector_office')
   AND CASE :level WHEN 'province' THEN f.province_id = :unit AND f.district_id IS NULL
                   WHEN 'district' THEN f.district_id = :unit
                   ELSE f.province_id IS NULL AND false END
 ORDER BY f.ward_id IS NOT NULL, f.name
 LIMIT 200;
