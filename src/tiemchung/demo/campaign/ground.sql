-- name: facility_points
SELECT f.facility_id, f.lat, f.lon
  FROM geography.pub_facility AS f WHERE f.facility_id = ANY (:facilities::int[]);

-- name: add_campaign
WITH added AS (
    INSERT INTO planning.campaign (name, disease, starts_on)
    SELECT 'Chiến dịch tiêm chủng vắc xin phòng COVID-19', 'covid-19', :starts_on::date
     WHERE NOT EXISTS (SELECT FROM planning.campaign)
    RETURNING campaign_id
)
SELECT campaign_id FROM added UNION ALL SELECT campaign_id FROM planning.campaign LIMIT 1;

-- name: add_round
-- A round of the city, or (city null) the same one of every other province of 2021.
INSERT INTO planning.vaccination_round (campaign_id, province_id, number, name, starts_on, ends_on)
SELECT :campaign::int, u.unit_id, :number::int, :name::text, :starts::date, :ends::date
  FROM geography.pub_unit AS u
 WHERE u.level = 'province' AND u.valid_from <= :starts AND (u.valid_to IS NULL OR u.valid_to > :ends)
   AND CASE WHEN :city::int IS NULL THEN u.code <> '79' ELSE u.unit_id = :city END
    ON CONFLICT (campaign_id, province_id, number) DO NOTHING;

-- name: allocation_round
SELECT r.allocation_round_id FROM supply.pub_allocation_round AS r WHERE r.number = :number::int;

-- name: spend_allocation
INSERT INTO planning.round_allocation (round_id, allocation_round_id, doses)
SELECT r.round_id, a.allocation_round_id, :doses::int
  FROM planning.vaccination_round AS r, supply.pub_allocation_round AS a
 WHERE r.province_id = :city::int AND r.number = :round_number::int AND a.number = :number::int
    ON CONFLICT DO NOTHING;

-- name: add_device
INSERT INTO identity.device (device_id, facility_id, name, public_key, enrolled_at)
VALUES (:device, :facility, :name, :public_key, :enrolled_at)
    ON CONFLICT (device_id) DO NOTHING;
