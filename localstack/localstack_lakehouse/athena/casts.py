"""Which types Athena's queries know: DuckDB has more, and other names for some."""

from sqlglot.tokens import TokenType

from localstack_lakehouse.athena.errors import QueryFailed, position
from localstack_lakehouse.athena.grammar import tokens

CASTABLE = frozenset(
    """
    array bigint boolean char date decimal double geometry int integer interval ipaddress json map real row smallint
    time timestamp tinyint uuid varbinary varchar
    """.split()
)


def check(text: str) -> None:
    """A cast is to one of Athena's types; the words that open each bracket tell which brackets are casts."""
    read, opened = tokens(text), []
    for before, token, following in zip([None, *read], read, [*read[1:], None], strict=False):
        if token.token_type == TokenType.L_PAREN:
            opened.append(before or token)
        elif token.token_type == TokenType.R_PAREN and opened:
            opened.pop()
        elif token.token_type == TokenType.ALIAS and opened and opened[-1].text.lower() in ("cast", "try_cast"):
            name = following.text.lower() if following else ""
            if name not in CASTABLE:
                raise QueryFailed("TYPE_MISMATCH", f"Unknown type: {name}", position(text, opened[-1].start))
