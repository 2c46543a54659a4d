-- name: add_lists
INSERT INTO planning.candidate_list (list_id, source, province_id, name, rows_read, rows_accepted,
       state, entered_by, entered_at)
SELECT l.list_id, l.source, :province::int, l.name, l.rows, l.rows, 'imported', :entered_by, :entered_at
  FROM unnest(:lists::uuid[], :sources::text[], :names::text[], :rows::int[])
       AS l (list_id, source, name, rows)
    ON CONFLICT DO NOTHING;

-- name: settle_candidates
-- Candidates whom a file has brought: where they stand now, as followers and assignment would say.
UPDATE planning.candidate AS c
   SET state = w.state, earliest_on = w.earliest_on, outcome_event_id = w.outcome_event_id,
       changed_at = w.changed_at,
       facility_id = CASE WHEN w.state <> 'waiting' THEN f.facility_id END,
       place_province = CASE WHEN w.state <> 'waiting' THEN f.province_id END,
       place_district = CASE WHEN w.state <> 'waiting' THEN f.district_id END,
       place_ward = CASE WHEN w.state <> 'waiting' THEN f.ward_id END
  FROM unnest(:people::uuid[], :lists::uuid[], :states::text[], :earliest::date[], :outcomes::uuid[],
              :changed::timestamptz[])
       AS w (person_id, list_id, state, earliest_on, outcome_event_id, changed_at),
       geography.pub_facility AS f
 WHERE c.person_id = w.person_id AND c.list_id = w.list_id AND f.facility_id = :facility::int;

-- name: add_candidates
INSERT INTO planning.candidate (person_id, candidate_id, list_id, round_id, source, priority_group,
       dose_number, state, reason, earliest_on, facility_id, outcome_event_id, entered_at, changed_at,
       place_province, place_district, place_ward, home_province, home_district, home_ward)
SELECT c.person_id, c.candidate_id, c.list_id, c.round_id, c.source, c.priority_group, c.number,
       c.state, c.reason, c.earliest_on,
       CASE WHEN c.state <> 'waiting' THEN f.facility_id END, c.outcome_event_id, c.entered_at,
       c.changed_at,
       CASE WHEN c.state <> 'waiting' THEN f.province_id END,
       CASE WHEN c.state <> 'waiting' THEN f.district_id END,
       CASE WHEN c.state <> 'waiting' THEN f.ward_id END,
       d.parent_id, w.parent_id, w.unit_id
  FROM unnest(:people::uuid[], :candidates::uuid[], :lists::uuid[], :rounds::int[], :sources::text[],
              :groups::text[], :numbers::int[], :states::text[], :reasons::text[], :earliest::date[],
              :outcomes::uuid[], :entered::timestamptz[], :changed::timestamptz[], :homes::int[])
       AS c (person_id, candidate_id, list_id, round_id, source, priority_group, number, state, reason,
             earliest_on, outcome_event_id, entered_at, changed_at, home)
  JOIN geography.pub_facility AS f ON f.facility_id = :facility::int
  JOIN geography.pub_unit AS w ON w.unit_id = c.home
  JOIN geography.pub_unit AS d ON d.unit_id = w.parent_id
    ON CONFLICT DO NOTHING;

-- name: set_sessions
UPDATE planning.session AS s
   SET state = w.state, team_id = :team
  FROM unnest(:sessions::uuid[], :states::text[]) AS w (session_id, state)
 WHERE s.session_id = w.session_id AND s.state = 'planned' AND s.team_id IS NULL;

-- name: add_session_staff
INSERT INTO planning.session_staff (facility_id, session_id, staff_id, role, place_province,
       place_district, place_ward)
SELECT f.facility_id, s.session_id, p.staff_id, p.role, f.province_id, f.district_id, f.ward_id
  FROM unnest(:sessions::uuid[]) AS s (session_id)
 CROSS JOIN unnest(:staff::uuid[], :roles::text[]) AS p (staff_id, role)
  JOIN geography.pub_facility AS f ON f.facility_id = :facility::int
    ON CONFLICT DO NOTHING;

