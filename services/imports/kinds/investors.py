"""Kind `investors`: the limited partners, and the general partner's own money."""

from services.imports.kinds.declare import Column, Kind, Type

KIND = Kind(
    name="investors",
    meaning="investors under the firm's own codes; type gp marks the general partner",
    table="limited_partner_versions",
    entity="limited_partners",
    columns=(
        Column(
            "investor",
            Type.INVESTOR,
            "the firm's code of the investor",
            "LP07",
            True,
            "investor_id",
        ),
        Column("name", Type.TEXT, "full name", "Harbour Pension Fund", True),
        Column("type", Type.WORD, "pension, endowment, family_office, gp, …", "pension"),
        Column("country", Type.TEXT, "country of residence", "NL"),
        Column("email", Type.TEXT, "where statements go", "ir@harbour.example"),
    ),
    identity=("investor_id",),
    series="investor_id",
)
