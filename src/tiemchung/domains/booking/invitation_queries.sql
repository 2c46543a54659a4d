-- name: order_invitations
-- Whoever has an appointment in the session and was not yet invited; the worker writes the messages.
WITH ordered AS (
    UPDATE booking.appointment
       SET invite_ordered_at = :now
     WHERE session_id = :session_id AND state = 'open' AND invite_ordered_at IS NULL
    RETURNING person_id
)
SELECT count(*) AS people FROM ordered;

-- name: order_invitation
UPDATE booking.appointment
   SET invite_ordered_at = :now
 WHERE person_id = :person_id AND appointment_id = :appointment_id AND state = 'open';

-- name: to_invite
-- Oldest orders first; people without a phone get paper and do not hold the others up. Whoever is
-- called into the hour that is running is told too: they are still expected.
SELECT a.person_id, a.appointment_id, p.full_name, c.value AS phone, a.starts_at, s.ends_at, a.code,
       a.site_id, g.name AS site_name
  FROM booking.appointment AS a
  JOIN registry.pub_person AS p ON p.person_id = a.person_id
  JOIN LATERAL (SELECT o.value FROM registry.pub_contact AS o
                 WHERE o.person_id = a.person_id AND o.kind = 'phone'
                 ORDER BY o.preferred DESC, o.value LIMIT 1) AS c ON true
  JOIN booking.slot AS s ON s.facility_id = a.facility_id AND s.slot_id = a.slot_id
  JOIN geography.pub_site AS g ON g.site_id = a.site_id
 WHERE a.invite_ordered_at IS NOT NULL AND a.invited_at IS NULL AND a.message_id IS NULL
   AND a.state = 'open' AND s.ends_at > :now AND p.deceased_on IS NULL
 ORDER BY a.invite_ordered_at, c.value, a.starts_at, a.appointment_id
 LIMIT :most::integer;

-- name: set_messages
UPDATE booking.appointment AS a
   SET message_id = m.message_id
  FROM unnest(:people::uuid[], :appointments::uuid[], :messages::uuid[])
       AS m (person_id, appointment_id, message_id)
 WHERE a.person_id = m.person_id AND a.appointment_id = m.appointment_id;

-- name: to_cancel
SELECT a.person_id, a.appointment_id, p.full_name, c.value AS phone, a.starts_at, a.code,
       g.name AS site_name, a.message_id, m.state AS message_state,
       EXISTS (SELECT FROM booking.appointment AS o
                WHERE o.message_id = a.message_id AND o.state <> 'cancelled') AS others_open
  FROM booking.appointment AS a
  JOIN registry.pub_person AS p ON p.person_id = a.person_id
  JOIN geography.pub_site AS g ON g.site_id = a.site_id
  LEFT JOIN LATERAL (SELECT o.value FROM registry.pub_contact AS o
                      WHERE o.person_id = a.person_id AND o.kind = 'phone'
                      ORDER BY o.preferred DESC, o.value LIMIT 1) AS c ON true
  LEFT JOIN notifications.pub_message AS m ON m.message_id = a.message_id
 WHERE a.notify_cancelled
 ORDER BY a.cancelled_at, a.appointment_id
 LIMIT :most::integer;

-- name: cancel_noted
UPDATE booking.appointment AS a
   SET notify_cancelled = false
  FROM unnest(:people::uuid[], :appointments::uuid[]) AS n (person_id, appointment_id)
 WHERE a.person_id = n.person_id AND a.appointment_id = n.appointment_id;

-- name: sent_unnoted
-- Invitations that went out and of which the ledger has no event yet.
SELECT a.person_id, a.appointment_id, a.facility_id, a.site_id, a.session_id, a.message_id, m.sent_at,
       a.home_ward, a.home_district, a.home_province
  FROM booking.appointment AS a
  JOIN notifications.pub_message AS m ON m.message_id = a.message_id
 WHERE a.invite_ordered_at IS NOT NULL AND a.invited_at IS NULL AND m.state = 'sent'
 ORDER BY m.sent_at, a.appointment_id
 LIMIT :most::integer;

-- name: mark_invited
UPDATE booking.appointment AS a
   SET invited_at = coalesce(a.invited_at, i.at)
  FROM unnest(:people::uuid[], :appointments::uuid[], :times::timestamptz[])
       AS i (person_id, appointment_id, at)
 WHERE a.person_id = i.person_id AND a.appointment_id = i.appointment_id;

-- name: mark_delivered
UPDATE booking.appointment AS a
   SET delivered_at = coalesce(a.delivered_at, :at)
  FROM unnest(:people::uuid[], :appointments::uuid[]) AS d (person_id, appointment_id)
 WHERE a.person_id = d.person_id AND a.appointment_id = d.appointment_id AND a.state <> 'cancelled'
RETURNING a.person_id;

-- name: called_lines
-- What is shown and printed of called people, in the order given; the caller has opened them.
SELECT a.person_id, a.appointment_id, p.full_name, p.birth_date, p.birth_precision, p.sex, p.address,
       n.name AS neighbourhood, p.household_id, c.value AS phone, d.masked AS document,
       p.priority_group, p.occupation, p.workplace, p.guardian_name, p.guardian_phone, a.starts_at,
       a.code, a.dose_number_expected::integer AS dose_number, a.state, a.outcome, a.invited_at,
       a.delivered_at, g.name AS site_name, v.short_name AS product
  FROM booking.appointment AS a
  JOIN registry.pub_person AS p ON p.person_id = a.person_id
  JOIN planning.pub_session AS s ON s.facility_id = a.facility_id AND s.session_id = a.session_id
  JOIN supply.pub_product AS v ON v.product_id = s.product_id
  JOIN geography.pub_site AS g ON g.site_id = a.site_id
  LEFT JOIN geography.pub_neighbourhood AS n ON n.neighbourhood_id = p.neighbourhood_id
  LEFT JOIN LATERAL (SELECT o.value FROM registry.pub_contact AS o
                      WHERE o.person_id = a.person_id AND o.kind = 'phone'
                      ORDER BY o.preferred DESC, o.value LIMIT 1) AS c ON true
  LEFT JOIN LATERAL (SELECT i.masked FROM registry.pub_identity_document AS i
                      WHERE i.person_id = a.person_id
                      ORDER BY i.kind = 'health_card', i.kind DESC LIMIT 1) AS d ON true
 WHERE a.person_id = ANY (:people::uuid[]) AND a.appointment_id = ANY (:appointments::uuid[])
 ORDER BY n.name NULLS LAST, p.household_id NULLS LAST, p.sort_key, a.starts_at, a.appointment_id;
