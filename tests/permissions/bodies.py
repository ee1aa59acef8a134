"""What is sent to the API where an empty body would be refused before anybody looks who asks."""


def bodies(things):
    image, team = str(things.image), str(things.team)
    return {
        "patch /boards/{id}": {"name": "Oro"},
        "post /boards/{id}/images": {"images": [image]},
        "put /boards/{id}/order": {"images": [image]},
        "post /boards": {"name": "New", "team": team},
        "post /cases/{id}/appeal": {"words": "it is a fruit"},
        "post /cases/{id}/decision": {"outcome": "refused", "reason": "violence"},
        "post /images/{id}/reports": {"reason": "rights"},
        "patch /comments/{id}": {"text": "other words"},
        "post /images/{id}/comments": {"text": "hello"},
        "post /images/{id}/publish": {"team": team},
        "post /images/{id}/tags": {"tags": ["final"], "team": team},
        "put /images/{id}/rating": {"stars": 3},
        "put /images/{id}/pick": {"team": team},
        "patch /tags/{id}": {"name": "last"},
        "patch /projects/{id}": {"name": "Oro 2"},
        "post /projects": {"team": team, "name": "New"},
        "patch /shares/{id}": {"title": "y"},
        "post /shares": {"title": "y", "images": [image]},
        "post /shares/{id}/rounds": {"images": [image]},
        "patch /teams/{id}/members/{member}": {"role": "editor"},
        "post /teams/{id}/invitations": {"role": "viewer"},
        "post /rules": {"category": "Violence", "terms": ["blood"], "team": team},
        "put /rules/{id}": {"category": "Violence", "terms": ["gore"], "version": 1},
        "post /rules/trials": {"category": "Violence", "terms": ["gore"], "rule": str(things.rule)},
        "post /hashes": {"hash": "9f1c2b3a4d5e6f70"},
        "patch /searches/{id}": {"name": "y"},
        "put /people/{username}/suspension": {"why": "x"},
        "post /people/{username}/hand-over": {"heir": "editor"},
        "post /groups": {"name": "New"},
        "put /groups/{id}": {"name": "Press"},
        "post /people/{username}/erase": {"pictures": "delete", "username": "somebody"},
        "put /retention": dict.fromkeys(
            ("trash_days", "removed_days", "prompt_days", "notice_days", "session_days"), 30
        ),
        "post /dry-runs": {"models": [{"id": "openai/gpt-image-1-mini"}]},
        "put /keys/low": {"low_at": 20},
        "put /setup/{name}": {"skipped": True},
        "put /keys": {"key": "sk-0123456789"},
        "put /models/state": {"model": "openai/gpt-image-1-mini", "on": False},
    }
