-- name: product_codes
SELECT p.product_id, p.code FROM supply.pub_product AS p;

-- name: people_now
-- Birth and current home of people, and whether a merge has taken their place in the registry.
SELECT p.person_id, p.birth_date, p.birth_precision, p.deceased_on, p.home_province, p.home_district,
       p.home_ward,
       EXISTS (SELECT FROM registry.pub_alias AS a
                WHERE a.person_id = p.person_id AND a.side = 'merged' AND a.undone_at IS NULL) AS merged
  FROM registry.pub_person AS p
 WHERE p.person_id = ANY (:people::uuid[]);

-- name: forget_recalls
DELETE FROM planning.recall WHERE person_id = ANY (:people::uuid[]);

-- name: put_recalls
INSERT INTO planning.recall (person_id, dose_event_id, doses_given, last_dose_on, next_number,
       product_id, other_product_ids, earliest_on, usual_on, latest_on, rules_hash, home_province,
       home_district, home_ward)
SELECT r.person_id, r.dose_event_id, r.doses_given, r.last_dose_on, r.next_number, r.product_id,
       r.others::integer[], r.earliest_on, r.usual_on, r.latest_on, r.rules_hash, r.home_province,
       r.home_district, r.home_ward
  FROM unnest(:people::uuid[], :doses::uuid[], :given::integer[], :last::date[], :numbers::integer[],
              :products::integer[], :others::text[], :earliest::date[], :usual::date[], :latest::date[],
              :hashes::text[], :provinces::integer[], :districts::integer[], :wards::integer[])
       AS r (person_id, dose_event_id, doses_given, last_dose_on, next_number, product_id, others,
             earliest_on, usual_on, latest_on, rules_hash, home_province, home_district, home_ward)
    ON CONFLICT (person_id) DO UPDATE
   SET dose_event_id = excluded.dose_event_id, doses_given = excluded.doses_given,
       last_dose_on = excluded.last_dose_on, next_number = excluded.next_number,
       product_id = excluded.product_id, other_product_ids = excluded.other_product_ids,
       earliest_on = excluded.earliest_on, usual_on = excluded.usual_on,
       latest_on = excluded.latest_on, rules_hash = excluded.rules_hash,
       home_province = excluded.home_province, home_district = excluded.home_district,
       home_ward = excluded.home_ward;

-- name: recalls_after
-- A range of people who have had a dose, to be judged anew when the rules have changed.
SELECT r.person_id FROM planning.recall AS r
 WHERE r.person_id > :after ORDER BY r.person_id LIMIT :most::integer;

-- name: due_counts
SELECT r.product_id, r.next_number::integer, count(*) AS people,
       count(*) FILTER (WHERE EXISTS (
           SELECT FROM planning.candidate AS c
            WHERE c.person_id = r.person_id AND c.round_id = :round_id
              AND c.state IN ('waiting', 'assigned', 'called', 'deferred'))) AS listed
  FROM planning.recall AS r
 WHERE r.next_number IS NOT NULL AND r.home_province = :province_id
   AND CASE WHEN :usual::boolean THEN r.usual_on ELSE r.earliest_on END <= :due_by
   AND (:product_id::integer IS NULL OR r.product_id = :product_id)
   AND (:districts::integer[] = '{}' OR r.home_district = ANY (:districts::integer[]))
   AND (:wards::integer[] = '{}' OR r.home_ward = ANY (:wards::integer[]))
 GROUP BY r.product_id, r.next_number
 ORDER BY r.product_id, r.next_number;

-- name: due_people
-- Who is due, earliest first, without those who are candidates of the round.
SELECT r.person_id
  FROM planning.recall AS r
 WHERE r.next_number IS NOT NULL AND r.home_province = :province_id
   AND CASE WHEN :usual::boolean THEN r.usual_on ELSE r.earliest_on END <= :due_by
   AND (:product_id::integer IS NULL OR r.product_id = :product_id)
   AND (:districts::integer[] = '{}' OR r.home_district = ANY (:districts::integer[]))
   AND (:wards::integer[] = '{}' OR r.home_ward = ANY (:wards::integer[]))
   AND NOT EXISTS (SELECT FROM planning.candidate AS c
                    WHERE c.person_id = r.person_id AND c.round_id = :round_id
                      AND c.state IN ('waiting', 'assigned', 'called', 'deferred'))
 ORDER BY r.usual_on, r.person_id
 LIMIT :most::integer;

-- name: recall_of
SELECT r.person_id, r.doses_given::integer, r.last_dose_on, r.next_number::integer, r.product_id,
       r.other_product_ids, r.earliest_on, r.usual_on, r.latest_on
  FROM planning.recall AS r
 WHERE r.person_id = :person_id;
