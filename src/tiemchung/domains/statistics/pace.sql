-- name: touched_days
SELECT DISTINCT d.facility_id, d.day
  FROM siteops.pub_dose AS d
 WHERE d.person_id = ANY (:people::uuid[]) AND d.facility_id IS NOT NULL
 ORDER BY d.facility_id, d.day;

-- name: forget_pace
DELETE FROM statistics.by_pace AS p
 USING unnest(:facilities::int[], :days::date[]) AS t (facility_id, day)
 WHERE p.facility_id = t.facility_id AND p.day = t.day;

-- name: add_pace
-- In the order of the key, so that two writers wait for each other and never lock.
INSERT INTO statistics.by_pace (day, facility_id, province_id, district_id, slot, doses)
SELECT d.day, d.facility_id, coalesce(d.place_province, 0), coalesce(d.place_district, 0),
       (extract(hour FROM d.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh') * 6
           + floor(extract(minute FROM d.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh') / 10))::smallint,
       count(*)
  FROM unnest(:facilities::int[], :days::date[]) AS t (facility_id, day)
  JOIN siteops.pub_dose AS d ON d.facility_id = t.facility_id AND d.day = t.day
 WHERE d.state NOT IN ('voided', 'duplicate')
 GROUP BY 1, 2, 3, 4, 5
 ORDER BY 1, 2, 3, 4, 5;

-- name: pace_of
SELECT p.slot::int AS slot, sum(p.doses)::int AS doses
  FROM statistics.by_pace AS p
 WHERE p.day = :day
   AND CASE :level WHEN 'nation' THEN true
                   WHEN 'province' THEN p.province_id = ANY (:units::int[])
                   WHEN 'district' THEN p.district_id = ANY (:units::int[])
                   WHEN 'facility' THEN p.facility_id = ANY (:units::int[])
                   ELSE false END
 GROUP BY p.slot
 ORDER BY p.slot;
