-- name: session_place
-- The session as the site day needs it, within the caller's jurisdiction.
SELECT s.session_id, s.facility_id, s.site_id, s.day, s.half_day, s.starts_at, s.ends_at, s.product_id,
       s.tables::integer, s.state, s.place_province, s.place_district, s.place_ward
  FROM planning.pub_session AS s
 WHERE s.session_id = :session_id;

-- name: people_of_session
-- Everybody who was called to the session or did anything in it, with what decides the outcome:
-- a dose in the arm, else the last of the steps that move a person on. A cancelled appointment is
-- no call.
WITH called AS (
    SELECT DISTINCT a.person_id FROM booking.pub_appointment AS a
     WHERE a.session_id = :session_id AND a.state <> 'cancelled'
), stepped AS (
    SELECT DISTINCT ON (v.person_id) v.person_id,
           CASE WHEN v.outcome = ANY (:endings::text[]) THEN v.outcome END AS outcome
      FROM siteops.visit_step AS v
     WHERE v.session_id = :session_id AND NOT v.voided
       AND v.kind NOT IN ('observed', 'released')
     ORDER BY v.person_id, v.happened_at DESC, v.event_id DESC
), came AS (
    SELECT DISTINCT v.person_id FROM siteops.visit_step AS v
     WHERE v.session_id = :session_id AND NOT v.voided AND v.kind = 'checked_in'
), injected AS (
    SELECT DISTINCT d.person_id FROM siteops.dose AS d
     WHERE d.session_id = :session_id AND d.state IN ('recorded', 'confirmed', 'certified')
), everybody AS (
    SELECT person_id FROM called
    UNION SELECT person_id FROM stepped
    UNION SELECT person_id FROM injected
)
SELECT e.person_id,
       c.person_id IS NOT NULL AS called,
       m.person_id IS NOT NULL OR i.person_id IS NOT NULL AS checked_in,
       CASE WHEN i.person_id IS NOT NULL THEN 'injected' ELSE s.outcome END AS outcome
  FROM everybody AS e
  LEFT JOIN called AS c ON c.person_id = e.person_id
  LEFT JOIN stepped AS s ON s.person_id = e.person_id
  LEFT JOIN came AS m ON m.person_id = e.person_id
  LEFT JOIN injected AS i ON i.person_id = e.person_id
 ORDER BY e.person_id;

-- name: vial_movements
-- Unopened vials of the session: what the store issued to it and what its tables did.
SELECT m.kind, m.table_id, NULL::uuid AS other_table_id, m.lot_id, sum(m.vials)::integer AS vials
  FROM supply.pub_stock_movement AS m
 WHERE m.session_id = :session_id AND m.kind = 'stock_issued' AND NOT m.voided
 GROUP BY m.kind, m.table_id, m.lot_id
UNION ALL
SELECT v.kind, v.table_id, v.other_table_id, v.lot_id, sum(v.vials)::integer
  FROM siteops.vial_event AS v
 WHERE v.session_id = :session_id AND NOT v.voided AND v.kind <> 'vial_discarded'
 GROUP BY v.kind, v.table_id, v.other_table_id, v.lot_id;

-- name: opened_vials
-- A yield that was corrected is a new opening of the same vial; the old one is taken back.
SELECT v.vial_id,
       (array_agg(v.table_id ORDER BY v.happened_at))[1] AS table_id,
       min(v.lot_id) AS lot_id,
       min(v.happened_at) FILTER (WHERE v.kind = 'vial_opened') AS opened_at,
       coalesce(sum(v.doses) FILTER (WHERE v.kind = 'vial_opened'), 0)::integer AS doses,
       coalesce(sum(v.doses) FILTER (WHERE v.kind = 'vial_discarded'), 0)::integer AS discarded
  FROM siteops.vial_event AS v
 WHERE v.session_id = :session_id AND NOT v.voided AND v.vial_id IS NOT NULL
 GROUP BY v.vial_id;

-- name: doses_by_vial
-- Doses of the session, and those that another session drew from its vials.
SELECT d.vial_id, count(*)::integer AS doses,
       count(*) FILTER (WHERE d.session_id = :session_id)::integer AS here
  FROM siteops.dose AS d
 WHERE d.facility_id = :facility_id AND d.day BETWEEN :day AND :day + 1
   AND d.state IN ('recorded', 'confirmed', 'certified')
   AND (d.session_id = :session_id OR d.vial_id = ANY (:vials::uuid[]))
 GROUP BY d.vial_id;

-- name: opened_elsewhere
-- Vials of this list that another session of the facility opened.
SELECT DISTINCT v.vial_id
  FROM siteops.vial_event AS v
 WHERE v.facility_id = :facility_id AND v.kind = 'vial_opened' AND NOT v.voided
   AND v.session_id <> :session_id AND v.vial_id = ANY (:vials::uuid[]);

