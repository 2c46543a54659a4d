-- name: judge_alerts
-- Everything that is wrong now, one row a subject. Judged from outside the devices too: vaccine
-- issued and counts declared speak of a site that never entered anything. It runs every few
-- seconds, so each part reads by an index, and only what is new, worse or over is written: what
-- was not found wrong again is over, and its row stays as history.
WITH today AS (
    SELECT s.session_id, s.facility_id, s.site_id, s.starts_at, s.ends_at, s.state,
           s.place_province, s.place_district,
           coalesce(b.injected, 0) AS injected, b.declared, b.last_event_at,
           i.doses AS issued
      FROM planning.pub_session AS s
      LEFT JOIN statistics.pub_by_session AS b
        ON b.session_id = s.session_id AND b.facility_id = s.facility_id
     CROSS JOIN LATERAL (SELECT coalesce(sum(m.doses), 0) AS doses
                           FROM supply.pub_stock_movement AS m
                          WHERE m.session_id = s.session_id AND m.kind = 'stock_issued'
                            AND NOT m.voided) AS i
     WHERE s.day BETWEEN :today::date - 3 AND :today::date AND s.state <> 'cancelled'
), wrong AS (
    SELECT 'no_entry' AS kind, t.session_id::text AS subject, 'high' AS severity, t.facility_id,
           t.site_id, t.session_id, t.place_province, t.place_district,
           jsonb_build_object('issued', t.issued, 'declared', t.declared) AS facts
      FROM today AS t
     WHERE (t.issued > 0 OR t.declared > 0) AND t.injected = 0
       AND t.starts_at + :no_entry_after::interval < :now::timestamptz
    UNION ALL
    SELECT 'entry_gap', t.session_id::text,
           CASE WHEN t.declared - t.injected > 50 THEN 'high' ELSE 'medium' END, t.facility_id,
           t.site_id, t.session_id, t.place_province, t.place_district,
           jsonb_build_object('declared', t.declared, 'entered', t.injected)
      FROM today AS t
     WHERE t.injected > 0 AND t.declared - t.injected > :gap::int
    UNION ALL
    SELECT 'silent', t.session_id::text, 'medium', t.facility_id, t.site_id, t.session_id,
           t.place_province, t.place_district,
           jsonb_build_object('since', t.last_event_at)
      FROM today AS t
     WHERE t.state NOT IN ('ended', 'closed')
       AND t.starts_at < :now::timestamptz AND t.ends_at > :now::timestamptz
       AND t.last_event_at < :now::timestamptz - :silent_after::interval
       AND NOT EXISTS (SELECT FROM siteops.pub_session_close AS c
                        WHERE c.session_id = t.session_id AND c.kind <> 'session_reopened')
    UNION ALL
    SELECT 'severe_reaction', r.event_id::text, 'high', r.facility_id, NULL, r.session_id,
           r.place_province, r.place_district,
           jsonb_build_object('grade', r.grade, 'lot', l.lot_number)
      FROM safety.pub_reaction AS r
      LEFT JOIN supply.pub_lot AS l USING (lot_id)
     WHERE r.severity = 'severe' AND NOT r.voided AND r.happened_at > :now::timestamptz - interval '24 hours'
    UNION ALL
    SELECT 'open_item_overdue', o.item_id::text, 'high', o.facility_id, s.site_id, o.session_id,
           o.place_province, o.place_district, jsonb_build_object('item', o.kind)
      FROM siteops.pub_open_item AS o
      LEFT JOIN planning.pub_session AS s
        ON s.session_id = o.session_id AND s.facility_id = o.facility_id
     WHERE o.settled_at IS NULL AND o.due_at < :now::timestamptz
    UNION ALL
    SELECT 'device_gap', g.device_id::text, 'medium', g.facility_id, NULL, NULL, g.place_province,
           g.place_district,
           jsonb_build_object('missing', g.highest - g.arrived, 'highest', g.highest)
      FROM ledger.pub_device_count AS g
     WHERE g.highest > g.arrived AND g.last_at < :now::timestamptz - interval '2 minutes'
    UNION ALL
    SELECT 'quarantine', coalesce(q.facility_id::text, 'none'), 'high', q.facility_id, NULL, NULL,
           min(f.province_id), min(f.district_id), jsonb_build_object('events', count(*))
      FROM ledger.pub_quarantine AS q
      LEFT JOIN geography.pub_facility AS f ON f.facility_id = q.facility_id
     WHERE q.resolved_at IS NULL
     GROUP BY q.facility_id
    UNION ALL
    SELECT 'follower', f.follower, 'high', NULL, NULL, NULL, NULL, NULL,
           jsonb_build_object('follower', f.follower, 'failure', f.failure)
      FROM ledger.pub_follower AS f
     WHERE f.failure IS NOT NULL
), raised AS (
    INSERT INTO response.alert AS a
           (alert_id, kind, subject, severity, facility_id, site_id, session_id, province_id,
            district_id, facts, raised_at)
    SELECT gen_random_uuid(), w.kind, w.subject, w.severity, w.facility_id, w.site_id,
           w.session_id, w.place_province, w.place_district, w.facts, :now::timestamptz
      FROM wrong AS w
     WHERE NOT EXISTS (SELECT FROM response.alert AS o
                        WHERE o.cleared_at IS NULL AND o.kind = w.kind AND o.subject = w.subject
                          AND o.facts = w.facts AND o.severity = w.severity)
        ON CONFLICT (kind, subject) WHERE cleared_at IS NULL DO UPDATE
       SET facts = excluded.facts, severity = excluded.severity
), cleared AS (
    UPDATE response.alert AS a
       SET cleared_at = :now::timestamptz
     WHERE a.cleared_at IS NULL
       AND NOT EXISTS (SELECT FROM wrong AS w WHERE w.kind = a.kind AND w.subject = a.subject)
)
SELECT count(*)::int AS alerts FROM wrong AS w;

