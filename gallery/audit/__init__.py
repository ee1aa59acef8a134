"""The trail of every act that matters: written inside the act, linked by hashes, only ever added to."""

from gallery.audit.acts import Act
from gallery.audit.recording import link, record, record_pictures

__all__ = ["Act", "link", "record", "record_pictures"]