-- name: devices_of_session
SELECT DISTINCT e.device_id, coalesce(d.name, '') AS name
  FROM ledger.pub_session_event AS e
  LEFT JOIN identity.pub_device AS d ON d.device_id = e.device_id
 WHERE e.session_id = :session_id AND e.device_id IS NOT NULL
 ORDER BY name, e.device_id;

-- name: missing_numbers
-- Ranges of numbers that these devices used and that have not arrived, over all their sessions: a
-- device counts on from one session to the next. Its numbers lie under its own facility, which may
-- be another than the session's.
SELECT n.device_id, n.seq - n.step + 1 AS first, n.seq - 1 AS last
  FROM (SELECT e.device_id, e.seq,
               e.seq - coalesce(lag(e.seq) OVER (PARTITION BY e.device_id ORDER BY e.seq), 0) AS step
          FROM identity.pub_device AS d
          JOIN ledger.pub_device_entry AS e
            ON e.facility_id = d.facility_id AND e.device_id = d.device_id
         WHERE d.device_id = ANY (:devices::uuid[])) AS n
 WHERE n.step > 1
 ORDER BY n.device_id, n.seq;

-- name: quarantined_by_device
SELECT q.device_id, count(*)::integer AS events
  FROM ledger.pub_quarantine AS q
 WHERE q.device_id = ANY (:devices::uuid[]) AND q.resolved_at IS NULL
 GROUP BY q.device_id;

-- name: declared_counts
-- The last count that the head declared for each moment.
SELECT DISTINCT ON (c.moment) c.moment, c.injected, c.happened_at
  FROM siteops.declared_count AS c
 WHERE c.session_id = :session_id
 ORDER BY c.moment, c.happened_at DESC, c.event_id DESC;

-- name: session_closes
SELECT c.event_id, c.kind, c.outcome, c.happened_at, c.signed_by
  FROM siteops.session_close AS c
 WHERE c.session_id = :session_id
 ORDER BY c.happened_at, c.event_id;

-- name: tables_of_session
SELECT t.table_id, t.number::integer, t.product_id
  FROM siteops.injection_table AS t
 WHERE t.session_id = :session_id
 ORDER BY t.number;

-- name: add_table
INSERT INTO siteops.injection_table (facility_id, table_id, session_id, number, product_id,
       place_province, place_district, place_ward)
VALUES (:facility_id, :table_id, :session_id, :number::integer, :product_id,
       :place_province, :place_district, :place_ward)
ON CONFLICT DO NOTHING;

-- name: lot_numbers
SELECT l.lot_id, l.lot_number FROM supply.pub_lot AS l WHERE l.lot_id = ANY (:lots::integer[]);

-- name: open_items
SELECT i.item_id, i.kind, i.details, i.owner_level, i.opened_at, i.due_at, i.settled_at
  FROM siteops.open_item AS i
 WHERE i.session_id = :session_id
 ORDER BY i.opened_at, i.kind, i.item_id;

-- name: add_open_item
-- The id is made of the close and the gap, so that a follower that runs again adds nothing.
INSERT INTO siteops.open_item (facility_id, item_id, session_id, kind, details, owner_level, opened_at,
       due_at, place_province, place_district, place_ward)
VALUES (:facility_id, :item_id, :session_id, :kind, :details, :owner_level, :opened_at,
       :due_at, :place_province, :place_district, :place_ward)
ON CONFLICT (facility_id, item_id) DO NOTHING;

-- name: settle_item
UPDATE siteops.open_item
   SET settled_at = :settled_at, settlement = :settlement, settled_by = :settled_by
 WHERE facility_id = :facility_id AND item_id = :item_id AND settled_at IS NULL;

-- name: sessions_with_open_items
SELECT DISTINCT i.session_id
  FROM siteops.open_item AS i
 WHERE i.session_id = ANY (:sessions::uuid[]) AND i.settled_at IS NULL;

-- name: take_person
-- One desk takes a person: free, held too long, or its own already. Another desk gets no row.
INSERT INTO siteops.station_hold (facility_id, session_id, person_id, station, device_id, held_by,
       held_until, place_province, place_district, place_ward)
VALUES (:facility_id, :session_id, :person_id, :station, :device_id, :held_by,
       :until, :place_province, :place_district, :place_ward)
ON CONFLICT (facility_id, session_id, person_id) DO UPDATE
   SET station = excluded.station, device_id = excluded.device_id, held_by = excluded.held_by,
       held_until = excluded.held_until
 WHERE siteops.station_hold.held_until < :now
    OR siteops.station_hold.device_id = excluded.device_id
    OR siteops.station_hold.station <> excluded.station
RETURNING person_id;

-- name: give_back
DELETE FROM siteops.station_hold
 WHERE facility_id = :facility_id AND session_id = :session_id AND person_id = :person_id
   AND device_id = :device_id;

-- name: holds_of_session
SELECT h.person_id, h.station, h.device_id, h.held_until
  FROM siteops.station_hold AS h
 WHERE h.facility_id = :facility_id AND h.session_id = :session_id AND h.held_until > :now;
