"""Addresses of prompts, batches, presets and help."""

from django.urls import path

from studio.views.composer import helps, presets, prompts
from studio.views.feed import batches

urlpatterns = [
    path("prompts/", prompts.earlier, name="prompts"),
    path("prompts/recent/", prompts.recent, name="prompts-recent"),
    path("prompts/<uuid:pk>/forget/", prompts.forget, name="prompt-forget"),
    path("prompts/saved/", prompts.saved, name="prompts-saved"),
    path("prompts/saved/new/", prompts.new, name="prompt-new"),
    path("prompts/saved/<uuid:pk>/", prompts.edit, name="prompt-edit"),
    path("prompts/saved/<uuid:pk>/delete/", prompts.delete, name="prompt-delete"),
    path("prompts/saved/<uuid:pk>/fill/", prompts.fill, name="prompt-fill"),
    path("prompts/picker/", prompts.picker, name="prompt-picker"),
    path("prompts/help/", helps.ask, name="prompt-help-ask"),
    path("prompts/help/<uuid:pk>/", helps.detail, name="prompt-help"),
    path("prompts/help/<uuid:pk>/close-charged/", helps.close_charged, name="prompt-help-close-charged"),
    path("prompts/help/<uuid:pk>/close-free/", helps.close_free, name="prompt-help-close-free"),
    path("presets/", presets.index, name="presets"),
    path("presets/save/", presets.save, name="preset-save"),
    path("presets/<uuid:pk>/update/", presets.update, name="preset-update"),
    path("presets/<uuid:pk>/delete/", presets.delete, name="preset-delete"),
    path("batches/", batches.index, name="batches"),
    path("batches/new/", batches.new, name="batch-new"),
    path("batches/<uuid:pk>/", batches.detail, name="batch"),
    path("batches/<uuid:pk>/head/", batches.head, name="batch-head"),
    path("batches/<uuid:pk>/start/", batches.start, name="batch-start"),
    path("batches/<uuid:pk>/stop/", batches.stop, name="batch-stop"),
    path("batches/<uuid:pk>/cancel/", batches.cancel, name="batch-cancel"),
    path("batches/<uuid:pk>/delete/", batches.delete, name="batch-delete"),
]
