-- name: add_messages
-- A key that was used before means that this was said already: its message is left out.
INSERT INTO notifications.message
       (message_id, channel, template, parts, person_ids, created_at, not_before, not_after, dedupe_key)
SELECT u.message_id, 'sms', u.template, u.parts, string_to_array(u.people, ',')::uuid[],
       :now, u.not_before, u.not_after, u.dedupe_key
  FROM (SELECT * FROM unnest(:ids::uuid[], :templates::text[], :parts::smallint[], :people::text[],
                             :not_before::timestamptz[], :not_after::timestamptz[], :keys::text[])
               AS m (message_id, template, parts, people, not_before, not_after, dedupe_key)) AS u
    ON CONFLICT (dedupe_key) DO NOTHING
RETURNING message_id;

-- name: add_contents
INSERT INTO notifications.content (message_id, recipient, text)
SELECT * FROM unnest(:ids::uuid[], :recipients::text[], :texts::text[]);

-- name: claim
-- Claims with a lease: the outer condition keeps two senders apart, a sender that dies lets go.
-- One-time codes go first: somebody is waiting for them.
UPDATE notifications.message AS m
   SET claimed_until = :until, attempts = m.attempts + 1
  FROM notifications.content AS c
 WHERE c.message_id = m.message_id AND m.state = 'waiting'
   AND (m.claimed_until IS NULL OR m.claimed_until < :real_now)
   AND m.message_id IN (
       SELECT w.message_id FROM notifications.message AS w
        WHERE w.state = 'waiting' AND w.not_before <= :now
          AND (w.claimed_until IS NULL OR w.claimed_until < :real_now)
        ORDER BY w.template <> 'code', w.not_before LIMIT :limit)
RETURNING m.message_id, m.template, m.attempts, m.not_after, c.recipient, c.text;

-- name: mark_sent
UPDATE notifications.message AS m
   SET state = 'sent', sent_at = :now, gateway_id = u.gateway_id, failure = NULL, claimed_until = NULL
  FROM unnest(:ids::uuid[], :gateway_ids::text[]) AS u (message_id, gateway_id)
 WHERE m.message_id = u.message_id;

-- name: mark_failed
-- Tries again after a growing pause, unless it is hopeless or too late.
UPDATE notifications.message AS m
   SET state = CASE WHEN u.final THEN 'failed' ELSE 'waiting' END, failure = u.failure,
       not_before = u.again_at, claimed_until = NULL
  FROM unnest(:ids::uuid[], :failures::text[], :finals::bool[], :again_at::timestamptz[])
       AS u (message_id, failure, final, again_at)
 WHERE m.message_id = u.message_id;

-- name: expire
UPDATE notifications.message AS m
   SET state = 'expired'
 WHERE m.state = 'waiting' AND m.not_after < :now;

-- name: inbox
-- Only a database marked demo shows contents (policy inbox_of_a_demo).
SELECT m.message_id, m.template, m.state, m.parts, m.created_at, m.sent_at, c.recipient, c.text
  FROM notifications.message AS m
  JOIN notifications.content AS c USING (message_id)
 WHERE :recipient::text IS NULL OR c.recipient = :recipient
 ORDER BY m.created_at DESC
 LIMIT :limit;

-- name: states
SELECT m.template, m.state, count(*)::int AS messages
  FROM notifications.message AS m
 WHERE m.created_at > :since
 GROUP BY m.template, m.state
 ORDER BY m.template, m.state;

-- name: withdraw
-- Takes back what has not gone out and is not on its way.
UPDATE notifications.message AS m
   SET state = 'cancelled'
 WHERE m.message_id = ANY (:ids::uuid[]) AND m.state = 'waiting'
   AND (m.claimed_until IS NULL OR m.claimed_until < :real_now)
RETURNING m.message_id;

-- name: forget_contents
-- What a message said is not kept longer than anybody needs it; that it was sent is.
DELETE FROM notifications.content AS c
 USING notifications.message AS m
 WHERE m.message_id = c.message_id AND m.state <> 'waiting' AND m.created_at < :before;
