-- name: booked_parts
-- Sums of a figure over units of one level. `by`: none, day (days since 2000-01-01), unit, product.
SELECT CASE :by::text WHEN 'day' THEN b.day - DATE '2000-01-01' WHEN 'unit' THEN b.unit_id
                      WHEN 'product' THEN b.product_id ELSE 0 END AS key,
       sum(b.amount * s.sign)::int8 AS amount
  FROM statistics.by_unit AS b
  JOIN unnest(:names::text[], :signs::int[]) AS s (figure, sign) ON s.figure = b.figure
 WHERE b.level = :level AND b.unit_id = ANY (:units::int[]) AND b.day BETWEEN :since AND :until
   AND b.number BETWEEN :low::int AND :high::int
   AND (:product::int IS NULL OR b.product_id = :product)
 GROUP BY 1;

-- name: place_parts
-- Doses of facilities, which answer for them wherever their site stood.
SELECT CASE :by::text WHEN 'day' THEN p.day - DATE '2000-01-01' WHEN 'unit' THEN p.facility_id
                      WHEN 'product' THEN p.product_id ELSE 0 END AS key,
       sum(p.doses)::int8 AS amount
  FROM statistics.by_place AS p
 WHERE p.facility_id = ANY (:units::int[]) AND p.day BETWEEN :since AND :until
   AND p.number BETWEEN :low::int AND :high::int
   AND (:product::int IS NULL OR p.product_id = :product)
 GROUP BY 1;

-- name: stock_parts
-- Stock belongs to the facility whose store gives or takes; `kinds` limits the facilities.
SELECT CASE :by::text WHEN 'day' THEN s.day - DATE '2000-01-01'
                      WHEN 'unit' THEN CASE :child::text WHEN 'province' THEN f.province_id
                                                         WHEN 'district' THEN f.district_id
                                                         ELSE f.ward_id END
                      WHEN 'product' THEN s.product_id ELSE 0 END AS key,
       sum(s.doses)::int8 AS amount
  FROM statistics.by_stock AS s
  JOIN geography.pub_facility AS f ON f.facility_id = s.facility_id
 WHERE s.figure = :figure AND s.day BETWEEN :since AND :until
   AND (:product::int IS NULL OR s.product_id = :product)
   AND (:kinds::text[] = '{}' OR f.kind = ANY (:kinds))
   AND CASE :level WHEN 'nation' THEN true
                   WHEN 'province' THEN f.province_id = ANY (:units::int[])
                   WHEN 'district' THEN f.district_id = ANY (:units::int[])
                   WHEN 'ward' THEN f.ward_id = ANY (:units::int[])
                   ELSE f.facility_id = ANY (:units::int[]) END
 GROUP BY 1;

-- name: session_parts
-- Sums over the sessions of the days, in the units where they were held.
SELECT CASE :by::text WHEN 'day' THEN s.day - DATE '2000-01-01'
                      WHEN 'unit' THEN CASE :child::text WHEN 'province' THEN s.place_province
                                                         WHEN 'district' THEN s.place_district
                                                         ELSE s.place_ward END
                      WHEN 'product' THEN s.product_id ELSE 0 END AS key,
       sum(CASE :figure WHEN 'checked_in' THEN b.checked_in
                        WHEN 'deferred' THEN b.deferred
                        WHEN 'contraindicated' THEN b.contraindicated
                        WHEN 'referred' THEN b.referred
                        WHEN 'declined' THEN b.declined
                        WHEN 'declared' THEN b.declared
                        WHEN 'declared_entered' THEN CASE WHEN b.declared IS NULL THEN 0 ELSE b.injected END
                        WHEN 'common_reactions' THEN b.reactions - b.severe
                        WHEN 'severe_reactions' THEN b.severe END)::int8 AS amount
  FROM planning.pub_session AS s
  JOIN statistics.by_session AS b ON b.facility_id = s.facility_id AND b.session_id = s.session_id
 WHERE s.day BETWEEN :since AND :until
   AND (:product::int IS NULL OR s.product_id = :product)
   AND CASE :level WHEN 'nation' THEN true
                   WHEN 'province' THEN s.place_province = ANY (:units::int[])
                   WHEN 'district' THEN s.place_district = ANY (:units::int[])
                   WHEN 'ward' THEN s.place_ward = ANY (:units::int[])
                   ELSE s.facility_id = ANY (:units::int[]) END
 GROUP BY 1;

