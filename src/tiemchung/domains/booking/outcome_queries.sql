-- name: set_outcomes
-- What the site day made of appointments, as a whole. One that would be open again while another one
-- of the round is open was booked again meanwhile: it stays closed.
UPDATE booking.appointment AS a
   SET state = CASE WHEN u.state IN ('open', 'arrived') AND EXISTS (
                         SELECT FROM booking.appointment AS o
                          WHERE o.person_id = a.person_id AND o.appointment_id <> a.appointment_id
                            AND coalesce(o.round_id, 0) = coalesce(a.round_id, 0)
                            AND o.state IN ('open', 'arrived'))
                    THEN 'done' ELSE u.state END,
       outcome = u.outcome, outcome_event_id = u.outcome_event_id, outcome_at = u.outcome_at,
       invited_at = coalesce(a.invited_at, u.invited_at),
       delivered_at = coalesce(a.delivered_at, u.delivered_at)
  FROM unnest(:people::uuid[], :appointments::uuid[], :states::text[], :outcomes::text[],
              :events::uuid[], :times::timestamptz[], :invited::timestamptz[], :delivered::timestamptz[])
       AS u (person_id, appointment_id, state, outcome, outcome_event_id, outcome_at, invited_at,
             delivered_at)
 WHERE a.person_id = u.person_id AND a.appointment_id = u.appointment_id AND a.state <> 'cancelled';
