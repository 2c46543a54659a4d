-- Slots of a session and the appointments in them. Booking is two plain statements in one
-- transaction: the slot (taken < capacity), then the appointment.
CREATE SCHEMA booking;
GRANT USAGE ON SCHEMA booking TO tiemchung_app, tiemchung_writer, tiemchung_worker;

CREATE TABLE booking.slot (
    facility_id integer NOT NULL,
    slot_id uuid NOT NULL,
    session_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    capacity integer NOT NULL CHECK (capacity >= 0),
    taken integer NOT NULL DEFAULT 0 CHECK (taken BETWEEN 0 AND capacity),
    PRIMARY KEY (facility_id, slot_id)
);
CREATE INDEX slot_session ON booking.slot (facility_id, session_id, starts_at);

CREATE TABLE booking.appointment (
    person_id uuid NOT NULL,
    appointment_id uuid NOT NULL,
    candidate_id uuid,
    facility_id integer NOT NULL,
    site_id integer NOT NULL,
    session_id uuid NOT NULL,
    slot_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    code text NOT NULL,
    dose_number_expected smallint NOT NULL,
    state text NOT NULL,
    invited_at timestamptz,
    delivered_at timestamptz,
    answered_at timestamptz,
    outcome text,
    outcome_event_id uuid,
    created_at timestamptz NOT NULL,
    place_province integer,
    place_district integer,
    place_ward integer,
    home_province integer,
    home_district integer,
    home_ward integer,
    PRIMARY KEY (person_id, appointment_id)
);
CREATE INDEX appointment_session ON booking.appointment (session_id, starts_at);
CREATE INDEX appointment_home ON booking.appointment (home_ward, starts_at);

-- The 8 characters that are read aloud and printed as QR (group claim).
CREATE TABLE booking.invitation_code (
    code text PRIMARY KEY,
    person_id uuid NOT NULL,
    appointment_id uuid NOT NULL,
    session_id uuid NOT NULL,
    expires_at timestamptz NOT NULL
);
CALL kernel.guard('booking.slot');
CALL kernel.guard('booking.appointment');

GRANT SELECT ON ALL TABLES IN SCHEMA booking TO tiemchung_app, tiemchung_worker;
GRANT INSERT, UPDATE ON booking.slot, booking.appointment TO tiemchung_app, tiemchung_worker;
GRANT INSERT ON booking.invitation_code TO tiemchung_app, tiemchung_worker;

-- What other domains may read. The caller's jurisdiction applies: security_invoker.
CREATE VIEW booking.pub_appointment WITH (security_invoker = true) AS SELECT * FROM booking.appointment;
GRANT SELECT ON booking.pub_appointment TO tiemchung_app, tiemchung_worker;
