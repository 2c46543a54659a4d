-- name: nation
-- The unit over which the platform's administrators act, as the country pack names it.
SELECT u.unit_id FROM geography.pub_unit AS u
 WHERE u.level = 'nation' AND u.valid_to IS NULL
 ORDER BY u.unit_id
 LIMIT 1;
