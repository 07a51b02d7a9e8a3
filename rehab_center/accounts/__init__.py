"""Staff accounts, their roles, and signing in.

Owns ``account``, ``account_role``, ``sign_in_attempt`` and ``ended_session``. Words: an *account* is one member of
staff's way in; its *roles* are the posts of ``permissions.py``, several at once; it may be bound to one centre.
Flask-Security hashes passwords (argon2), loads the account of a session by its uniquifier and signs in and out; the
pages, the throttle and the time-outs are here, because each of them ends in one recorded transaction.
Law: Luật An ninh mạng 2018 and Nghị định 13/2023/NĐ-CP (personal data): everybody acts under his own name.
"""
