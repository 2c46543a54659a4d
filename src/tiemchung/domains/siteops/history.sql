-- name: history_of
-- All doses of these people, voided ones too: their cases are settled.
SELECT d.person_id, d.event_id, d.happened_at, d.day, p.code AS product, d.dose_kind, d.age_years,
       d.flags, d.state, d.facility_id, d.place_province, d.place_district, d.place_ward
  FROM siteops.dose AS d
  LEFT JOIN supply.pub_product AS p USING (product_id)
 WHERE d.person_id = ANY (:people::uuid[]);
