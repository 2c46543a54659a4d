-- name: late_doses
-- Doses of a session that were entered from paper.
SELECT d.event_id, d.happened_at, d.received_at, p.full_name, l.lot_number, d.state, d.flags
  FROM siteops.pub_dose AS d
  LEFT JOIN registry.pub_person AS p USING (person_id)
  LEFT JOIN supply.pub_lot AS l USING (lot_id)
 WHERE d.session_id = :session AND d.entry = 'late'
 ORDER BY d.received_at DESC
 LIMIT 500;

-- name: injectors
-- Who may be answerable for a dose: by a grant for the facility or for the session.
SELECT DISTINCT s.staff_id, s.full_name, s.profession
  FROM identity.pub_role_grant AS g
  JOIN identity.pub_staff AS s USING (staff_id)
 WHERE g.role = ANY (:roles::text[]) AND (g.facility_id = :facility OR g.session_id = :session)
 ORDER BY s.full_name
 LIMIT 200;

-- name: lots
SELECT l.lot_id, l.product_id, l.lot_number, p.short_name, l.expires_on
  FROM supply.pub_lot AS l
  JOIN supply.pub_product AS p USING (product_id)
 WHERE l.product_id = :product
 ORDER BY l.expires_on DESC, l.lot_number
 LIMIT 300;
