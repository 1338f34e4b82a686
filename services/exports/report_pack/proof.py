"""How a reader can prove a pack: offline from its own files, and again from the books."""

from __future__ import annotations

from services.lp_reporting.reports import Pack

DRAFT = (
    "This is a draft. Nothing in it is fixed: it has no hash, and its figures may still change "
    "until the report is locked."
)


def proof(pack: Pack) -> tuple[str, ...]:
    """Sentences, one paragraph each; of a draft that it cannot be proved yet."""
    if pack.content_hash is None:
        return (DRAFT,)
    data = f"{pack.name}.json"
    return (
        f"Content hash: sha256:{pack.content_hash}",
        f"It covers the list of the {pack.inputs} rows of the books that this report stands on "
        f"(SHA-256 {pack.manifest_hash}) and everything the report says, which is the file {data} "
        "of the archive, byte for byte.",
        "To check it offline, put the SHA-256 of that list on a line of its own before the file "
        f"and take the SHA-256 of both: (echo {pack.manifest_hash}; cat {data}) | sha256sum",
        "To have it run again from the books as they were known then, ask for the verification of "
        f"report {pack.content['report']['id']}: it gives the same hash, or names the row that "
        "was changed since.",
    )
