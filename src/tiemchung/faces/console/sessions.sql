-- name: sessions
-- Sessions of some days within the caller's jurisdiction.
SELECT s.session_id, s.day, s.half_day, i.name AS site, f.name AS facility, p.short_name AS product,
       s.tables::integer AS tables, s.capacity, s.state, s.retrospective,
       (SELECT count(*) FROM booking.pub_appointment AS a
         WHERE a.session_id = s.session_id AND a.state <> 'cancelled') AS called
  FROM planning.pub_session AS s
  JOIN geography.pub_site AS i USING (site_id)
  JOIN geography.pub_facility AS f ON f.facility_id = s.facility_id
  JOIN supply.pub_product AS p ON p.product_id = s.product_id
 WHERE s.day BETWEEN :first AND :last
 ORDER BY s.day DESC, s.starts_at, f.name, i.name
 LIMIT 1000;

-- name: approved_plans
-- Plans under which a session can be made.
SELECT p.plan_id, f.name AS facility, r.name AS round, p.facility_id
  FROM planning.pub_plan AS p
  JOIN geography.pub_facility_in_scope AS c USING (facility_id)
  JOIN geography.pub_facility AS f USING (facility_id)
  JOIN planning.pub_round AS r USING (round_id)
 WHERE p.state = 'approved' AND p.ends_on >= :day
 ORDER BY p.starts_on DESC, f.name
 LIMIT 300;

-- name: staff_of_facility
-- Who may be named for a session: staff of the facility, and who has a grant there.
SELECT s.staff_id, s.full_name, s.profession
  FROM identity.pub_staff AS s
 WHERE s.active AND (s.facility_id = :facility
       OR EXISTS (SELECT FROM identity.pub_role_grant AS g
                   WHERE g.staff_id = s.staff_id AND g.facility_id = :facility AND g.session_id IS NULL))
 ORDER BY s.full_name
 LIMIT 300;

-- name: open_items
-- Gaps of a close with their owner and clock.
SELECT o.item_id, o.kind, o.details ->> 'subject' AS place, o.owner_level, o.opened_at, o.due_at, o.settled_at
  FROM siteops.pub_open_item AS o
 WHERE o.session_id = :session
 ORDER BY o.settled_at NULLS FIRST, o.due_at;
