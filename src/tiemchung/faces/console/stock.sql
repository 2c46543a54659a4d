-- name: names_of
-- Names of facilities at the other end of movements.
SELECT f.facility_id, f.name, f.kind
  FROM geography.pub_facility AS f
 WHERE f.facility_id = ANY (:facilities::int[]);

-- name: sent_document
-- The document that one of its lines belongs to.
SELECT m.facility_id AS giver_id, m.document_number
  FROM supply.pub_stock_movement AS m
 WHERE m.event_id = :event AND m.kind = 'stock_issued' AND m.other_facility_id = :receiver
 LIMIT 1;

-- name: at_session
-- Unopened vials that a session was issued and has not given back, by lot.
SELECT m.lot_id, l.lot_number, sum(-m.change_vials)::bigint AS vials
  FROM supply.pub_stock_movement AS m
  JOIN supply.pub_lot AS l USING (lot_id)
 WHERE m.facility_id = :facility AND m.session_id = :session AND NOT m.voided
 GROUP BY m.lot_id, l.lot_number
HAVING sum(-m.change_vials) > 0
 ORDER BY l.lot_number;

-- name: stores_with_vials
-- Stores of the caller's jurisdiction with what lies there, those that hold vaccine before the empty
-- ones; stations of different districts share a name.
SELECT f.facility_id, f.name, u.name AS district,
       coalesce(sum(m.change_vials), 0)::bigint AS vials,
       coalesce(sum(m.change_doses), 0)::bigint AS doses
  FROM geography.pub_facility AS f
  JOIN geography.pub_facility_in_scope AS c USING (facility_id)
  LEFT JOIN geography.pub_unit AS u ON u.unit_id = f.district_id
  LEFT JOIN supply.pub_stock_movement AS m ON m.facility_id = f.facility_id AND NOT m.voided
 WHERE f.active
 GROUP BY f.facility_id, f.name, u.name, f.ward_id, f.district_id
 ORDER BY coalesce(sum(m.change_vials), 0) = 0, f.ward_id IS NOT NULL, f.district_id IS NOT NULL, u.name, f.name
 LIMIT 300;
