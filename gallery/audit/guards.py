"""The triggers that let the trail only grow. SQLite makes a table anew to alter it; our backend puts its triggers back.
A migration that takes away a column that they name lifts them first and installs the new ones.

An entry may be changed twice: when it is linked into the chain, and when what names a person is blanked.
"""

TABLE, HEAD = "gallery_auditentry", "gallery_audithead"
REFUSAL = "the audit trail only grows"
FIXED = ("id", "at", "act", "actor_id", "who_seal", "object_kind", "object_id", "what_seal", "request_id")
LINK = ("number", "previous", "hash")
WHO = ("actor_name", "address", "who_salt")
WHAT = ("object_label", "details", "what_salt")


def same(columns: tuple[str, ...], differs: str) -> str:
    return " AND ".join(f"NOT (OLD.{name} {differs} NEW.{name})" for name in columns)


def blank(columns: tuple[str, ...]) -> str:
    return " AND ".join(f"NEW.{name} = ''" for name in columns)


def allowed(differs: str) -> str:
    return (
        f"{same(FIXED, differs)} AND (OLD.number IS NULL OR ({same(LINK, differs)}))"
        f" AND (({same(WHO, differs)}) OR ({blank(WHO)})) AND (({same(WHAT, differs)}) OR ({blank(WHAT)}))"
    )


def sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return [
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE} {refuse}",
        f"CREATE TRIGGER audit_no_change BEFORE UPDATE ON {TABLE} WHEN NOT ({allowed('IS NOT')}) {refuse}",
        f"CREATE TRIGGER audit_head_stays BEFORE DELETE ON {HEAD} {refuse}",
        f"CREATE TRIGGER audit_head_grows BEFORE UPDATE ON {HEAD} WHEN NEW.number < OLD.number {refuse}",
    ]


def postgresql() -> list[str]:
    body = f"BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END"
    refuse = "EXECUTE FUNCTION gallery_audit_refuse()"
    each = "FOR EACH ROW"
    return [
        f"CREATE FUNCTION gallery_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE} {each} {refuse}",
        f"CREATE TRIGGER audit_no_change BEFORE UPDATE ON {TABLE} {each}"
        f" WHEN (NOT ({allowed('IS DISTINCT FROM')})) {refuse}",
        f"CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT {refuse}",
        f"CREATE TRIGGER audit_head_stays BEFORE DELETE ON {HEAD} {each} {refuse}",
        f"CREATE TRIGGER audit_head_grows BEFORE UPDATE ON {HEAD} {each} WHEN (NEW.number < OLD.number) {refuse}",
    ]


def lifted(vendor: str) -> list[str]:
    """What takes the guards away."""
    if vendor == "postgresql":
        return ["DROP FUNCTION IF EXISTS gallery_audit_refuse() CASCADE"]
    names = ("audit_no_delete", "audit_no_change", "audit_head_stays", "audit_head_grows")
    return [f"DROP TRIGGER IF EXISTS {name}" for name in names]


def installed(vendor: str) -> list[str]:
    return postgresql() if vendor == "postgresql" else sqlite()