-- name: called_parts
-- Appointments are no events of the ledger, so no roll-up follows them: they are counted.
SELECT CASE :by::text WHEN 'day' THEN s.day - DATE '2000-01-01'
                      WHEN 'unit' THEN CASE :child::text WHEN 'province' THEN s.place_province
                                                         WHEN 'district' THEN s.place_district
                                                         ELSE s.place_ward END
                      WHEN 'product' THEN s.product_id ELSE 0 END AS key,
       count(*)::int8 AS amount
  FROM planning.pub_session AS s
  JOIN booking.pub_appointment AS a ON a.session_id = s.session_id AND a.state <> 'cancelled'
 WHERE s.day BETWEEN :since AND :until
   AND (:product::int IS NULL OR s.product_id = :product)
   AND CASE :level WHEN 'nation' THEN true
                   WHEN 'province' THEN s.place_province = ANY (:units::int[])
                   WHEN 'district' THEN s.place_district = ANY (:units::int[])
                   WHEN 'ward' THEN s.place_ward = ANY (:units::int[])
                   ELSE s.facility_id = ANY (:units::int[]) END
 GROUP BY 1;

-- name: dose_events
SELECT d.happened_at, CASE d.entry WHEN 'late' THEN 'entered_late' ELSE 'injected' END AS kind,
       1 AS amount, c.event_id, d.site_id, d.facility_id, d.session_id, d.product_id,
       coalesce(d.lot_number, '') AS lot_number, d.lot_id, c.number::text AS note,
       count(*) OVER ()::int8 AS events, count(*) OVER ()::int8 AS total
  FROM statistics.dose_counted AS c
  JOIN siteops.pub_dose AS d ON d.person_id = c.person_id AND d.event_id = c.event_id
 WHERE c.day BETWEEN :since AND :until AND c.number BETWEEN :low::int AND :high::int
   AND (:product::int IS NULL OR c.product_id = :product)
   AND CASE :level WHEN 'nation' THEN true
                   WHEN 'province' THEN c.place_province = ANY (:units::int[])
                   WHEN 'district' THEN c.place_district = ANY (:units::int[])
                   WHEN 'ward' THEN c.place_ward = ANY (:units::int[])
                   ELSE c.facility_id = ANY (:units::int[]) END
 ORDER BY d.happened_at DESC, c.event_id
 LIMIT :limit OFFSET :skip;

