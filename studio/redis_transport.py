"""kombu's Redis transport without the two things that cost it most of its CPU here (measured: 20 of 60 ms a message).

A client a command (building one fills a table of 150 callbacks), and books of what is not acknowledged yet. Messages
here are hints that are acknowledged before their work begins, so nobody ever reads those books: a queue with
``no_ack`` writes none, and an acknowledgement of what is in none goes nowhere.
"""

from typing import Any

from kombu import transport
from kombu.transport import redis

WHERE = f"{__name__}:Transport"


class Channel(redis.Channel):
    _kept: Any = None

    def _create_client(self, asynchronous: bool = False) -> Any:
        """The asynchronous ones carry the state of a connection; a synchronous one is a name for its pool."""
        if asynchronous:
            return super()._create_client(asynchronous=True)
        if self._kept is None or self._kept.connection_pool is not self.pool:
            self._kept = super()._create_client()
        return self._kept

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        if delivery_tag in self.qos._delivered:
            super().basic_ack(delivery_tag, multiple)

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:
        if delivery_tag in self.qos._delivered:
            super().basic_reject(delivery_tag, requeue)


class Transport(redis.Transport):
    Channel = Channel


def install() -> None:
    """For every ``redis://`` and ``redis+socket://`` address of this process."""
    transport.TRANSPORT_ALIASES |= {"redis": WHERE, "rediss": WHERE}
