"""Where pictures go: to oneself, a team, a project or a board. A board stands for its team and project."""

from dataclasses import dataclass
from typing import Any

from gallery.models import Board, Project, Team


@dataclass(frozen=True, slots=True)
class Place:
    """``project`` is one of the team's, ``board`` one of the same space."""

    team: Team | None = None
    project: Project | None = None
    board: Board | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """As a batch keeps it: names too, since a deleted team leaves nothing else."""
        names = {"team_name": self.team.name if self.team else ""}
        names["project_name"] = self.project.name if self.project else ""
        return {"team": self.team, "project": self.project, "board": self.board, **names}


NOWHERE = Place()


def on_board(board: Board) -> Place:
    """A board of a closed project is only a board of its team."""
    project = board.project if board.project and board.project.archived_at is None else None
    return Place(board.team, project, board)