-- name: open_alerts
SELECT a.alert_id, a.kind, a.severity, a.facility_id, coalesce(s.name, f.name) AS site_name,
       a.session_id, a.facts, a.raised_at, a.seen_at, p.full_name AS seen_by
  FROM response.alert AS a
  LEFT JOIN geography.pub_site AS s ON s.site_id = a.site_id
  LEFT JOIN geography.pub_facility AS f ON f.facility_id = a.facility_id
  LEFT JOIN identity.pub_staff AS p ON p.staff_id = a.seen_by
 WHERE a.cleared_at IS NULL
   AND (:nation OR a.province_id = ANY (:provinces::int[]) OR a.district_id = ANY (:districts::int[])
        OR a.facility_id = ANY (:facilities::int[]))
 ORDER BY array_position(ARRAY['high', 'medium', 'low'], a.severity), a.raised_at DESC
 LIMIT :limit;

-- name: alert_counts
SELECT a.kind, count(*)::int AS alerts
  FROM response.alert AS a
 WHERE a.cleared_at IS NULL
   AND (:nation OR a.province_id = ANY (:provinces::int[]) OR a.district_id = ANY (:districts::int[])
        OR a.facility_id = ANY (:facilities::int[]))
 GROUP BY a.kind
 ORDER BY a.kind;

-- name: mark_seen
-- Who saw it first stays; no row comes back for an alert outside the scope.
UPDATE response.alert AS a
   SET seen_at = coalesce(a.seen_at, :now), seen_by = coalesce(a.seen_by, :staff_id)
 WHERE a.alert_id = :alert_id
   AND (:nation OR a.province_id = ANY (:provinces::int[]) OR a.district_id = ANY (:districts::int[])
        OR a.facility_id = ANY (:facilities::int[]))
RETURNING a.alert_id;

