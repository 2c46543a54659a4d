-- name: add_notices
-- One notice an event: run twice it adds nothing. Who has died gets none.
INSERT INTO registry.notice (person_id, notice_id, kind, event_id, created_at, facts)
SELECT n.person_id, n.event_id, n.kind, n.event_id, n.created_at, n.facts::jsonb
  FROM unnest(:people::uuid[], :events::uuid[], :kinds::text[], :moments::timestamptz[], :facts::text[])
       AS n (person_id, event_id, kind, created_at, facts)
 WHERE n.person_id NOT IN (SELECT p.person_id FROM registry.person AS p
                            WHERE p.person_id = ANY (:people::uuid[]) AND p.deceased_on IS NOT NULL)
    ON CONFLICT DO NOTHING;

-- name: mark_read
UPDATE registry.notice SET read_at = :now
 WHERE person_id = ANY (:people::uuid[]) AND read_at IS NULL;
