-- name: slots_of
SELECT s.slot_id, s.session_id, s.facility_id, s.starts_at, s.ends_at, s.capacity, s.taken
  FROM booking.slot AS s
 WHERE s.facility_id = :facility_id AND s.session_id = :session_id
 ORDER BY s.starts_at, s.slot_id;

-- name: add_slots
INSERT INTO booking.slot (facility_id, slot_id, session_id, starts_at, ends_at, capacity,
       place_province, place_district, place_ward)
SELECT :facility_id, s.slot_id, :session_id, s.starts_at, s.ends_at, s.capacity, :place_province,
       :place_district, :place_ward
  FROM unnest(:slots::uuid[], :starts::timestamptz[], :ends::timestamptz[], :capacities::integer[])
       AS s (slot_id, starts_at, ends_at, capacity)
    ON CONFLICT DO NOTHING;

-- name: resize_slots
-- Never below what is taken by now: somebody may have booked since the seats were counted.
WITH resized AS (
    UPDATE booking.slot AS s
       SET capacity = r.capacity
      FROM unnest(:slots::uuid[], :capacities::integer[]) AS r (slot_id, capacity)
     WHERE s.facility_id = :facility_id AND s.slot_id = r.slot_id AND s.taken <= r.capacity
    RETURNING s.slot_id
)
SELECT count(*) AS slots FROM resized;

-- name: take_seats
-- The first of the two plain statements of a booking: no seat beyond the capacity, whoever books.
UPDATE booking.slot
   SET taken = taken + :people::integer
 WHERE facility_id = :facility_id AND slot_id = :slot_id AND taken + :people::integer <= capacity
RETURNING slot_id;

-- name: give_seats
UPDATE booking.slot
   SET taken = taken - :people::integer
 WHERE facility_id = :facility_id AND slot_id = :slot_id AND taken >= :people::integer
RETURNING slot_id;

-- name: empty_slots
UPDATE booking.slot SET taken = 0 WHERE facility_id = :facility_id AND session_id = :session_id;

-- name: add_codes
-- Codes that another appointment has are left out and made anew.
INSERT INTO booking.invitation_code (code, person_id, appointment_id, session_id, expires_at)
SELECT c.code, c.person_id, c.appointment_id, :session_id, :expires_at
  FROM unnest(:codes::text[], :people::uuid[], :appointments::uuid[]) AS c (code, person_id, appointment_id)
    ON CONFLICT DO NOTHING
RETURNING code;

-- name: add_appointments
-- The second statement: one open appointment a person and round, by the index.
INSERT INTO booking.appointment (person_id, appointment_id, candidate_id, facility_id, site_id,
       session_id, slot_id, round_id, starts_at, code, dose_number_expected, state, created_at,
       place_province, place_district, place_ward, home_province, home_district, home_ward)
SELECT a.person_id, a.appointment_id, a.candidate_id, :facility_id, :site_id, :session_id, a.slot_id,
       :round_id, a.starts_at, a.code, a.dose_number, 'open', :now, :place_province, :place_district,
       :place_ward, a.home_province, a.home_district, a.home_ward
  FROM unnest(:people::uuid[], :appointments::uuid[], :candidates::uuid[], :slots::uuid[],
              :starts::timestamptz[], :codes::text[], :numbers::integer[], :provinces::integer[],
              :districts::integer[], :wards::integer[])
       AS a (person_id, appointment_id, candidate_id, slot_id, starts_at, code, dose_number,
             home_province, home_district, home_ward)
    ON CONFLICT DO NOTHING
RETURNING person_id;

-- name: appointments_of
SELECT a.person_id, a.appointment_id, a.candidate_id, a.facility_id, a.site_id, a.session_id, a.slot_id,
       a.round_id, a.starts_at, a.code, a.dose_number_expected::integer AS dose_number, a.state,
       a.invite_ordered_at, a.message_id, a.invited_at, a.delivered_at, a.outcome, a.outcome_event_id,
       a.outcome_at, a.cancel_reason, a.home_province, a.home_district, a.home_ward
  FROM booking.appointment AS a
 WHERE a.person_id = ANY (:people::uuid[])
 ORDER BY a.person_id, a.starts_at, a.appointment_id;

