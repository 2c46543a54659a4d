-- name: report_rows
-- One row a child unit of the reporting unit (and one for what has no child: null), over what
-- happened in (from, until] and was known when asked. Set-based: each source is read once.
-- Entered doses beside declared ones are those of sessions whose head has declared a number.
WITH declared AS (
    SELECT DISTINCT ON (c.session_id) c.*
      FROM siteops.pub_declared_count AS c
     WHERE c.happened_at > :since AND c.happened_at <= :until
     ORDER BY c.session_id, c.happened_at DESC
), facts AS (
    SELECT a.place_province, a.place_district, a.place_ward, 'called' AS figure, 1 AS n
      FROM booking.pub_appointment AS a
     WHERE a.starts_at > :since AND a.starts_at <= :until AND a.state <> 'cancelled'
    UNION ALL
    SELECT v.place_province, v.place_district, v.place_ward, v.kind, 1
      FROM siteops.pub_visit_step AS v
     WHERE v.happened_at > :since AND v.happened_at <= :until AND NOT v.voided
       AND v.kind IN ('deferred', 'contraindicated', 'referred', 'declined')
    UNION ALL
    SELECT d.place_province, d.place_district, d.place_ward,
           CASE c.number WHEN 1 THEN 'first' WHEN 2 THEN 'second' ELSE 'further' END, 1
      FROM siteops.pub_dose AS d
      LEFT JOIN statistics.dose_counted AS c USING (person_id, event_id)
     WHERE d.happened_at > :since AND d.happened_at <= :until
       AND d.state NOT IN ('voided', 'duplicate')
    UNION ALL
    SELECT v.place_province, v.place_district, v.place_ward,
           CASE v.kind WHEN 'vial_opened' THEN 'opened' ELSE 'discarded' END, v.doses
      FROM siteops.pub_vial_event AS v
     WHERE v.happened_at > :since AND v.happened_at <= :until AND NOT v.voided
       AND v.kind IN ('vial_opened', 'vial_discarded')
    UNION ALL
    SELECT r.place_province, r.place_district, r.place_ward, r.severity, 1
      FROM safety.pub_reaction AS r
     WHERE r.happened_at > :since AND r.happened_at <= :until AND NOT r.voided
    UNION ALL
    SELECT l.place_province, l.place_district, l.place_ward, 'declared', l.injected
      FROM declared AS l
    UNION ALL
    SELECT l.place_province, l.place_district, l.place_ward, 'entered', 1
      FROM declared AS l
      JOIN siteops.pub_dose AS d ON d.session_id = l.session_id
     WHERE d.happened_at > :since AND d.happened_at <= :until
       AND d.state NOT IN ('voided', 'duplicate')
), placed AS (
    SELECT CASE :level WHEN 'nation' THEN f.place_province
                       WHEN 'province' THEN f.place_district
                       ELSE f.place_ward END AS unit_id, f.figure, f.n
      FROM facts AS f
     WHERE CASE :level WHEN 'nation' THEN true
                       WHEN 'province' THEN f.place_province = :unit
                       WHEN 'district' THEN f.place_district = :unit
                       ELSE f.place_ward = :unit END
)
SELECT p.unit_id, coalesce(u.name, '') AS name,
       coalesce(sum(p.n) FILTER (WHERE p.figure = 'called'), 0)::int AS called,
       coalesce(sum(p.n) FILTER (WHERE p.figure = 'referred'), 0)::int AS referred,
       coalesce(sum(p.n) FILTER (WHERE p.figure = 'declined'), 0)::int AS declined,
       coalesce(sum(p.n) FILTER (WHERE p.figure = 'deferred'), 0)::int AS deferred,
       coalesce(sum(p.n) FILTER (WHERE p.figure = 'contraindicated'), 0)::int AS contraindicated,
       coalesce(sum(p.n) FILTER (WHERE p.figure = 'first'), 0)::int AS first_doses,
       coalesce(sum(p.n) FILTER (WHERE p.figure = 'second'), 0)::int AS second_doses,
       coalesce(sum(p.n) FILTER (WHERE p.figure = 'further'), 0)::int AS further_doses,
       coalesce(sum(p.n) FILTER (WHERE p.figure IN ('first', 'second', 'further')), 0)::int AS used,
       coalesce(sum(p.n) FILTER (WHERE p.figure = 'discarded'), 0)::int AS discarded,
       coalesce(sum(p.n) FILTER (WHERE p.figure = 'common'), 0)::int AS common_reactions,
       coalesce(sum(p.n) FILTER (WHERE p.figure = 'severe'), 0)::int AS severe_events,
       sum(p.n) FILTER (WHERE p.figure = 'declared')::int AS declared,
       coalesce(sum(p.n) FILTER (WHERE p.figure = 'entered'), 0)::int AS declared_entered
  FROM placed AS p
  LEFT JOIN geography.pub_unit AS u ON u.unit_id = p.unit_id
 GROUP BY p.unit_id, u.name
 ORDER BY u.name NULLS LAST;

-- name: unit_of_report
SELECT u.unit_id, u.level, u.name, u.code
  FROM geography.pub_unit AS u
 WHERE u.unit_id = :unit AND u.level IN ('nation', 'province', 'district', 'ward');

-- name: last_of_day
SELECT r.report_id, r.unit_id, r.day, r.version, r.number, r.cutoff_at, r.figures, r.made_at
  FROM statistics.daily_report AS r
 WHERE r.unit_id = :unit AND r.day = :day
 ORDER BY r.version DESC
 LIMIT 1;

-- name: add_report
INSERT INTO statistics.daily_report
       (report_id, unit_id, day, version, number, cutoff_at, figures, state, made_at, sent_at, sent_by)
VALUES (:report_id, :unit, :day, :version, :number, :cutoff_at, :figures, 'sent', :now, :now, :sent_by)
    ON CONFLICT (unit_id, day, version) DO NOTHING
RETURNING report_id;

-- name: report
SELECT r.report_id, r.unit_id, r.day, r.version, r.number, r.cutoff_at, r.figures, r.made_at
  FROM statistics.daily_report AS r
 WHERE r.report_id = :report_id;

-- name: reports_of
SELECT r.report_id, r.unit_id, r.day, r.version, r.number, r.cutoff_at, r.figures, r.made_at
  FROM statistics.daily_report AS r
 WHERE r.unit_id = :unit
 ORDER BY r.day DESC, r.version DESC
 LIMIT :limit;
