-- name: neighbourhoods_of
SELECT n.neighbourhood_id, n.ward_id, n.name
  FROM geography.neighbourhood AS n
 WHERE n.ward_id = ANY (:wards::integer[])
 ORDER BY n.ward_id, n.name;

-- name: add_neighbourhoods
INSERT INTO geography.neighbourhood (ward_id, name)
SELECT w.ward_id, w.name FROM unnest(:wards::integer[], :names::text[]) AS w (ward_id, name)
    ON CONFLICT DO NOTHING;

-- name: facility_place
SELECT f.facility_id, f.name, f.kind, f.sector, f.ward_id, f.district_id, f.province_id, f.region_id,
       f.parent_facility_id, f.active
  FROM geography.facility AS f
 WHERE f.facility_id = :facility_id;

-- name: site_place
SELECT s.site_id, s.facility_id, s.name, s.kind, s.ward_id, s.district_id, s.province_id, s.address,
       s.tables::integer, s.active
  FROM geography.site AS s
 WHERE s.site_id = :site_id;

-- name: add_site
INSERT INTO geography.site (facility_id, name, kind, ward_id, district_id, province_id, address, lat, lon,
       tables)
VALUES (:facility_id, :name, :kind, :ward_id, :district_id, :province_id, :address, :lat, :lon,
       :tables::integer)
RETURNING site_id;

-- name: unit_level
SELECT u.level FROM geography.unit AS u WHERE u.unit_id = :unit_id;

-- name: unit_stamp
-- The unit with the province, district and ward above it; levels that do not exist are null.
SELECT u.unit_id, u.name, u.level,
       (SELECT c.ancestor_id FROM geography.unit_cover AS c JOIN geography.unit AS a ON a.unit_id = c.ancestor_id
         WHERE c.unit_id = u.unit_id AND a.level = 'province' LIMIT 1) AS province,
       (SELECT c.ancestor_id FROM geography.unit_cover AS c JOIN geography.unit AS a ON a.unit_id = c.ancestor_id
         WHERE c.unit_id = u.unit_id AND a.level = 'district' LIMIT 1) AS district,
       (SELECT c.ancestor_id FROM geography.unit_cover AS c JOIN geography.unit AS a ON a.unit_id = c.ancestor_id
         WHERE c.unit_id = u.unit_id AND a.level = 'ward' LIMIT 1) AS ward
  FROM geography.unit AS u
 WHERE u.unit_id = :unit_id;

-- name: is_under
-- Whether a unit lies under another one, or is it.
SELECT EXISTS (SELECT FROM geography.unit_cover AS c
                WHERE c.ancestor_id = :above AND c.unit_id = :unit_id) AS under;

-- name: units_on
-- The units of the tree that held on a day, with the code of the unit above: what lists name.
SELECT u.unit_id, u.level, u.code, u.name, coalesce(p.code, '') AS parent
  FROM geography.unit AS u
  LEFT JOIN geography.unit AS p ON p.unit_id = u.parent_id AND p.level IN ('province', 'district')
 WHERE u.level IN ('province', 'district', 'ward')
   AND u.valid_from <= :day AND (u.valid_to IS NULL OR u.valid_to > :day);

-- name: unit_is_covered
-- Whether the caller's jurisdiction covers a unit: by the same settings that row security reads.
SELECT coalesce(current_setting('app.nation', true), '') = 'on' OR current_user = 'tiemchung_worker'
       OR EXISTS (SELECT FROM geography.unit_cover AS c
                   WHERE c.unit_id = :unit_id
                     AND (c.ancestor_id = ANY (nullif(current_setting('app.scope_province', true), '')::integer[])
                          OR c.ancestor_id = ANY (nullif(current_setting('app.scope_district', true), '')::integer[])
                          OR c.ancestor_id = ANY (nullif(current_setting('app.scope_ward', true), '')::integer[])))
       AS covered;

-- name: facility_is_covered
SELECT EXISTS (SELECT FROM geography.pub_facility_in_scope AS f
                WHERE f.facility_id = :facility_id) AS covered;
