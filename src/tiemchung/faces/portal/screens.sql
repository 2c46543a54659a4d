-- name: unit
SELECT u.unit_id, u.level, u.code, u.name, u.name_en, u.parent_id, u.population
  FROM geography.pub_unit AS u
 WHERE u.unit_id = :unit_id AND u.level IN ('nation', 'province', 'district', 'ward');

-- name: nation
SELECT u.unit_id, u.level, u.code, u.name, u.name_en, u.parent_id, u.population
  FROM geography.pub_unit AS u
 WHERE u.level = 'nation'
 ORDER BY u.unit_id
 LIMIT 1;

-- name: units_above
-- The units above one, the highest first.
SELECT u.unit_id, u.level, u.code, u.name, u.name_en, u.parent_id, u.population
  FROM geography.pub_unit_cover AS c
  JOIN geography.pub_unit AS u ON u.unit_id = c.ancestor_id
 WHERE c.unit_id = :unit_id AND u.level IN ('province', 'district') AND u.unit_id <> :unit_id
 ORDER BY CASE u.level WHEN 'province' THEN 1 ELSE 2 END;

-- name: units_below
-- The units directly below one on a day: provinces of the nation, districts (or, since July 2025,
-- wards) of a province, wards of a district.
SELECT u.unit_id, u.level, u.code, u.name, u.name_en, u.parent_id, u.population
  FROM geography.pub_unit AS u
 WHERE CASE WHEN :level = 'nation' THEN u.level = 'province'
            ELSE u.parent_id = :unit_id AND u.level IN ('district', 'ward') END
   AND u.valid_from <= :day AND (u.valid_to IS NULL OR u.valid_to > :day)
 ORDER BY u.code;

-- name: by_day
-- Doses given, registrations and reactions of units, day by day.
SELECT b.unit_id, b.figure, b.day, sum(b.amount)::bigint AS amount
  FROM statistics.pub_by_unit AS b
 WHERE b.level = :level AND b.unit_id = ANY (:units::integer[])
   AND b.figure IN ('doses', 'registered', 'reactions')
 GROUP BY b.unit_id, b.figure, b.day
HAVING sum(b.amount) <> 0;

-- name: doses_by_number
SELECT b.unit_id, least(b.number, 3)::integer AS number, sum(b.amount)::bigint AS amount
  FROM statistics.pub_by_unit AS b
 WHERE b.level = :level AND b.unit_id = ANY (:units::integer[]) AND b.figure = 'doses'
 GROUP BY b.unit_id, least(b.number, 3)
HAVING sum(b.amount) <> 0;

-- name: doses_by_product
SELECT b.unit_id, b.product_id, sum(b.amount)::bigint AS amount
  FROM statistics.pub_by_unit AS b
 WHERE b.level = :level AND b.unit_id = ANY (:units::integer[]) AND b.figure = 'doses'
 GROUP BY b.unit_id, b.product_id
HAVING sum(b.amount) <> 0;

-- name: totals
-- 'residents' is told by the number of the dose; only the first one covers a person.
SELECT b.unit_id, b.figure, sum(b.amount)::bigint AS amount
  FROM statistics.pub_by_unit AS b
 WHERE b.level = :level AND b.unit_id = ANY (:units::integer[])
   AND (b.figure IN ('declared', 'declared_entered', 'severe')
        OR (b.figure = 'residents' AND b.number = 1))
 GROUP BY b.unit_id, b.figure;

-- name: allocated
-- What was allocated to units of a level, by the decisions of the level above; a line may name a
-- unit, or a facility, which counts in its unit; unit 0 is a sector. Amendments are lines too.
SELECT coalesce(a.receiver_unit_id,
                CASE :level WHEN 'province' THEN f.province_id WHEN 'district' THEN f.district_id
                            ELSE f.ward_id END, 0) AS unit_id,
       a.signed_on AS day, sum(a.doses)::bigint AS amount
  FROM supply.pub_allocation AS a
  LEFT JOIN geography.pub_facility AS f ON f.facility_id = a.receiver_facility_id
 WHERE a.level = CASE :level WHEN 'province' THEN 'national' WHEN 'district' THEN 'provincial'
                             ELSE 'district' END
 GROUP BY 1, a.signed_on;

-- name: received
-- The unit 0 stands for receivers that lie in none.
SELECT coalesce(CASE :level WHEN 'province' THEN r.province_id ELSE r.district_id END, 0) AS unit_id,
       r.day, sum(r.doses)::bigint AS amount
  FROM statistics.pub_received AS r
 WHERE r.level = :level
 GROUP BY 1, r.day;

-- name: product_names
SELECT p.product_id, p.short_name AS name FROM supply.pub_product AS p;

-- name: product_by_code
-- A certificate names its product by a code of the EU set; of two that share one the first is meant.
SELECT p.name, p.holder
  FROM supply.pub_product AS p
 WHERE p.details ->> 'dcc_product' = :code
 ORDER BY p.product_id
 LIMIT 1;

-- name: national_daily
-- Every day between the first and the last that is known; a day without a row is unknown.
SELECT d.day::date AS day, n.total_doses, n.source
  FROM (SELECT generate_series(min(x.day), least(max(x.day), :until), interval '1 day') AS day
          FROM geography.pub_national_daily AS x) AS d
  LEFT JOIN geography.pub_national_daily AS n ON n.day = d.day::date
 ORDER BY 1;

-- name: late_figures
-- Followers of figures that have failed and not caught up yet.
SELECT count(*) FROM ledger.pub_follower AS f
 WHERE f.follower LIKE 'figures.%' AND f.failure IS NOT NULL;
