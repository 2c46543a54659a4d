-- name: add_staff
-- Those above the site have their second factor confirmed; those at a site have a badge.
INSERT INTO identity.staff (staff_id, username, full_name, profession, facility_id, password_hash,
       totp_secret, totp_confirmed_at, badge_digest, pin_hash, created_at)
SELECT s.staff_id, s.username, s.full_name, s.profession, s.facility_id, :password_hash, s.secret,
       CASE WHEN s.secret IS NOT NULL THEN :created_at::timestamptz END, s.badge,
       CASE WHEN s.badge IS NOT NULL THEN :pin_hash::text END, :created_at
  FROM unnest(:staff::uuid[], :usernames::text[], :names::text[], :professions::text[],
              :facilities::int[], :secrets::bytea[], :badges::bytea[])
       AS s (staff_id, username, full_name, profession, facility_id, secret, badge)
    ON CONFLICT (staff_id) DO NOTHING;

-- name: add_grants
INSERT INTO identity.role_grant (grant_id, staff_id, role, unit_id, facility_id, sector, valid_from)
SELECT g.grant_id, g.staff_id, g.role, g.unit_id, g.facility_id, g.sector, :valid_from
  FROM unnest(:grants::uuid[], :staff::uuid[], :roles::text[], :units::int[], :facilities::int[],
              :sectors::text[])
       AS g (grant_id, staff_id, role, unit_id, facility_id, sector)
    ON CONFLICT (grant_id) DO NOTHING;
