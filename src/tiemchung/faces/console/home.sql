-- name: tasks
-- What waits within the caller's jurisdiction, and what today has come to; each is one count.
SELECT (SELECT count(*) FROM planning.pub_plan AS p
          JOIN geography.pub_facility_in_scope AS f USING (facility_id)
         WHERE p.state = 'submitted') AS plans,
       (SELECT count(*) FROM planning.pub_plan AS p
          JOIN geography.pub_facility_in_scope AS f USING (facility_id)
         WHERE p.state = 'returned') AS returned,
       (SELECT count(*) FROM registry.pub_correction_case AS c WHERE c.state = 'open') AS cases,
       (SELECT count(*) FROM registry.pub_correction_case AS c
         WHERE c.state = 'open' AND c.due_at < :now) AS late_cases,
       (SELECT count(*) FROM siteops.pub_open_item AS o WHERE o.settled_at IS NULL) AS open_items,
       (SELECT count(*) FROM planning.pub_session AS s
         WHERE s.day = :day AND s.state <> 'cancelled') AS sessions,
       (SELECT count(*) FROM planning.pub_session AS s
         WHERE s.day BETWEEN :day - 14 AND :day - 1 AND s.state IN ('running', 'ended')) AS unclosed,
       (SELECT count(*) FROM booking.pub_appointment AS a
          JOIN planning.pub_session AS s ON s.session_id = a.session_id AND s.facility_id = a.facility_id
         WHERE s.day = :day AND a.state <> 'cancelled') AS called,
       (SELECT coalesce(sum(u.doses), 0)::bigint FROM statistics.pub_used AS u
          JOIN geography.pub_facility_in_scope AS f USING (facility_id)
         WHERE u.day = :day) AS doses;

-- name: seen_sessions
-- Sessions of today, for those who work at a site.
SELECT s.session_id, i.name AS site, s.half_day, s.state
  FROM planning.pub_session AS s
  JOIN geography.pub_site AS i USING (site_id)
 WHERE s.day = :day AND s.state <> 'cancelled'
 ORDER BY s.starts_at, i.name
 LIMIT 12;
