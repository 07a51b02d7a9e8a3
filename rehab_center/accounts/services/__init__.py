"""Use-cases: :mod:`administer` for the administrator, :mod:`sign_in` for everybody at the door and on "my account"."""
