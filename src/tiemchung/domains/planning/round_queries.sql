-- name: add_campaign
INSERT INTO planning.campaign (name, disease, starts_on, ends_on)
VALUES (:name, :disease, :starts_on, :ends_on)
RETURNING campaign_id;

-- name: lock_province_rounds
-- Rounds of one province are opened and given doses one after the other.
SELECT pg_advisory_xact_lock(1886152046, :province_id::integer);

-- name: add_round
INSERT INTO planning.vaccination_round (campaign_id, province_id, number, name, starts_on, ends_on)
VALUES (:campaign_id, :province_id, :number::integer, :name, :starts_on, :ends_on)
    ON CONFLICT (campaign_id, province_id, number) DO NOTHING
RETURNING round_id;

-- name: round_of
SELECT r.round_id, r.campaign_id, r.province_id, r.number::integer, r.name, r.starts_on, r.ends_on,
       r.state, c.disease
  FROM planning.vaccination_round AS r
  JOIN planning.campaign AS c USING (campaign_id)
 WHERE r.round_id = :round_id;

-- name: spent_elsewhere
-- Doses of an allocation round that the province's other rounds spend.
SELECT coalesce(sum(a.doses), 0)::bigint AS doses
  FROM planning.round_allocation AS a
  JOIN planning.vaccination_round AS r USING (round_id)
 WHERE a.allocation_round_id = :allocation_round_id AND r.province_id = :province_id
   AND a.round_id <> :round_id;

-- name: spend
INSERT INTO planning.round_allocation (round_id, allocation_round_id, doses)
VALUES (:round_id, :allocation_round_id, :doses)
    ON CONFLICT (round_id, allocation_round_id) DO UPDATE SET doses = excluded.doses;

-- name: round_doses
-- What a round may spend, by the allocation rounds that it draws on.
SELECT a.allocation_round_id, n.number::integer, n.name, n.product_id, a.doses
  FROM planning.round_allocation AS a
  JOIN supply.pub_allocation_round AS n USING (allocation_round_id)
 WHERE a.round_id = :round_id
 ORDER BY n.number;
