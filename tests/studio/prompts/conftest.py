from tests.studio.views.conftest import designer, mira, published, stranger

__all__ = ["designer", "mira", "published", "stranger"]
