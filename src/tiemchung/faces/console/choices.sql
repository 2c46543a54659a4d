-- name: stores
-- Facilities of the caller's jurisdiction, the higher stores first.
SELECT f.facility_id, f.name, f.kind
  FROM geography.pub_facility AS f
  JOIN geography.pub_facility_in_scope AS s USING (facility_id)
 WHERE f.active
 ORDER BY f.ward_id IS NOT NULL, f.district_id IS NOT NULL, f.name
 LIMIT 600;

-- name: receivers
-- To whom a store hands vaccine: those it supplies, who lies under it or beside it, and the one
-- it was supplied by.
SELECT f.facility_id, f.name, f.kind
  FROM geography.pub_facility AS f, geography.pub_facility AS g
 WHERE g.facility_id = :giver AND f.active AND f.facility_id <> g.facility_id
   AND f.kind NOT IN ('ministry', 'health_department')
   AND (f.parent_facility_id = g.facility_id OR f.facility_id = g.parent_facility_id
        OR CASE WHEN g.district_id IS NOT NULL THEN f.district_id = g.district_id
                WHEN g.kind = 'regional_institute' THEN f.ward_id IS NULL AND f.district_id IS NULL
                WHEN g.province_id IS NOT NULL THEN f.province_id = g.province_id AND f.ward_id IS NULL
                ELSE f.ward_id IS NULL AND f.district_id IS NULL END)
 ORDER BY f.parent_facility_id IS DISTINCT FROM g.facility_id, f.name
 LIMIT 600;

-- name: products
SELECT p.product_id, p.short_name, p.doses_per_vial::integer AS doses_per_vial
  FROM supply.pub_product AS p
 ORDER BY p.product_id;

-- name: lots
-- Lots that may still be used on a day, the earliest to expire first.
SELECT l.lot_id, l.product_id, l.lot_number, p.short_name, l.expires_on
  FROM supply.pub_lot AS l
  JOIN supply.pub_product AS p USING (product_id)
 WHERE l.expires_on >= :day
 ORDER BY l.product_id, l.expires_on, l.lot_number
 LIMIT 400;

-- name: units_of_scope
-- Units that the caller's own scope names, highest first.
SELECT u.unit_id, u.name, u.level
  FROM geography.pub_unit AS u
 WHERE u.unit_id = ANY (:units::int[]) OR (:nation AND u.level = 'nation')
 ORDER BY array_position(ARRAY['nation', 'region', 'province', 'district', 'ward'], u.level), u.name;

-- name: units_under
-- Units right under one, as of a day; the nation holds the provinces of all regions.
SELECT u.unit_id, u.name, u.level
  FROM geography.pub_unit AS u
  JOIN geography.pub_unit_cover AS c ON c.unit_id = u.unit_id AND c.ancestor_id = :unit
 WHERE u.level = ANY (:levels::text[]) AND u.valid_from <= :day
   AND (u.valid_to IS NULL OR u.valid_to > :day)
   AND (u.level <> 'ward' OR u.parent_id = :unit)
 ORDER BY u.code;

-- name: wards
-- Wards of the caller's jurisdiction as of a day.
SELECT u.unit_id, u.name, p.name AS parent
  FROM geography.pub_unit AS u
  JOIN geography.pub_unit AS p ON p.unit_id = u.parent_id
 WHERE u.level = 'ward' AND u.valid_from <= :day AND (u.valid_to IS NULL OR u.valid_to > :day)
   AND EXISTS (SELECT FROM geography.pub_unit_cover AS c
                WHERE c.unit_id = u.unit_id AND c.ancestor_id = ANY (:units::int[]))
 ORDER BY p.code, u.code
 LIMIT 800;

-- name: neighbourhoods
SELECT n.neighbourhood_id, n.name
  FROM geography.pub_neighbourhood AS n
 WHERE n.ward_id = :ward
 ORDER BY n.name;

-- name: sites
-- Sites of the caller's jurisdiction.
SELECT s.site_id, s.facility_id, s.name, s.kind, f.name AS facility_name, s.tables::integer AS tables,
       s.address, s.active
  FROM geography.pub_site AS s
  JOIN geography.pub_facility_in_scope AS c USING (facility_id)
  JOIN geography.pub_facility AS f USING (facility_id)
 ORDER BY f.name, s.name
 LIMIT 600;

-- name: sessions_of_facility
-- Sessions to which a store may issue: of today and the next days, and those not yet closed.
SELECT s.session_id, s.site_id, s.day, s.half_day, s.product_id, s.tables::integer AS tables,
       t.name AS site_name, p.short_name
  FROM planning.pub_session AS s
  JOIN geography.pub_site AS t USING (site_id)
  JOIN supply.pub_product AS p USING (product_id)
 WHERE s.facility_id = :facility AND s.state IN ('planned', 'running', 'ended')
   AND s.day BETWEEN :day::date - 7 AND :day::date + 14
 ORDER BY s.day, s.half_day, t.name
 LIMIT 200;

-- name: provinces
SELECT u.unit_id, u.name, u.level
  FROM geography.pub_unit AS u
 WHERE u.level = 'province' AND u.valid_to IS NULL
 ORDER BY u.code;
