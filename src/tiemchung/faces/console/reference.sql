-- name: rule_sets
-- Rules in force on a day first, then those to come and those that are over.
SELECT r.rule_set_id, r.family, r.valid_from, r.valid_to, r.authority, r.verified,
       u.name AS scope, r.body -> 'title' ->> 'vi' AS title
  FROM geography.pub_rule_set AS r
  LEFT JOIN geography.pub_unit AS u ON u.unit_id = r.scope_unit_id
 WHERE :family::text IS NULL OR r.family = :family
 ORDER BY r.family, r.valid_from DESC, r.rule_set_id;

-- name: rule_set
SELECT r.rule_set_id, r.family, r.valid_from, r.valid_to, r.authority, r.verified,
       u.name AS scope, r.body -> 'title' ->> 'vi' AS title, encode(r.hash, 'hex') AS hash,
       jsonb_pretty(r.body) AS body
  FROM geography.pub_rule_set AS r
  LEFT JOIN geography.pub_unit AS u ON u.unit_id = r.scope_unit_id
 WHERE r.rule_set_id = :rule_set_id;

-- name: products
SELECT p.code, p.name, p.short_name, p.holder, p.doses_per_vial, p.primary_doses, p.min_age_years,
       p.open_vial_hours, p.details
  FROM supply.pub_product AS p
 ORDER BY p.product_id;

-- name: units
-- Children of a unit on a day; without a parent the provinces.
SELECT u.unit_id, u.code, u.name, u.unit_type, u.valid_from, u.valid_to, u.decree, u.population,
       EXISTS (SELECT FROM geography.pub_unit AS c WHERE c.parent_id = u.unit_id) AS has_children
  FROM geography.pub_unit AS u
 WHERE u.valid_from <= :day AND (u.valid_to IS NULL OR :day < u.valid_to)
   AND CASE WHEN :parent::int IS NULL THEN u.level = 'province' ELSE u.parent_id = :parent END
 ORDER BY u.code;

-- name: unit
SELECT u.unit_id, u.code, u.name, u.unit_type, u.valid_from, u.valid_to, u.decree, u.population,
       u.parent_id IS NOT NULL AS has_children
  FROM geography.pub_unit AS u
 WHERE u.unit_id = :unit_id;

-- name: successors
SELECT u.name, u.code, s.relation, s.effective_from, s.decree
  FROM geography.pub_succession AS s
  JOIN geography.pub_unit AS u ON u.unit_id = s.to_id
 WHERE s.from_id = :unit_id
 ORDER BY s.is_default DESC, u.code;

-- name: facilities
SELECT f.facility_id, f.code, f.name, f.kind, f.sector, u.name AS unit_name, f.verified
  FROM geography.pub_facility AS f
  LEFT JOIN geography.pub_unit AS u
    ON u.unit_id = coalesce(f.ward_id, f.district_id, f.province_id)
 WHERE f.active AND (:nation OR f.province_id = ANY (:provinces::int[])
        OR f.district_id = ANY (:districts::int[]) OR f.facility_id = ANY (:facilities::int[]))
 ORDER BY f.kind, f.name
 LIMIT 500;
