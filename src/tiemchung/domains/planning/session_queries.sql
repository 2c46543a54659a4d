-- name: add_session
INSERT INTO planning.session (facility_id, session_id, site_id, plan_id, round_id, team_id, day, half_day,
       starts_at, ends_at, product_id, tables, capacity, retrospective, created_by, created_at,
       place_province, place_district, place_ward)
VALUES (:facility_id, :session_id, :site_id, :plan_id, :round_id, :team_id, :day, :half_day,
       :starts_at, :ends_at, :product_id, :tables::integer, :capacity, :retrospective, :created_by,
       :created_at, :place_province, :place_district, :place_ward)
    ON CONFLICT DO NOTHING
RETURNING session_id;

-- name: session_of
SELECT s.session_id, s.facility_id, s.site_id, s.plan_id, s.round_id, s.team_id, s.day, s.half_day,
       s.starts_at, s.ends_at, s.product_id, s.tables::integer, s.capacity, s.state, s.reason,
       s.retrospective, s.place_province, s.place_district, s.place_ward
  FROM planning.session AS s
 WHERE s.session_id = :session_id;

-- name: sessions_between
SELECT s.session_id, s.facility_id, s.site_id, s.plan_id, s.round_id, s.team_id, s.day, s.half_day,
       s.starts_at, s.ends_at, s.product_id, s.tables::integer, s.capacity, s.state, s.reason,
       s.retrospective, s.place_province, s.place_district, s.place_ward
  FROM planning.session AS s
 WHERE s.day BETWEEN :first AND :last
   AND (:facility_id::integer IS NULL OR s.facility_id = :facility_id)
   AND (:round_id::integer IS NULL OR s.round_id = :round_id)
 ORDER BY s.day, s.starts_at, s.site_id, s.session_id
 LIMIT :page_size::integer OFFSET :skipped::integer;

-- name: change_session
UPDATE planning.session
   SET tables = coalesce(:tables::integer, tables), capacity = coalesce(:capacity::integer, capacity),
       starts_at = coalesce(:starts_at::timestamptz, starts_at),
       ends_at = coalesce(:ends_at::timestamptz, ends_at), team_id = coalesce(:team_id::uuid, team_id)
 WHERE facility_id = :facility_id AND session_id = :session_id AND state = 'planned'
RETURNING session_id;

-- name: move_session
UPDATE planning.session
   SET state = :state, reason = coalesce(:reason, reason)
 WHERE facility_id = :facility_id AND session_id = :session_id AND state = ANY (:from_states::text[])
RETURNING session_id;

-- name: add_session_staff
INSERT INTO planning.session_staff (facility_id, session_id, staff_id, role, place_province,
       place_district, place_ward)
SELECT :facility_id, :session_id, w.staff_id, w.role, :place_province, :place_district, :place_ward
  FROM unnest(:staff::uuid[], :roles::text[]) AS w (staff_id, role)
    ON CONFLICT DO NOTHING;

-- name: drop_session_staff
DELETE FROM planning.session_staff
 WHERE facility_id = :facility_id AND session_id = :session_id AND staff_id = :staff_id AND role = :role;

-- name: session_staff_of
SELECT w.staff_id, w.role, s.full_name
  FROM planning.session_staff AS w
  JOIN identity.pub_staff AS s USING (staff_id)
 WHERE w.facility_id = :facility_id AND w.session_id = :session_id
 ORDER BY w.role, s.full_name;

-- name: unknown_staff
SELECT count(*) AS staff
  FROM unnest(:staff::uuid[]) AS w (staff_id)
  LEFT JOIN identity.pub_staff AS s ON s.staff_id = w.staff_id AND s.active
 WHERE s.staff_id IS NULL;

-- name: granted_already
SELECT g.staff_id, g.role FROM identity.pub_role_grant AS g
 WHERE g.session_id = :session_id AND g.valid_to > :now;

-- name: sessions_seen
-- The states of sessions that a follower has heard of.
SELECT s.session_id, s.facility_id, s.site_id, s.plan_id, s.round_id, s.team_id, s.day, s.half_day,
       s.starts_at, s.ends_at, s.product_id, s.tables::integer, s.capacity, s.state, s.reason,
       s.retrospective, s.place_province, s.place_district, s.place_ward
  FROM planning.session AS s
 WHERE s.session_id = ANY (:sessions::uuid[]);

-- name: last_words
-- The last thing that the head of each session said, in whatever order it arrived.
SELECT DISTINCT ON (e.session_id) e.session_id, e.kind
  FROM ledger.pub_site_event AS e
 WHERE e.session_id = ANY (:sessions::uuid[])
   AND e.kind IN ('session_ended', 'session_closed', 'session_reopened')
 ORDER BY e.session_id, e.happened_at DESC, e.event_id DESC;
