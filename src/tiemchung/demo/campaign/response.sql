-- name: add_members
INSERT INTO response.support_member (member_id, staff_id, full_name, support_force, skills)
SELECT m.member_id, m.staff_id, m.full_name, m.support_force, m.skills
  FROM unnest(:members::uuid[], :staff::uuid[], :names::text[], :forces::text[], :skills::text[])
       AS m (member_id, staff_id, full_name, support_force, skills)
    ON CONFLICT (member_id) DO NOTHING;

-- name: has_incidents
SELECT EXISTS (SELECT FROM response.incident) AS found;
