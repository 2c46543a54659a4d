-- name: facility_points
SELECT f.facility_id, f.lat, f.lon
  FROM geography.pub_facility AS f WHERE f.facility_id = ANY (:facilities::int[]);

-- name: allocation_round
SELECT r.allocation_round_id FROM supply.pub_allocation_round AS r WHERE r.number = :number::int;

-- name: add_device
INSERT INTO identity.device (device_id, facility_id, name, public_key, enrolled_at)
VALUES (:device, :facility, :name, :public_key, :enrolled_at)
    ON CONFLICT (device_id) DO NOTHING;
