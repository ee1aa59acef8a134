from tests.gallery.sharing.conftest import mira, pictures, share

__all__ = ["mira", "pictures", "share"]