-- name: add_slots
INSERT INTO booking.slot (facility_id, slot_id, session_id, starts_at, ends_at, capacity, taken,
       place_province, place_district, place_ward)
SELECT f.facility_id, s.slot_id, s.session_id, s.starts_at, s.starts_at + interval '30 minutes',
       s.capacity, s.taken, f.province_id, f.district_id, f.ward_id
  FROM unnest(:slots::uuid[], :sessions::uuid[], :starts::timestamptz[], :capacities::int[],
              :taken::int[]) AS s (slot_id, session_id, starts_at, capacity, taken)
  JOIN geography.pub_facility AS f ON f.facility_id = :facility::int
    ON CONFLICT DO NOTHING;

-- name: add_appointments
-- The code leads to the appointment; both are written together.
WITH given AS (
    SELECT a.*
      FROM unnest(:people::uuid[], :appointments::uuid[], :candidates::uuid[], :sessions::uuid[],
                  :slots::uuid[],
                  :rounds::int[], :starts::timestamptz[], :codes::text[], :numbers::int[],
                  :states::text[], :invited::timestamptz[], :messages::uuid[], :outcomes::text[],
                  :outcome_events::uuid[], :outcome_times::timestamptz[], :homes::int[])
           AS a (person_id, appointment_id, candidate_id, session_id, slot_id, round_id, starts_at, code, number,
                 state, invited_at, message_id, outcome, outcome_event_id, outcome_at, home)
), coded AS (
    INSERT INTO booking.invitation_code (code, person_id, appointment_id, session_id, expires_at)
    SELECT g.code, g.person_id, g.appointment_id, g.session_id, g.starts_at + interval '2 days'
      FROM given AS g
        ON CONFLICT DO NOTHING
)
INSERT INTO booking.appointment (person_id, appointment_id, candidate_id, facility_id, site_id, session_id, slot_id,
       round_id, starts_at, code, dose_number_expected, state, invite_ordered_at, message_id,
       invited_at, delivered_at, outcome, outcome_event_id, outcome_at, created_at, place_province,
       place_district, place_ward, home_province, home_district, home_ward)
SELECT g.person_id, g.appointment_id, g.candidate_id, t.facility_id, t.site_id, g.session_id,
       g.slot_id, g.round_id,
       g.starts_at, g.code, g.number, g.state, g.invited_at, g.message_id,
       CASE WHEN g.message_id IS NOT NULL THEN g.invited_at + interval '90 seconds' END,
       CASE WHEN g.message_id IS NULL THEN g.invited_at + interval '20 hours' END,
       g.outcome, g.outcome_event_id, g.outcome_at, g.invited_at, t.province_id, t.district_id,
       t.ward_id, d.parent_id, w.parent_id, w.unit_id
  FROM given AS g
  JOIN geography.pub_site AS t ON t.site_id = :site::int AND t.facility_id = :facility::int
  JOIN geography.pub_unit AS w ON w.unit_id = g.home
  JOIN geography.pub_unit AS d ON d.unit_id = w.parent_id
    ON CONFLICT DO NOTHING;

-- name: add_messages
-- Messages of the past were sent; their content is kept for the demo's inbox.
WITH said AS (
    SELECT m.* FROM unnest(:messages::uuid[], :people::text[], :created::timestamptz[],
                           :recipients::text[], :texts::text[])
                    AS m (message_id, people, created_at, recipient, text)
), content AS (
    INSERT INTO notifications.content (message_id, recipient, text)
    SELECT s.message_id, s.recipient, s.text FROM said AS s
     WHERE NOT EXISTS (SELECT FROM notifications.content AS c WHERE c.message_id = s.message_id)
)
INSERT INTO notifications.message (message_id, channel, template, parts, person_ids, created_at,
       not_before, state, attempts, sent_at)
SELECT s.message_id, 'sms', 'invitation', greatest(1, ceil(length(s.text) / 160.0)), s.people::uuid[],
       s.created_at, s.created_at, 'sent', 1, s.created_at + interval '90 seconds'
  FROM said AS s
    ON CONFLICT (message_id) DO NOTHING;