-- name: board
-- Sessions of a day within the caller's scope (row security of planning.session), worst first:
-- alerts, then holes and gaps of entry, then those heard of longest ago. Appointments are no
-- events, so slots tell how many are called until the first event comes.
SELECT s.session_id, s.facility_id, s.site_id, t.name AS site_name, d.name AS district_name,
       s.half_day, s.starts_at,
       CASE WHEN s.state = 'cancelled' THEN 'cancelled'
            WHEN c.kind = 'session_closed' THEN coalesce(c.outcome, 'closed_balanced')
            WHEN c.kind = 'session_ended' THEN 'ended'
            WHEN b.last_event_at IS NOT NULL THEN 'running'
            ELSE 'planned' END AS state,
       p.short_name AS product,
       greatest(coalesce(b.called, 0), n.taken)::int AS called,
       coalesce(b.checked_in, 0) AS checked_in, coalesce(b.injected, 0) AS injected, b.declared,
       i.issued, b.last_event_at, g.missing AS missing_numbers, coalesce(b.severe, 0) AS severe,
       (SELECT count(*) FROM response.alert AS a
         WHERE a.session_id = s.session_id AND a.cleared_at IS NULL)::int AS open_alerts
  FROM planning.pub_session AS s
  JOIN geography.pub_site AS t ON t.site_id = s.site_id
  JOIN supply.pub_product AS p ON p.product_id = s.product_id
  LEFT JOIN geography.pub_unit AS d ON d.unit_id = s.place_district
  LEFT JOIN statistics.pub_by_session AS b
    ON b.session_id = s.session_id AND b.facility_id = s.facility_id
  LEFT JOIN LATERAL (SELECT e.kind, e.outcome FROM siteops.pub_session_close AS e
                      WHERE e.session_id = s.session_id
                      ORDER BY e.happened_at DESC, e.event_id DESC LIMIT 1) AS c ON true
  CROSS JOIN LATERAL (SELECT coalesce(sum(x.taken), 0)::int AS taken FROM booking.pub_slot AS x
                       WHERE x.facility_id = s.facility_id AND x.session_id = s.session_id) AS n
  CROSS JOIN LATERAL (SELECT coalesce(sum(m.doses), 0)::int AS issued
                        FROM supply.pub_stock_movement AS m
                       WHERE m.session_id = s.session_id AND m.kind = 'stock_issued'
                         AND NOT m.voided) AS i
  -- A device may claim any number, and what it claims must not stop the board.
  CROSS JOIN LATERAL (SELECT least(coalesce(sum(y.highest - y.arrived), 0), 2147483647)::int AS missing
                        FROM ledger.pub_device_count AS y
                       WHERE y.facility_id = s.facility_id) AS g
 WHERE s.day = :day
 ORDER BY open_alerts DESC, coalesce(b.declared, i.issued, 0) - coalesce(b.injected, 0) DESC,
          b.last_event_at NULLS FIRST, t.name, s.session_id
 LIMIT :limit;

-- name: incidents
SELECT i.incident_id, i.number, i.title, i.severity, i.state, i.owner_id, o.full_name AS owner_name,
       s.name AS site_name, i.opened_at, i.closed_at, i.timeline
  FROM response.incident AS i
  LEFT JOIN identity.pub_staff AS o ON o.staff_id = i.owner_id
  LEFT JOIN geography.pub_site AS s ON s.site_id = i.site_id
 WHERE (:nation OR i.province_id = ANY (:provinces::int[]) OR i.district_id = ANY (:districts::int[])
        OR i.facility_id = ANY (:facilities::int[]))
   AND (NOT :only_open OR i.state <> 'closed')
   AND (:incident_id::uuid IS NULL OR i.incident_id = :incident_id)
 ORDER BY (i.state = 'closed'), array_position(ARRAY['high', 'medium', 'low'], i.severity), i.opened_at DESC
 LIMIT :limit;

-- name: add_incident
-- Nothing is added, and no row comes back, where the named site lies outside the scope.
INSERT INTO response.incident
       (incident_id, number, title, severity, state, owner_id, site_id, facility_id, province_id,
        district_id, opened_at, opened_by, timeline)
