-- name: doses_of
-- Everything of these people that counts.
SELECT d.person_id, d.event_id, d.happened_at, d.day, d.facility_id, d.product_id, d.lot_id,
       d.age_years, d.sex, d.priority_group, d.place_province, d.place_district, d.place_ward,
       d.home_province, d.home_district, d.home_ward
  FROM siteops.pub_dose AS d
 WHERE d.person_id = ANY (:people::uuid[]) AND d.state NOT IN ('voided', 'duplicate');

-- name: counted_of
SELECT c.person_id, c.event_id, c.day, c.facility_id, c.product_id, c.lot_id, c.number,
       c.age_group, c.sex, c.priority_group, c.home_unit, c.place_province, c.place_district,
       c.place_ward, c.home_province, c.home_district, c.home_ward
  FROM statistics.dose_counted AS c
 WHERE c.person_id = ANY (:people::uuid[]);

-- name: forget_counted
DELETE FROM statistics.dose_counted AS c
 WHERE c.person_id = ANY (:people::uuid[]) AND c.event_id = ANY (:events::uuid[]);

-- name: add_registered
-- One registration more; the cursor commits with it, so it is booked once.
INSERT INTO statistics.registered AS r (home_unit, day, source, persons)
SELECT u.home_unit, u.day, u.source, u.persons
  FROM unnest(:units::int[], :days::date[], :sources::text[], :persons::bigint[])
       AS u (home_unit, day, source, persons)
    ON CONFLICT (home_unit, day, source) DO UPDATE SET persons = r.persons + excluded.persons;

-- name: forget_stock
DELETE FROM statistics.by_stock AS s WHERE s.facility_id = ANY (:facilities::int[]);

-- name: recount_stock
-- Stock is small beside doses: the figures of a touched facility are made anew from its movements
-- and vials, which makes voids and late rows come out right without a book of what was counted.
INSERT INTO statistics.by_stock (day, facility_id, product_id, lot_id, figure, doses)
SELECT m.day, m.facility_id, m.product_id, m.lot_id, m.figure, sum(m.doses)
  FROM (SELECT (s.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, s.facility_id,
               s.product_id, s.lot_id,
               CASE WHEN s.kind = 'stock_issued' AND s.session_id IS NOT NULL
                    THEN 'issued_to_session' ELSE substr(s.kind, 7) END AS figure,
               s.doses
          FROM supply.pub_stock_movement AS s
         WHERE s.facility_id = ANY (:facilities::int[]) AND NOT s.voided
        UNION ALL
        SELECT (v.happened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, v.facility_id,
               coalesce(v.product_id, 0), coalesce(v.lot_id, 0),
               CASE v.kind WHEN 'vial_opened' THEN 'opened' ELSE 'discarded' END, v.doses
          FROM siteops.pub_vial_event AS v
         WHERE v.facility_id = ANY (:facilities::int[]) AND NOT v.voided
           AND v.kind IN ('vial_opened', 'vial_discarded')) AS m
 GROUP BY m.day, m.facility_id, m.product_id, m.lot_id, m.figure;

-- name: recount_sessions
-- One row a session that was touched: what the board shows beside what the head declares.
INSERT INTO statistics.by_session AS b
       (facility_id, session_id, called, checked_in, deferred, contraindicated, referred, declined,
        injected, declared, reactions, severe, last_event_at)
SELECT s.facility_id, s.session_id,
       (SELECT count(*) FROM booking.pub_appointment AS a
         WHERE a.session_id = s.session_id AND a.state <> 'cancelled'),
       v.checked_in, v.deferred, v.contraindicated, v.referred, v.declined,
       (SELECT count(*) FROM siteops.pub_dose AS d
         WHERE d.session_id = s.session_id AND d.state NOT IN ('voided', 'duplicate')),
       (SELECT c.injected FROM siteops.pub_declared_count AS c
         WHERE c.session_id = s.session_id ORDER BY c.happened_at DESC, c.event_id DESC LIMIT 1),
       r.reactions, r.severe, s.last_event_at
  FROM unnest(:facilities::int[], :sessions::uuid[], :last::timestamptz[])
       AS s (facility_id, session_id, last_event_at)
 CROSS JOIN LATERAL (
       SELECT count(DISTINCT v.person_id) FILTER (WHERE v.kind = 'checked_in') AS checked_in,
              count(*) FILTER (WHERE v.kind = 'deferred') AS deferred,
              count(*) FILTER (WHERE v.kind = 'contraindicated') AS contraindicated,
              count(*) FILTER (WHERE v.kind = 'referred') AS referred,
              count(*) FILTER (WHERE v.kind = 'declined') AS declined
         FROM siteops.pub_visit_step AS v
        WHERE v.session_id = s.session_id AND NOT v.voided) AS v
 CROSS JOIN LATERAL (
       SELECT count(*) AS reactions, count(*) FILTER (WHERE r.severity = 'severe') AS severe
         FROM safety.pub_reaction AS r
        WHERE r.session_id = s.session_id AND NOT r.voided) AS r
    ON CONFLICT (facility_id, session_id) DO UPDATE
   SET called = excluded.called, checked_in = excluded.checked_in, deferred = excluded.deferred,
       contraindicated = excluded.contraindicated, referred = excluded.referred,
       declined = excluded.declined, injected = excluded.injected, declared = excluded.declared,
       reactions = excluded.reactions, severe = excluded.severe,
       last_event_at = greatest(b.last_event_at, excluded.last_event_at);

-- name: sessions_of_superseded
-- What an office voids or corrects later names no session itself: the session is that of what it
-- supersedes.
SELECT d.facility_id, d.session_id FROM siteops.pub_dose AS d
  JOIN unnest(:people::uuid[], :events::uuid[]) AS s (person_id, event_id) USING (person_id, event_id)
 WHERE d.facility_id IS NOT NULL AND d.session_id IS NOT NULL
UNION
SELECT v.facility_id, v.session_id FROM siteops.pub_visit_step AS v
  JOIN unnest(:people::uuid[], :events::uuid[]) AS s (person_id, event_id) USING (person_id, event_id)
 WHERE v.facility_id IS NOT NULL AND v.session_id IS NOT NULL
UNION
SELECT r.facility_id, r.session_id FROM safety.pub_reaction AS r
  JOIN unnest(:people::uuid[], :events::uuid[]) AS s (person_id, event_id) USING (person_id, event_id)
 WHERE r.facility_id IS NOT NULL AND r.session_id IS NOT NULL;
