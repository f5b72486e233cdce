"""What can go wrong with a folder's key. Imports nothing, so that commands start at once."""


class WrongPassphrase(Exception):
    """The passphrase does not open this folder."""
