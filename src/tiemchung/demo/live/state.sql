-- name: sessions_of_day
SELECT s.session_id, s.facility_id, s.site_id, t.name AS site_name, s.half_day, s.starts_at, s.ends_at,
       s.product_id, s.tables::int, i.lot_id, coalesce(i.vials, 0)::int AS vials_issued,
       EXISTS (SELECT FROM siteops.pub_session_close AS c
                WHERE c.session_id = s.session_id) AS ended
  FROM planning.pub_session AS s
  JOIN geography.pub_site AS t ON t.site_id = s.site_id
  LEFT JOIN (SELECT m.session_id, min(m.lot_id) AS lot_id, sum(m.vials) AS vials
               FROM supply.pub_stock_movement AS m
              WHERE m.kind = 'stock_issued' AND m.session_id IS NOT NULL AND NOT m.voided
              GROUP BY m.session_id) AS i ON i.session_id = s.session_id
 WHERE s.day = :day AND s.state <> 'cancelled'
 ORDER BY s.starts_at, t.name;

-- name: people_of
-- Called people with their last step here, and the doses that they have had before.
SELECT a.person_id, a.appointment_id, a.starts_at, p.birth_date, p.sex,
       coalesce(p.home_ward, p.home_district, p.home_province) AS home, p.priority_group,
       v.kind AS last_step, v.outcome AS conclusion, d.happened_at AS injected_at,
       d.event_id AS dose_event_id, coalesce(e.doses, 0)::int AS earlier_doses, e.product AS last_product,
       e.day AS last_dose_on
  FROM booking.pub_appointment AS a
  JOIN registry.pub_person AS p ON p.person_id = a.person_id
  LEFT JOIN LATERAL (SELECT s.kind, s.outcome FROM siteops.pub_visit_step AS s
                      WHERE s.person_id = a.person_id AND s.session_id = a.session_id AND NOT s.voided
                      ORDER BY s.happened_at DESC, s.event_id DESC LIMIT 1) AS v ON true
  LEFT JOIN LATERAL (SELECT o.happened_at, o.event_id FROM siteops.pub_dose AS o
                      WHERE o.person_id = a.person_id AND o.session_id = a.session_id
                        AND o.state NOT IN ('voided', 'duplicate')
                      ORDER BY o.happened_at LIMIT 1) AS d ON true
  LEFT JOIN LATERAL (SELECT count(*) AS doses, max(o.day) AS day,
                            (array_agg(r.code ORDER BY o.happened_at DESC))[1] AS product
                       FROM siteops.pub_dose AS o
                       JOIN supply.pub_product AS r ON r.product_id = o.product_id
                      WHERE o.person_id = a.person_id AND o.session_id IS DISTINCT FROM a.session_id
                        AND o.state NOT IN ('voided', 'duplicate')) AS e ON true
 WHERE a.session_id = :session AND a.state <> 'cancelled'
 ORDER BY a.starts_at, a.person_id;

-- name: vials_of
SELECT v.vial_id, (array_agg(v.table_id ORDER BY v.happened_at))[1] AS table_id, min(v.lot_id) AS lot_id,
       (sum(CASE v.kind WHEN 'vial_opened' THEN v.doses ELSE -v.doses END)
        - (SELECT count(*) FROM siteops.pub_dose AS d
            WHERE d.session_id = :session AND d.vial_id = v.vial_id
              AND d.state NOT IN ('voided', 'duplicate')))::int AS left
  FROM siteops.pub_vial_event AS v
 WHERE v.session_id = :session AND v.vial_id IS NOT NULL AND NOT v.voided
 GROUP BY v.vial_id
 ORDER BY min(v.happened_at);

-- name: unopened_of
SELECT (coalesce((SELECT sum(m.vials) FROM supply.pub_stock_movement AS m
                   WHERE m.session_id = :session AND m.kind = 'stock_issued' AND NOT m.voided), 0)
        - coalesce((SELECT sum(v.vials) FROM siteops.pub_vial_event AS v
                     WHERE v.session_id = :session AND NOT v.voided
                       AND v.kind IN ('vial_opened', 'vial_broken', 'vials_returned')), 0))::int AS vials;

-- name: device_heads
-- From both ledgers, not from the register of numbers, which is some seconds behind.
SELECT DISTINCT ON (e.device_id) e.device_id, e.seq, e.hash
  FROM (SELECT p.device_id, p.seq, p.hash FROM ledger.person_event AS p
         WHERE p.device_id = ANY (:devices::uuid[])
        UNION ALL
        SELECT s.device_id, s.seq, s.hash FROM ledger.site_event AS s
         WHERE s.device_id = ANY (:devices::uuid[])) AS e
 ORDER BY e.device_id, e.seq DESC;

-- name: store_lots
SELECT l.lot_id, l.lot_number, sum(m.change_vials)::int AS vials
  FROM supply.pub_stock_movement AS m
  JOIN supply.pub_lot AS l ON l.lot_id = m.lot_id
 WHERE m.facility_id = :facility AND m.product_id = :product AND NOT m.voided
   AND NOT EXISTS (SELECT FROM supply.pub_lot_state AS s
                    WHERE s.lot_id = l.lot_id AND s.state <> 'released')
 GROUP BY l.lot_id, l.lot_number
HAVING sum(m.change_vials) > 0
 ORDER BY 3 DESC;

-- name: has_dose
SELECT EXISTS (SELECT FROM siteops.pub_dose AS d
                WHERE d.session_id = :session AND d.person_id = :person
                  AND d.state NOT IN ('voided', 'duplicate')) AS found;

-- name: count_doses
SELECT count(*)::int AS doses FROM siteops.pub_dose AS d
 WHERE d.session_id = :session AND d.state NOT IN ('voided', 'duplicate');
