"""Renditions stand back behind what arrives."""

import os

from celery.signals import worker_process_init

from gallery import tasks


def test_a_process_that_draws_is_nicer_than_its_worker(monkeypatch):
    asked = []
    monkeypatch.setattr(os, "nice", asked.append)
    worker_process_init.send(sender=None)
    assert asked == [tasks.PATIENCE]
    assert tasks.PATIENCE > 0