-- name: appointments_of_session
SELECT a.person_id, a.appointment_id, a.candidate_id, a.facility_id, a.site_id, a.session_id, a.slot_id,
       a.round_id, a.starts_at, a.code, a.dose_number_expected::integer AS dose_number, a.state,
       a.invite_ordered_at, a.message_id, a.invited_at, a.delivered_at, a.outcome, a.outcome_event_id,
       a.outcome_at, a.cancel_reason, a.home_province, a.home_district, a.home_ward
  FROM booking.appointment AS a
 WHERE a.session_id = :session_id AND a.state <> 'cancelled'
   AND (:ward::integer IS NULL OR a.home_ward = :ward)
 ORDER BY a.starts_at, a.appointment_id;

-- name: appointments_of_ward
-- People of a ward who are called, whatever the site: the ward hands out their invitations.
SELECT a.person_id, a.appointment_id, a.candidate_id, a.facility_id, a.site_id, a.session_id, a.slot_id,
       a.round_id, a.starts_at, a.code, a.dose_number_expected::integer AS dose_number, a.state,
       a.invite_ordered_at, a.message_id, a.invited_at, a.delivered_at, a.outcome, a.outcome_event_id,
       a.outcome_at, a.cancel_reason, a.home_province, a.home_district, a.home_ward
  FROM booking.appointment AS a
 WHERE a.home_ward = :ward AND a.state = 'open' AND a.starts_at >= :begin AND a.starts_at < :finish
   AND (NOT :only_undelivered::boolean OR a.delivered_at IS NULL)
 ORDER BY a.starts_at, a.appointment_id;

-- name: cancel_appointment
-- Only one that is open; whoever comes second finds it gone and gives no seat back twice.
UPDATE booking.appointment
   SET state = 'cancelled', cancelled_at = :now, cancel_reason = :reason,
       notify_cancelled = :notify::boolean AND (message_id IS NOT NULL OR invited_at IS NOT NULL)
 WHERE person_id = :person_id AND appointment_id = :appointment_id AND state = 'open'
RETURNING person_id, appointment_id, candidate_id, facility_id, site_id, session_id, slot_id,
       round_id, starts_at, code, dose_number_expected::integer AS dose_number, state,
       invite_ordered_at, message_id, invited_at, delivered_at, outcome, outcome_event_id, outcome_at,
       cancel_reason, home_province, home_district, home_ward;

-- name: cancel_session_appointments
UPDATE booking.appointment
   SET state = 'cancelled', cancelled_at = :now, cancel_reason = :reason,
       notify_cancelled = message_id IS NOT NULL OR invited_at IS NOT NULL
 WHERE session_id = :session_id AND state = 'open'
RETURNING person_id, appointment_id, candidate_id, facility_id, site_id, session_id, slot_id,
       round_id, starts_at, code, dose_number_expected::integer AS dose_number, state,
       invite_ordered_at, message_id, invited_at, delivered_at, outcome, outcome_event_id, outcome_at,
       cancel_reason, home_province, home_district, home_ward;

-- name: free_slots
-- Frames with a seat in sessions of a product that have not begun.
SELECT s.slot_id, s.session_id, s.facility_id, s.starts_at, s.ends_at, s.capacity, s.taken
  FROM booking.slot AS s
  JOIN planning.pub_session AS p ON p.facility_id = s.facility_id AND p.session_id = s.session_id
 WHERE s.facility_id = :facility_id AND p.state = 'planned' AND p.product_id = :product_id
   AND (:round_id::integer IS NULL OR p.round_id = :round_id)
   AND s.starts_at > :after AND s.taken < s.capacity
 ORDER BY s.starts_at, s.slot_id
 LIMIT :most::integer;

-- name: code_holder
SELECT c.code, c.person_id, c.appointment_id, c.session_id, c.expires_at
  FROM booking.invitation_code AS c
 WHERE c.code = :code;

-- name: count_open
SELECT count(*) AS appointments FROM booking.appointment AS a
 WHERE a.session_id = :session_id AND a.state <> 'cancelled';