SELECT :incident_id, 'SC-' || to_char(:now::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYMMDD') || '-'
           || lpad(nextval('response.incident_number')::text, 4, '0'),
       :title, :severity, 'open', NULL, s.site_id, coalesce(s.facility_id, f.facility_id),
       coalesce(s.province_id, f.province_id, :province), coalesce(s.district_id, f.district_id, :district),
       :now, :staff_id,
       jsonb_build_array(jsonb_build_object('at', :now::timestamptz, 'by', :staff_name::text,
                                            'what', 'opened', 'note', :note::text))
  FROM (SELECT 1) AS one
  LEFT JOIN geography.pub_site AS s ON s.site_id = :site_id
  LEFT JOIN geography.pub_facility AS f ON f.facility_id = :facility
 WHERE :site_id::int IS NULL OR :nation OR s.province_id = ANY (:provinces::int[])
    OR s.district_id = ANY (:districts::int[]) OR s.facility_id = ANY (:facilities::int[])
RETURNING incident_id;

-- name: move_incident
-- Takes effect only from a state that leads there, so that two clicks make one entry of the
-- timeline. Who takes an incident owns it, also from a colleague who had it before.
UPDATE response.incident AS i
   SET state = :state,
       owner_id = CASE WHEN :state = 'in_progress' THEN :staff_id::uuid
                       ELSE coalesce(i.owner_id, :staff_id::uuid) END,
       closed_at = CASE WHEN :state = 'closed' THEN :now::timestamptz END,
       timeline = i.timeline || jsonb_build_array(jsonb_build_object(
           'at', :now::timestamptz, 'by', :staff_name::text, 'what',
           CASE WHEN i.state = 'closed' THEN 'reopened' WHEN i.state = :state THEN 'taken_over'
                ELSE :state::text END,
           'note', :note::text))
 WHERE i.incident_id = :incident_id
   AND (i.state = ANY (:from_states::text[])
        OR :state = 'in_progress' AND i.state = 'in_progress' AND i.owner_id <> :staff_id::uuid)
   AND (:nation OR i.province_id = ANY (:provinces::int[]) OR i.district_id = ANY (:districts::int[])
        OR i.facility_id = ANY (:facilities::int[]))
RETURNING i.incident_id;

-- name: note_incident
UPDATE response.incident AS i
   SET timeline = i.timeline || jsonb_build_array(jsonb_build_object(
           'at', :now::timestamptz, 'by', :staff_name::text, 'what', 'note', 'note', :note::text))
 WHERE i.incident_id = :incident_id AND i.state <> 'closed'
   AND (:nation OR i.province_id = ANY (:provinces::int[]) OR i.district_id = ANY (:districts::int[])
        OR i.facility_id = ANY (:facilities::int[]))
RETURNING i.incident_id;

-- name: force_of_day
SELECT a.assignment_id, m.member_id, m.full_name, m.support_force,
       coalesce(s.name, u.name) AS place, a.state, a.task, a.day, m.skills, m.staff_id, a.site_id,
       coalesce(a.unit_id, s.district_id) AS unit_id
  FROM response.support_member AS m
  LEFT JOIN response.assignment AS a
    ON a.member_id = m.member_id AND a.day = :day AND a.state <> 'withdrawn'
  LEFT JOIN geography.pub_site AS s ON s.site_id = a.site_id
  LEFT JOIN geography.pub_unit AS u ON u.unit_id = a.unit_id
 WHERE m.active
 ORDER BY array_position(ARRAY['operations', 'district', 'site'], m.support_force), m.full_name,
          a.assigned_at;

-- name: assign
-- Nobody is in two places of one day at once, and nobody is sent outside the scope: then no row.
INSERT INTO response.assignment
       (assignment_id, member_id, unit_id, site_id, day, state, task, assigned_by, assigned_at)
SELECT :assignment_id, m.member_id, :unit_id, :site_id, :day, 'assigned', :task, :staff_id, :now
  FROM response.support_member AS m
 WHERE m.member_id = :member_id AND m.active
   AND (:nation
        OR EXISTS (SELECT FROM geography.pub_site AS s
                    WHERE s.site_id = :site_id
                      AND (s.province_id = ANY (:provinces::int[]) OR s.district_id = ANY (:districts::int[])
                           OR s.facility_id = ANY (:facilities::int[])))
        OR EXISTS (SELECT FROM geography.pub_unit_cover AS c
                    WHERE c.unit_id = :unit_id
                      AND (c.ancestor_id = ANY (:provinces::int[]) OR c.ancestor_id = ANY (:districts::int[]))))
    ON CONFLICT (member_id, day) WHERE state IN ('assigned', 'on_site') DO NOTHING
RETURNING assignment_id;

-- name: move_assignment
-- The member moves their own, others those within their scope; only along the states that lead on.
-- Comes back with whether it moved, and not at all where it is none of theirs.
WITH within AS (
    SELECT a.assignment_id
      FROM response.assignment AS a
      JOIN response.support_member AS m ON m.member_id = a.member_id
     WHERE a.assignment_id = :assignment_id
       AND (:nation OR m.staff_id = :staff_id
            OR EXISTS (SELECT FROM geography.pub_site AS s
                        WHERE s.site_id = a.site_id
                          AND (s.province_id = ANY (:provinces::int[]) OR s.district_id = ANY (:districts::int[])
                               OR s.facility_id = ANY (:facilities::int[])))
            OR EXISTS (SELECT FROM geography.pub_unit_cover AS c
                        WHERE c.unit_id = a.unit_id
                          AND (c.ancestor_id = ANY (:provinces::int[]) OR c.ancestor_id = ANY (:districts::int[]))))
), moved AS (
    UPDATE response.assignment AS a
       SET state = :state
      FROM within AS w
     WHERE a.assignment_id = w.assignment_id AND a.state = ANY (:from_states::text[])
    RETURNING a.assignment_id
)
SELECT m.assignment_id IS NOT NULL AS moved
  FROM within AS w
  LEFT JOIN moved AS m USING (assignment_id);
