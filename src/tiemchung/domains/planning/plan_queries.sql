-- name: add_plan
INSERT INTO planning.plan (plan_id, round_id, facility_id, district_id, starts_on, ends_on, target,
       drawn_up_by, drawn_up_at, remark)
VALUES (:plan_id, :round_id, :facility_id, :district_id, :starts_on, :ends_on, :target, :drawn_up_by,
       :drawn_up_at, :remark)
    ON CONFLICT (plan_id) DO UPDATE
   SET starts_on = excluded.starts_on, ends_on = excluded.ends_on, target = excluded.target,
       remark = excluded.remark, drawn_up_by = excluded.drawn_up_by, drawn_up_at = excluded.drawn_up_at
 WHERE planning.plan.state IN ('draft', 'returned')
   AND planning.plan.facility_id = excluded.facility_id
   AND planning.plan.round_id = excluded.round_id
RETURNING plan_id;

-- name: plan_of
SELECT p.plan_id, p.round_id, p.facility_id, p.district_id, p.starts_on, p.ends_on, p.target, p.state,
       p.drawn_up_by, p.drawn_up_at, p.decided_by, p.decided_at, p.remark
  FROM planning.plan AS p
 WHERE p.plan_id = :plan_id;

-- name: plans_of_round
SELECT p.plan_id, p.round_id, p.facility_id, p.district_id, p.starts_on, p.ends_on, p.target, p.state,
       p.drawn_up_by, p.drawn_up_at, p.decided_by, p.decided_at, p.remark
  FROM planning.plan AS p
 WHERE p.round_id = :round_id
   AND (:facility_id::integer IS NULL OR p.facility_id = :facility_id)
   AND (:district_id::integer IS NULL OR p.district_id = :district_id)
   AND (:state::text IS NULL OR p.state = :state)
 ORDER BY p.state, p.starts_on, p.plan_id;

-- name: move_plan
UPDATE planning.plan
   SET state = :state, decided_by = coalesce(:decided_by, decided_by),
       decided_at = coalesce(:decided_at, decided_at), remark = coalesce(:remark, remark)
 WHERE plan_id = :plan_id AND state = ANY (:from_states::text[])
RETURNING plan_id;

-- name: lock_plan
-- Two who name the sites of a plan at once do it one after the other.
SELECT p.plan_id FROM planning.plan AS p WHERE p.plan_id = :plan_id FOR UPDATE;

-- name: clear_plan_sites
DELETE FROM planning.plan_site WHERE plan_id = :plan_id;

-- name: add_plan_sites
INSERT INTO planning.plan_site (plan_id, site_id, team_id, target)
SELECT :plan_id, s.site_id, s.team_id, s.target
  FROM unnest(:sites::integer[], :teams::uuid[], :targets::integer[]) AS s (site_id, team_id, target);

-- name: plan_sites_of
SELECT s.site_id, g.name, g.kind, s.team_id, s.target
  FROM planning.plan_site AS s
  JOIN geography.pub_site AS g USING (site_id)
 WHERE s.plan_id = :plan_id
 ORDER BY g.name;

-- name: sites_of_others
-- Sites of the list that this facility does not run.
SELECT count(*) AS sites
  FROM unnest(:sites::integer[]) AS s (site_id)
  LEFT JOIN geography.pub_site AS g ON g.site_id = s.site_id AND g.facility_id = :facility_id AND g.active
 WHERE g.site_id IS NULL;

-- name: add_team
INSERT INTO planning.team (team_id, facility_id, name) VALUES (:team_id, :facility_id, :name)
    ON CONFLICT DO NOTHING
RETURNING team_id;

-- name: team_facility
SELECT t.facility_id FROM planning.team AS t WHERE t.team_id = :team_id;

-- name: clear_team
DELETE FROM planning.team_member WHERE team_id = :team_id;

-- name: add_team_members
INSERT INTO planning.team_member (team_id, staff_id, role)
SELECT :team_id, m.staff_id, m.role FROM unnest(:staff::uuid[], :roles::text[]) AS m (staff_id, role)
    ON CONFLICT DO NOTHING;

-- name: team_members
SELECT m.staff_id, m.role FROM planning.team_member AS m WHERE m.team_id = :team_id ORDER BY m.role;
