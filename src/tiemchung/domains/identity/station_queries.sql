-- name: claim_pin_attempt
UPDATE identity.staff
   SET failed_pins = least(failed_pins + 1, 1000),
       pin_locked_until = CASE WHEN failed_pins + 1 >= 5
                               THEN :now::timestamptz + least(interval '15 minutes',
                                    interval '30 seconds' * power(2, least(failed_pins, 20) - 4))
                          END
 WHERE badge_digest = :badge_digest
   AND active
   AND (pin_locked_until IS NULL OR pin_locked_until <= :now)
RETURNING staff_id, username, pin_hash AS secret_hash;

-- name: forget_failed_pins
UPDATE identity.staff SET failed_pins = 0, pin_locked_until = NULL WHERE staff_id = :staff_id;

-- name: end_logins_of_device
-- One person at a time works at a device: who comes next ends the log-in of the one before.
UPDATE identity.login_session SET ended_at = :now
 WHERE device_id = :device_id AND ended_at IS NULL;

-- name: set_badge
UPDATE identity.staff
   SET badge_digest = :badge_digest, pin_hash = :pin_hash, failed_pins = 0, pin_locked_until = NULL
 WHERE staff_id = :staff_id;

-- name: device
SELECT device_id, facility_id, name, public_key, revoked_at
  FROM identity.device
 WHERE device_id = :device_id;

-- name: issue_device_code
INSERT INTO identity.device_enrolment
       (code_digest, facility_id, issued_by, issued_at, expires_at, uses_left)
VALUES (:code_digest, :facility_id, :issued_by, :issued_at, :expires_at, :uses_left);

-- name: use_device_code
UPDATE identity.device_enrolment SET uses_left = uses_left - 1
 WHERE code_digest = :code_digest AND uses_left > 0 AND expires_at > :now
RETURNING facility_id, issued_by;

-- name: insert_device
INSERT INTO identity.device (device_id, facility_id, name, public_key, enrolled_by, enrolled_at)
VALUES (:device_id, :facility_id, :name, :public_key, :enrolled_by, :enrolled_at);

-- name: revoke_device
UPDATE identity.device SET revoked_at = :at, revoked_reason = :reason
 WHERE device_id = :device_id AND facility_id = :facility_id AND revoked_at IS NULL
RETURNING device_id;

-- name: devices_of
SELECT device_id, facility_id, name, enrolled_at, revoked_at, revoked_reason
  FROM identity.device
 WHERE facility_id = ANY (:facility_ids::integer[])
 ORDER BY revoked_at IS NOT NULL, enrolled_at DESC;
