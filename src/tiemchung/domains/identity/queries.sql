-- name: staff_login
-- One log-in that still holds, with its grant if that holds too. Log-ins end by real time, grants
-- by campaign time; a device that was revoked ends the log-ins made on it.
SELECT s.token_digest, s.kind, s.staff_id, st.full_name, s.second_factor,
       st.totp_confirmed_at IS NOT NULL AS has_second_factor,
       EXISTS (SELECT FROM identity.role_grant AS a
                WHERE a.staff_id = s.staff_id
                  AND a.role = ANY (:above_site::text[])
                  AND a.valid_from <= :campaign_now
                  AND (a.valid_to IS NULL OR a.valid_to > :campaign_now)) AS is_above_site,
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

-- name: claim_password_attempt
-- Counted before the password is checked, so that many guesses at once count too. From the fifth
-- failure on the account waits, twice as long each time, a quarter of an hour at most.
UPDATE identity.staff
   SET failed_attempts = least(failed_attempts + 1, 1000),
       locked_until = CASE WHEN failed_attempts + 1 >= 5
                           THEN :now::timestamptz + least(interval '15 minutes',
                                interval '30 seconds' * power(2, least(failed_attempts, 20) - 4))
                      END
 WHERE username = :username
   AND active
   AND (locked_until IS NULL OR locked_until <= :now)
RETURNING staff_id, username, password_hash AS secret_hash;

-- name: claim_attempt_of
-- The same for one who has signed in already: the second factor, a change of password.
UPDATE identity.staff
   SET failed_attempts = least(failed_attempts + 1, 1000),
       locked_until = CASE WHEN failed_attempts + 1 >= 5
                           THEN :now::timestamptz + least(interval '15 minutes',
                                interval '30 seconds' * power(2, least(failed_attempts, 20) - 4))
                      END
 WHERE staff_id = :staff_id
   AND active
   AND (locked_until IS NULL OR locked_until <= :now)
RETURNING staff_id, username, password_hash AS secret_hash;

-- name: staff_by_username
SELECT s.staff_id FROM identity.staff AS s WHERE s.username = :username AND s.active;

-- name: forget_failures
UPDATE identity.staff SET failed_attempts = 0, locked_until = NULL WHERE staff_id = :staff_id;

-- name: open_login
INSERT INTO identity.login_session
       (token_digest, staff_id, kind, device_id, second_factor, created_at, seen_at, idle_seconds,
        expires_at)
VALUES (:token_digest, :staff_id, :kind, :device_id, :second_factor, :now, :now, :idle_seconds,
        :expires_at);

-- name: end_login
UPDATE identity.login_session SET ended_at = :now
 WHERE token_digest = :token_digest AND ended_at IS NULL;

-- name: end_other_logins
UPDATE identity.login_session SET ended_at = :now
 WHERE staff_id = :staff_id AND token_digest <> :kept AND ended_at IS NULL;

-- name: grant_options
SELECT g.grant_id, g.role,
       coalesce(u.name, f.name, '') AS place,
       g.unit_id, g.facility_id, g.session_id
  FROM identity.role_grant AS g
  LEFT JOIN geography.pub_unit AS u ON u.unit_id = g.unit_id
  LEFT JOIN geography.pub_facility AS f ON f.facility_id = g.facility_id
 WHERE g.staff_id = :staff_id
   AND g.valid_from <= :campaign_now
   AND (g.valid_to IS NULL OR g.valid_to > :campaign_now)
 ORDER BY g.session_id IS NULL, place, g.role;

-- name: unit_level
SELECT level FROM geography.pub_unit WHERE unit_id = :unit_id;

-- name: highest_covered
-- The units of a scope that stand under no other unit of it (data-model 6): rows carry the
-- stamps of all levels, so the highest are enough.
SELECT u.unit_id, u.level
  FROM geography.pub_unit_cover AS c
  JOIN geography.pub_unit AS u ON u.unit_id = c.unit_id
 WHERE c.ancestor_id = :unit_id
   AND u.level IN ('province', 'district', 'ward')
   AND NOT EXISTS (SELECT FROM geography.pub_unit_cover AS above
                     JOIN geography.pub_unit AS p ON p.unit_id = above.unit_id
                    WHERE above.ancestor_id = :unit_id
                      AND above.unit_id = u.parent_id
                      AND p.level IN ('province', 'district'))
 ORDER BY u.unit_id;

-- name: choose_grant
UPDATE identity.login_session
   SET grant_id = :grant_id, place = :place, nation = :nation, provinces = :provinces,
       districts = :districts, wards = :wards
 WHERE token_digest = :token_digest;

-- name: staff_secrets
SELECT staff_id, username, password_hash, totp_secret, totp_confirmed_at IS NOT NULL AS confirmed
  FROM identity.staff
 WHERE staff_id = :staff_id AND active;

-- name: offer_totp
-- Never over a secret that is in use: that needs a reset by another person.
UPDATE identity.staff SET totp_secret = :sealed
 WHERE staff_id = :staff_id AND totp_confirmed_at IS NULL;

-- name: use_totp_step
-- Each time step counts once: a code that was seen over a shoulder is worth nothing.
UPDATE identity.staff
   SET totp_last_step = :step, totp_confirmed_at = coalesce(totp_confirmed_at, :now)
 WHERE staff_id = :staff_id AND totp_last_step < :step
RETURNING staff_id;

-- name: reset_totp
UPDATE identity.staff SET totp_secret = NULL, totp_confirmed_at = NULL WHERE staff_id = :staff_id;

-- name: set_password
UPDATE identity.staff SET password_hash = :password_hash, must_change_password = :must_change
 WHERE staff_id = :staff_id;

-- name: insert_staff
INSERT INTO identity.staff
       (staff_id, username, full_name, profession, facility_id, password_hash,
        must_change_password, created_at)
VALUES (:staff_id, :username, :full_name, :profession, :facility_id, :password_hash,
        :must_change_password, :created_at)
    ON CONFLICT (username) DO NOTHING
RETURNING staff_id;

-- name: close_staff
UPDATE identity.staff SET active = false WHERE staff_id = :staff_id;

-- name: insert_grant
INSERT INTO identity.role_grant
       (grant_id, staff_id, role, unit_id, facility_id, session_id, sector, valid_from, valid_to,
        granted_by, reason)
VALUES (:grant_id, :staff_id, :role, :unit_id, :facility_id, :session_id, :sector, :valid_from,
        :valid_to, :granted_by, :reason);

-- name: end_grant
UPDATE identity.role_grant SET valid_to = :at
 WHERE grant_id = :grant_id AND (valid_to IS NULL OR valid_to > :at);

-- name: end_session_grants
UPDATE identity.role_grant SET valid_to = greatest(:at, valid_from)
 WHERE session_id = :session_id AND (valid_to IS NULL OR valid_to > :at);

-- name: rehash
UPDATE identity.staff SET password_hash = :password_hash WHERE staff_id = :staff_id;

-- name: forget_logins
DELETE FROM identity.login_session WHERE least(expires_at, ended_at) < :before;
