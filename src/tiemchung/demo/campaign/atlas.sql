-- name: facilities
SELECT f.code AS key, f.facility_id AS number FROM geography.pub_facility AS f;

-- name: products
SELECT p.code AS key, p.product_id AS number FROM supply.pub_product AS p;

-- name: lots
SELECT l.lot_number AS key, l.lot_id AS number FROM supply.pub_lot AS l;

-- name: sites
-- The first site of each facility, by the facility's key.
SELECT f.code AS key, min(s.site_id)::int AS number
  FROM geography.pub_site AS s
  JOIN geography.pub_facility AS f ON f.facility_id = s.facility_id
 GROUP BY f.code;

-- name: rounds
SELECT r.province_id || ':' || r.number AS key, r.round_id AS number FROM planning.pub_round AS r;

-- name: site_names
SELECT s.site_id, s.name FROM geography.pub_site AS s;
