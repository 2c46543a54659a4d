-- name: lots
-- Every lot with its newest decision wherever it was taken, the last to expire last.
SELECT l.lot_id, l.lot_number, p.short_name, l.expires_on, s.state, s.unit_name, s.decided_at
  FROM supply.pub_lot AS l
  JOIN supply.pub_product AS p USING (product_id)
  LEFT JOIN LATERAL (
       SELECT d.state, u.name AS unit_name, d.decided_at
         FROM supply.pub_lot_state AS d
         LEFT JOIN geography.pub_unit AS u ON u.unit_id = d.unit_id
        WHERE d.lot_id = l.lot_id
        ORDER BY d.decided_at DESC LIMIT 1) AS s ON true
 ORDER BY (s.state IN ('held', 'recalled')) DESC NULLS LAST, l.expires_on, l.lot_number
 LIMIT 500;

-- name: lot
SELECT l.lot_id, l.lot_number, p.short_name, l.expires_on, p.doses_per_vial::integer AS doses_per_vial
  FROM supply.pub_lot AS l
  JOIN supply.pub_product AS p USING (product_id)
 WHERE l.lot_id = :lot;

-- name: lot_history
SELECT d.state, u.name AS unit_name, d.decided_at, d.document_number, d.reason, s.full_name AS decided_by
  FROM supply.pub_lot_state AS d
  LEFT JOIN geography.pub_unit AS u ON u.unit_id = d.unit_id
  LEFT JOIN identity.pub_staff AS s ON s.staff_id = d.decided_by
 WHERE d.lot_id = :lot
 ORDER BY d.decided_at DESC;

-- name: where_it_lies
-- Stores of the caller's jurisdiction in which unopened vials of a lot lie.
SELECT f.name, sum(m.change_vials)::bigint AS vials
  FROM supply.pub_stock_movement AS m
  JOIN geography.pub_facility_in_scope AS c USING (facility_id)
  JOIN geography.pub_facility AS f USING (facility_id)
 WHERE m.lot_id = :lot AND NOT m.voided
 GROUP BY f.facility_id, f.name
HAVING sum(m.change_vials) <> 0
 ORDER BY vials DESC
 LIMIT 200;
