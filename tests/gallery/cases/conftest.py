from tests.gallery.people.conftest import cast, sign_in

__all__ = ["cast", "sign_in"]
