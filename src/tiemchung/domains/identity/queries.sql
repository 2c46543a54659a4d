-- name: staff_login
-- One log-in that still holds, with its grant if that holds too. Log-ins end by real time, grants
-- by campaign time; a device that was revoked ends the log-ins made on it.
SELECT s.token_digest, s.kind, s.staff_id, st.full_name, s.second_factor,
       st.totp_confirmed_at IS NOT NULL
       OR EXISTS (SELECT FROM identity.role_grant AS a
                   WHERE a.staff_id = s.staff_id
                     AND a.role = ANY (:above_site::text[])
                     AND a.valid_from <= :campaign_now
                     AND (a.valid_to IS NULL OR a.valid_to > :campaign_now)) AS owes_second_factor,
       st.must_change_password,
       s.grant_id, g.role, g.unit_id, g.facility_id, g.session_id, g.sector,
       s.device_id, s.place, s.nation, s.provinces, s.districts, s.wards,
       s.seen_at, s.expires_at
  FROM identity.login_session AS s
  JOIN identity.staff AS st ON st.staff_id = s.staff_id AND st.active
  LEFT JOIN identity.role_grant AS g
    ON g.grant_id = s.grant_id
   AND g.valid_from <= :campaign_now
   AND (g.valid_to IS NULL OR g.valid_to > :campaign_now)
 WHERE s.token_digest = :token_digest
   AND s.ended_at IS NULL
   AND s.expires_at > :now
   AND s.seen_at + make_interval(secs => s.idle_seconds) > :now
   AND (s.device_id IS NULL
        OR EXISTS (SELECT FROM identity.device AS d
                    WHERE d.device_id = s.device_id AND d.revoked_at IS NULL));

-- name: mark_seen
UPDATE identity.login_session SET seen_at = :now WHERE token_digest = :token_digest;

-- name: citizen_login
SELECT l.account_id, a.phone_masked, l.seen_at, l.expires_at
  FROM identity.citizen_login AS l
  JOIN identity.citizen_account AS a ON a.account_id = l.account_id
 WHERE l.account_id = :account_id
   AND l.token_digest = :token_digest
   AND l.ended_at IS NULL
   AND l.expires_at > :now;

-- name: linked_persons
SELECT person_id
  FROM identity.account_person
 WHERE account_id = :account_id AND ended_at IS NULL;
