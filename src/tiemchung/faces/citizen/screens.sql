-- name: family
-- The people of an account, each once: a record that was merged shows as the one it became.
SELECT p.person_id, l.relation, p.full_name, p.birth_date, p.birth_precision, p.sex, p.identity_status,
       p.provisional_code, p.priority_group, p.home_province, p.home_district, p.home_ward, p.nationality
  FROM identity.pub_account_person AS l
  JOIN registry.pub_person AS p
    ON p.person_id = coalesce((SELECT a.surviving_id FROM registry.pub_alias AS a
                                WHERE a.person_id = l.person_id AND a.undone_at IS NULL
                                  AND a.surviving_id <> a.person_id
                                ORDER BY a.merge_id LIMIT 1), l.person_id)
 WHERE l.account_id = :account_id
 ORDER BY CASE l.relation WHEN 'self' THEN 0 ELSE 1 END, p.sort_key, p.person_id;

-- name: doses
-- Everything that was recorded of these ids, voided records too: nothing vanishes silently.
SELECT d.person_id, d.event_id, d.happened_at, d.day, d.product_id, coalesce(p.name, '') AS product,
       p.code AS product_code, coalesce(p.holder, '') AS holder,
       coalesce(d.lot_number, l.lot_number) AS lot, d.lot_id, d.dose_kind,
       coalesce(s.name, f.name) AS place, f.name AS facility, d.facility_id, d.entry,
       coalesce(c.flags, d.flags) AS flags, d.state, d.place_province
  FROM siteops.pub_dose AS d
  LEFT JOIN supply.pub_product AS p ON p.product_id = d.product_id
  LEFT JOIN supply.pub_lot AS l ON l.lot_id = d.lot_id
  LEFT JOIN geography.pub_site AS s ON s.site_id = d.site_id
  LEFT JOIN geography.pub_facility AS f ON f.facility_id = d.facility_id
  LEFT JOIN registry.pub_correction_case AS c
    ON c.person_id = d.person_id AND c.event_id = d.event_id AND c.kind = 'dose' AND c.closed_at IS NULL
 WHERE d.person_id = ANY (:people::uuid[])
 ORDER BY d.happened_at, d.event_id;

-- name: visits
-- Visits that ended without an injection, and observations that ended.
SELECT v.person_id, v.event_id, v.kind, v.happened_at, v.outcome, v.earliest_on, v.reason,
       coalesce(s.name, f.name) AS place
  FROM siteops.pub_visit_step AS v
  LEFT JOIN geography.pub_site AS s ON s.site_id = v.site_id
  LEFT JOIN geography.pub_facility AS f ON f.facility_id = v.facility_id
 WHERE v.person_id = ANY (:people::uuid[]) AND NOT v.voided
   AND v.kind IN ('deferred', 'contraindicated', 'referred', 'declined', 'left', 'no_show')
 ORDER BY v.happened_at DESC;

-- name: appointments
SELECT a.person_id, a.appointment_id, a.starts_at, a.code, a.dose_number_expected::integer, a.state,
       a.outcome, a.cancel_reason, s.name AS site, s.address, f.name AS facility
  FROM booking.pub_appointment AS a
  JOIN geography.pub_site AS s ON s.site_id = a.site_id
  JOIN geography.pub_facility AS f ON f.facility_id = a.facility_id
 WHERE a.person_id = ANY (:people::uuid[])
 ORDER BY a.starts_at DESC, a.appointment_id;

-- name: wishes
SELECT c.person_id, c.state, c.source, c.dose_number::integer, c.earliest_on, c.entered_at
  FROM planning.pub_candidate AS c
 WHERE c.person_id = ANY (:people::uuid[])
 ORDER BY c.entered_at DESC;

-- name: certificates
SELECT c.person_id, c.certificate_id, c.number, c.kind, c.identity_status, c.dose_event_ids, c.text,
       c.issued_at, c.expires_at, c.revoked_at, c.revoked_reason
  FROM certificates.pub_certificate AS c
 WHERE c.person_id = ANY (:people::uuid[])
 ORDER BY c.issued_at DESC, c.certificate_id DESC;

-- name: waiting_certificates
SELECT w.person_id, w.waiting_since, w.refusal
  FROM certificates.pub_waiting AS w
 WHERE w.person_id = ANY (:people::uuid[]);

-- name: documents
SELECT d.kind, d.masked, d.status
  FROM registry.pub_identity_document AS d
 WHERE d.person_id = ANY (:people::uuid[])
 ORDER BY d.kind DESC, d.document_id;

-- name: reactions
SELECT r.person_id, r.event_id, r.happened_at, r.severity, r.signs, r.reported_from, r.dose_event_id
  FROM safety.pub_reaction AS r
 WHERE r.person_id = ANY (:people::uuid[]) AND NOT r.voided
 ORDER BY r.happened_at DESC;

-- name: notices
SELECT n.person_id, n.notice_id, n.kind, n.created_at, n.read_at, n.facts,
       f.name AS facility
  FROM registry.pub_notice AS n
  LEFT JOIN geography.pub_facility AS f ON f.facility_id = (n.facts ->> 'facility')::integer
 WHERE n.person_id = ANY (:people::uuid[])
 ORDER BY n.created_at DESC, n.notice_id DESC
 LIMIT :most;

-- name: unread
SELECT count(*) FROM registry.pub_notice AS n
 WHERE n.person_id = ANY (:people::uuid[]) AND n.read_at IS NULL;

-- name: readings
-- Who has looked at these records; looking by one's own account is not told.
SELECT a.person_id, a.at, a.actor_name, a.actor_role, f.name AS facility, a.purpose, a.reason
  FROM registry.pub_access_log AS a
  LEFT JOIN geography.pub_facility AS f ON f.facility_id = a.facility_id
 WHERE a.person_id = ANY (:people::uuid[]) AND a.actor_role <> 'citizen'
 ORDER BY a.at DESC, a.access_id DESC
 LIMIT :most OFFSET :skipped;

-- name: count_readings
SELECT count(*) FROM registry.pub_access_log AS a
 WHERE a.person_id = ANY (:people::uuid[]) AND a.actor_role <> 'citizen';

-- name: units_of_level
-- What an address is chosen from on a day: provinces, or the units below one.
SELECT u.unit_id, u.level, u.name, u.name_en
  FROM geography.pub_unit AS u
 WHERE CASE WHEN :parent::integer IS NULL THEN u.level = 'province'
            ELSE u.parent_id = :parent AND u.level IN ('district', 'ward') END
   AND u.valid_from <= :day AND (u.valid_to IS NULL OR u.valid_to > :day)
 ORDER BY u.code;

-- name: place_names
SELECT u.unit_id, u.name, u.name_en FROM geography.pub_unit AS u WHERE u.unit_id = ANY (:units::integer[]);

-- name: products
SELECT p.product_id, p.code, p.short_name FROM supply.pub_product AS p;
