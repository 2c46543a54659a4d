"""Who works with the platform, what they may do where, and the accounts of citizens.

Tables: staff, role_grant, login_session, device, device_enrolment, citizen_account, phone_login,
citizen_code, citizen_login, account_person. Sends no event; hears none.
"""