-- name: registration_events
SELECT r.happened_at, 'registered' AS kind, 1 AS amount, r.event_id, NULL::int AS site_id,
       r.facility_id, NULL::uuid AS session_id, NULL::int AS product_id, '' AS lot_number,
       NULL::int AS lot_id, coalesce(r.source, 'self') AS note, count(*) OVER ()::int8 AS events,
       count(*) OVER ()::int8 AS total
  FROM ledger.pub_registration AS r
 WHERE r.happened_at >= :since::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
   AND r.happened_at < (:until::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
   AND CASE :level WHEN 'nation' THEN true
                   WHEN 'province' THEN r.home_province = ANY (:units::int[])
                   WHEN 'district' THEN r.home_district = ANY (:units::int[])
                   ELSE r.home_ward = ANY (:units::int[]) END
 ORDER BY r.happened_at DESC, r.event_id
 LIMIT :limit OFFSET :skip;

-- name: movement_events
SELECT m.happened_at, m.kind, m.doses AS amount, m.event_id, NULL::int AS site_id, m.facility_id,
       m.session_id, m.product_id, '' AS lot_number, m.lot_id,
       coalesce(m.document_number, '') AS note, count(*) OVER ()::int8 AS events,
       sum(m.doses) OVER ()::int8 AS total
  FROM supply.pub_stock_movement AS m
  JOIN geography.pub_facility AS f ON f.facility_id = m.facility_id
 WHERE m.kind = :kind AND NOT m.voided AND (NOT :to_session OR m.session_id IS NOT NULL)
   AND m.happened_at >= :since::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
   AND m.happened_at < (:until::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
   AND (:product::int IS NULL OR m.product_id = :product)
   AND (:kinds::text[] = '{}' OR f.kind = ANY (:kinds))
   AND CASE :level WHEN 'nation' THEN true
                   WHEN 'province' THEN f.province_id = ANY (:units::int[])
                   WHEN 'district' THEN f.district_id = ANY (:units::int[])
                   WHEN 'ward' THEN f.ward_id = ANY (:units::int[])
                   ELSE f.facility_id = ANY (:units::int[]) END
 ORDER BY m.happened_at DESC, m.event_id
 LIMIT :limit OFFSET :skip;

-- name: vial_events
SELECT v.happened_at, v.kind, v.doses AS amount, v.event_id, NULL::int AS site_id, v.facility_id,
       v.session_id, v.product_id, '' AS lot_number, v.lot_id, coalesce(v.reason, '') AS note,
       count(*) OVER ()::int8 AS events, sum(v.doses) OVER ()::int8 AS total
  FROM siteops.pub_vial_event AS v
  JOIN geography.pub_facility AS f ON f.facility_id = v.facility_id
 WHERE v.kind = :kind AND NOT v.voided
   AND v.happened_at >= :since::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
   AND v.happened_at < (:until::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
   AND (:product::int IS NULL OR v.product_id = :product)
   AND CASE :level WHEN 'nation' THEN true
                   WHEN 'province' THEN f.province_id = ANY (:units::int[])
                   WHEN 'district' THEN f.district_id = ANY (:units::int[])
                   WHEN 'ward' THEN f.ward_id = ANY (:units::int[])
                   ELSE f.facility_id = ANY (:units::int[]) END
 ORDER BY v.happened_at DESC, v.event_id
 LIMIT :limit OFFSET :skip;

-- name: appointment_events
SELECT a.starts_at AS happened_at, 'called' AS kind, 1 AS amount, a.appointment_id AS event_id,
       a.site_id, a.facility_id, a.session_id, s.product_id, '' AS lot_number, NULL::int AS lot_id,
       a.state AS note, count(*) OVER ()::int8 AS events, count(*) OVER ()::int8 AS total
  FROM planning.pub_session AS s
  JOIN booking.pub_appointment AS a ON a.session_id = s.session_id AND a.state <> 'cancelled'
 WHERE s.day BETWEEN :since AND :until
   AND (:product::int IS NULL OR s.product_id = :product)
   AND CASE :level WHEN 'nation' THEN true
                   WHEN 'province' THEN s.place_province = ANY (:units::int[])
                   WHEN 'district' THEN s.place_district = ANY (:units::int[])
                   WHEN 'ward' THEN s.place_ward = ANY (:units::int[])
                   ELSE s.facility_id = ANY (:units::int[]) END
 ORDER BY a.starts_at DESC, a.appointment_id
 LIMIT :limit OFFSET :skip;

-- name: step_events
-- A person who is checked in twice in one session came once.
WITH steps AS (
    SELECT v.happened_at, v.kind, v.event_id, v.site_id, v.facility_id, v.session_id, s.product_id,
           coalesce(v.reason, '') AS note,
           row_number() OVER (PARTITION BY v.session_id, v.person_id
                              ORDER BY v.happened_at, v.event_id) AS again
      FROM planning.pub_session AS s
      JOIN siteops.pub_visit_step AS v ON v.session_id = s.session_id
     WHERE s.day BETWEEN :since AND :until AND v.kind = :kind AND NOT v.voided
       AND (:product::int IS NULL OR s.product_id = :product)
       AND CASE :level WHEN 'nation' THEN true
                       WHEN 'province' THEN s.place_province = ANY (:units::int[])
                       WHEN 'district' THEN s.place_district = ANY (:units::int[])
                       WHEN 'ward' THEN s.place_ward = ANY (:units::int[])
                       ELSE s.facility_id = ANY (:units::int[]) END
)
SELECT t.happened_at, t.kind, 1 AS amount, t.event_id, t.site_id, t.facility_id, t.session_id,
       t.product_id, '' AS lot_number, NULL::int AS lot_id, t.note,
       count(*) OVER ()::int8 AS events, count(*) OVER ()::int8 AS total
  FROM steps AS t
 WHERE t.again = 1 OR t.kind <> 'checked_in'
 ORDER BY t.happened_at DESC, t.event_id
 LIMIT :limit OFFSET :skip;

-- name: declared_events
-- The last count that the head of each session declared.
WITH last AS (
    SELECT DISTINCT ON (c.session_id) c.happened_at, c.event_id, c.facility_id, c.session_id,
           c.injected, c.moment, s.site_id, s.product_id
      FROM planning.pub_session AS s
      JOIN siteops.pub_declared_count AS c ON c.session_id = s.session_id
     WHERE s.day BETWEEN :since AND :until
       AND (:product::int IS NULL OR s.product_id = :product)
       AND CASE :level WHEN 'nation' THEN true
                       WHEN 'province' THEN s.place_province = ANY (:units::int[])
                       WHEN 'district' THEN s.place_district = ANY (:units::int[])
                       WHEN 'ward' THEN s.place_ward = ANY (:units::int[])
                       ELSE s.facility_id = ANY (:units::int[]) END
     ORDER BY c.session_id, c.happened_at DESC, c.event_id DESC
)
SELECT l.happened_at, 'declared' AS kind, l.injected AS amount, l.event_id, l.site_id,
       l.facility_id, l.session_id, l.product_id, '' AS lot_number, NULL::int AS lot_id,
       l.moment AS note, count(*) OVER ()::int8 AS events, sum(l.injected) OVER ()::int8 AS total
  FROM last AS l
 ORDER BY l.happened_at DESC, l.event_id
 LIMIT :limit OFFSET :skip;

-- name: entered_events
-- Doses of the sessions whose head has declared a count.
SELECT d.happened_at, CASE d.entry WHEN 'late' THEN 'entered_late' ELSE 'injected' END AS kind,
       1 AS amount, d.event_id, d.site_id, d.facility_id, d.session_id, d.product_id,
       coalesce(d.lot_number, '') AS lot_number, d.lot_id, coalesce(d.number_stated::text, '') AS note,
       count(*) OVER ()::int8 AS events, count(*) OVER ()::int8 AS total
  FROM planning.pub_session AS s
  JOIN siteops.pub_dose AS d ON d.session_id = s.session_id
 WHERE s.day BETWEEN :since AND :until AND d.state NOT IN ('voided', 'duplicate')
   AND EXISTS (SELECT FROM siteops.pub_declared_count AS c WHERE c.session_id = s.session_id)
   AND (:product::int IS NULL OR s.product_id = :product)
   AND CASE :level WHEN 'nation' THEN true
                   WHEN 'province' THEN s.place_province = ANY (:units::int[])
                   WHEN 'district' THEN s.place_district = ANY (:units::int[])
                   WHEN 'ward' THEN s.place_ward = ANY (:units::int[])
                   ELSE s.facility_id = ANY (:units::int[]) END
 ORDER BY d.happened_at DESC, d.event_id
 LIMIT :limit OFFSET :skip;

-- name: reaction_events
SELECT r.happened_at, r.severity AS kind, 1 AS amount, r.event_id, s.site_id, r.facility_id,
       r.session_id, s.product_id, '' AS lot_number, r.lot_id, coalesce(r.grade::text, '') AS note,
       count(*) OVER ()::int8 AS events, count(*) OVER ()::int8 AS total
  FROM planning.pub_session AS s
  JOIN safety.pub_reaction AS r ON r.session_id = s.session_id
 WHERE s.day BETWEEN :since AND :until AND NOT r.voided AND r.severity = :severity
   AND (:product::int IS NULL OR s.product_id = :product)
   AND CASE :level WHEN 'nation' THEN true
                   WHEN 'province' THEN s.place_province = ANY (:units::int[])
                   WHEN 'district' THEN s.place_district = ANY (:units::int[])
                   WHEN 'ward' THEN s.place_ward = ANY (:units::int[])
                   ELSE s.facility_id = ANY (:units::int[]) END
 ORDER BY r.happened_at DESC, r.event_id
 LIMIT :limit OFFSET :skip;

-- name: units_within
-- The units one level below these, that held on some day of the period.
SELECT u.unit_id, u.name, u.code, u.population
  FROM geography.pub_unit AS u
 WHERE u.level = :level
   AND (:parent = 'nation' OR u.parent_id = ANY (:units::int[]))
   AND u.valid_from <= :until AND (u.valid_to IS NULL OR u.valid_to > :since)
 ORDER BY u.name, u.unit_id;

-- name: unit_named
SELECT u.unit_id, u.level, u.name FROM geography.pub_unit AS u WHERE u.unit_id = :unit;

-- name: provinces_under
SELECT u.unit_id
  FROM geography.pub_unit_cover AS c
  JOIN geography.pub_unit AS u ON u.unit_id = c.unit_id
 WHERE c.ancestor_id = :unit AND u.level = 'province';

-- name: stores_within
-- The facilities under these units: their rows may be stamped with the place of a site elsewhere.
SELECT f.facility_id
  FROM geography.pub_facility AS f
 WHERE CASE :level WHEN 'province' THEN f.province_id = ANY (:units::int[])
                   WHEN 'district' THEN f.district_id = ANY (:units::int[])
                   ELSE f.ward_id = ANY (:units::int[]) END;

-- name: hosts_within
-- The facilities that hold the sessions of the days in these units.
SELECT DISTINCT s.facility_id
  FROM planning.pub_session AS s
 WHERE s.day BETWEEN :since AND :until
   AND CASE :level WHEN 'province' THEN s.place_province = ANY (:units::int[])
                   WHEN 'district' THEN s.place_district = ANY (:units::int[])
                   ELSE s.place_ward = ANY (:units::int[]) END;
