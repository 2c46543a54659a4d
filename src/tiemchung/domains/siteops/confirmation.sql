-- name: sessions_to_confirm
-- Closed or not: a facility may confirm as soon as the history of its doses has been judged.
SELECT d.facility_id, d.session_id, s.name AS site_name, min(d.day) AS day, e.half_day,
       count(*) FILTER (WHERE c.case_id IS NULL) AS ready,
       count(*) FILTER (WHERE c.case_id IS NOT NULL) AS waiting
  FROM siteops.dose AS d
  JOIN planning.pub_session AS e ON e.session_id = d.session_id AND e.facility_id = d.facility_id
  JOIN geography.pub_site AS s ON s.site_id = e.site_id
  LEFT JOIN registry.pub_correction_case AS c
    ON c.person_id = d.person_id AND c.event_id = d.event_id AND c.state = 'open'
 WHERE d.state = 'recorded'
 GROUP BY d.facility_id, d.session_id, s.name, e.half_day
 ORDER BY min(d.day) DESC, s.name
 LIMIT :limit;

-- name: doses_to_confirm
-- Doses that the follower of history has passed (its cursor is behind none of them) without a case.
SELECT d.person_id, d.event_id, d.facility_id, d.site_id, d.session_id
  FROM siteops.dose AS d
 WHERE d.session_id = ANY (:sessions::uuid[]) AND d.state = 'recorded' AND d.facility_id IS NOT NULL
   AND NOT EXISTS (SELECT FROM registry.pub_correction_case AS c
                    WHERE c.person_id = d.person_id AND c.event_id = d.event_id
                      AND c.state = 'open')
   AND EXISTS (SELECT FROM ledger.pub_position AS e, ledger.pub_follower AS f
                WHERE e.person_id = d.person_id AND e.event_id = d.event_id
                  AND f.follower = 'history' AND (f.epoch, f.tx) > (e.epoch, e.tx))
 ORDER BY d.person_id;
