-- name: staff
-- Staff of facilities within the caller's jurisdiction, and who holds a grant there.
SELECT s.staff_id, s.username, s.full_name, s.profession, f.name AS facility, s.active,
       (SELECT array_agg(DISTINCT g.role) FROM identity.pub_role_grant AS g
         WHERE g.staff_id = s.staff_id AND g.valid_from <= :now
           AND (g.valid_to IS NULL OR g.valid_to > :now)) AS roles
  FROM identity.pub_staff AS s
  LEFT JOIN geography.pub_facility AS f USING (facility_id)
 WHERE (s.facility_id IN (SELECT c.facility_id FROM geography.pub_facility_in_scope AS c)
        OR EXISTS (SELECT FROM identity.pub_role_grant AS g
                    WHERE g.staff_id = s.staff_id
                      AND (g.facility_id IN (SELECT c.facility_id FROM geography.pub_facility_in_scope AS c)
                           OR EXISTS (SELECT FROM geography.pub_unit_cover AS u
                                       WHERE u.unit_id = g.unit_id AND u.ancestor_id = ANY (:units::int[]))))
        OR :nation)
   AND (:one::uuid IS NULL OR s.staff_id = :one)
   AND (:typed = '' OR s.username LIKE :typed || '%' OR lower(s.full_name) LIKE '%' || :typed || '%')
 ORDER BY s.active DESC, s.full_name
 LIMIT 200;

-- name: grants
-- Grants of somebody, those that hold now first; `covered` tells whether the caller's place does.
SELECT g.grant_id, g.role, coalesce(u.name, f.name, 'session') AS place, g.session_id IS NOT NULL AS in_session,
       g.valid_from, g.valid_to,
       g.valid_from <= :now AND (g.valid_to IS NULL OR g.valid_to > :now) AS holds,
       :nation OR g.facility_id IN (SELECT c.facility_id FROM geography.pub_facility_in_scope AS c)
              OR g.session_id IN (SELECT e.session_id FROM planning.pub_session AS e)
              OR EXISTS (SELECT FROM geography.pub_unit_cover AS k
                          WHERE k.unit_id = g.unit_id AND k.ancestor_id = ANY (:units::int[])) AS covered
  FROM identity.pub_role_grant AS g
  LEFT JOIN geography.pub_unit AS u ON u.unit_id = g.unit_id
  LEFT JOIN geography.pub_facility AS f ON f.facility_id = g.facility_id
 WHERE g.staff_id = :staff
 ORDER BY (g.valid_to IS NULL OR g.valid_to > :now) DESC, g.valid_from DESC
 LIMIT 200;

-- name: units_to_grant
-- Units over which a role can be given: what the caller's scope names and what lies right under it.
SELECT u.unit_id, u.name, u.level
  FROM geography.pub_unit AS u
 WHERE u.valid_from <= :day AND (u.valid_to IS NULL OR u.valid_to > :day)
   AND CASE WHEN :nation THEN u.level IN ('nation', 'region', 'province')
            ELSE u.level IN ('province', 'district', 'ward')
                 AND EXISTS (SELECT FROM geography.pub_unit_cover AS c
                              WHERE c.unit_id = u.unit_id AND c.ancestor_id = ANY (:units::int[])) END
 ORDER BY array_position(ARRAY['nation', 'region', 'province', 'district', 'ward'], u.level), u.code
 LIMIT 800;
