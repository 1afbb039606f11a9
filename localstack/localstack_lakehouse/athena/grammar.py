"""What sqlglot reads in every dialect, but Athena's grammar does not have: refused before it is parsed."""

from collections.abc import Iterator

from sqlglot.dialects import Trino
from sqlglot.tokens import Token, TokenType

from localstack_lakehouse.athena.errors import QueryFailed, position

NOT_ATHENA = {
    TokenType.DCOLON,
    TokenType.ILIKE,
    TokenType.QUALIFY,
    TokenType.PIVOT,
    TokenType.UNPIVOT,
    TokenType.ASOF,
    TokenType.ANTI,
    TokenType.SEMI,
    TokenType.GLOB,
    TokenType.RLIKE,
    TokenType.DIV,
    TokenType.DSTAR,
    TokenType.COLON_EQ,
    TokenType.L_BRACE,
}
BEFORE_RELATION = {TokenType.FROM, TokenType.JOIN}
RELATIONS = {"lateral", "table", "unnest", "json_table"}
NOT_AFTER = {TokenType.STAR: ("exclude", "replace", "rename", "*"), TokenType.USING: ("sample",)}
NOT_IN_A_ROW = {(TokenType.STRING, TokenType.STRING), (TokenType.DISTINCT, TokenType.ON)} | {
    (kind, TokenType.STRING) for kind in BEFORE_RELATION
}
BEFORE_SUBSCRIPT = {TokenType.VAR, TokenType.IDENTIFIER, TokenType.ARRAY, TokenType.R_PAREN, TokenType.R_BRACKET}
AFTER_NO_COMMA = {TokenType.FROM, TokenType.WHERE, TokenType.R_PAREN, TokenType.ORDER_BY, TokenType.GROUP_BY}


def tokens(text: str) -> list[Token]:
    return Trino.Tokenizer().tokenize(text)


def check(text: str) -> None:
    read = tokens(text)
    for refused in strangers(read):
        word, start = (written(refused), refused.start) if refused else ("<EOF>", len(text))
        raise QueryFailed(None, f"mismatched input '{word}'", position(text, start))


def strangers(read: list[Token]) -> Iterator[Token | None]:
    """Tokens that may not stand where they are; None is the end of the text."""
    has_json_object = any(token.text.lower() == "json_object" for token in read)
    for before, token, following in zip([None, *read], read, [*read[1:], None], strict=False):
        kind, next_kind = token.token_type, following and following.token_type
        if kind in NOT_ATHENA or (kind == TokenType.COLON and not has_json_object):
            yield token
        if kind == TokenType.L_BRACKET and (before is None or before.token_type not in BEFORE_SUBSCRIPT):
            yield token
        if kind == TokenType.COMMA and (following is None or next_kind in AFTER_NO_COMMA):
            yield following
        if (kind, next_kind) in NOT_IN_A_ROW:
            yield following
        if following and following.text.lower() in NOT_AFTER.get(kind, ()):
            yield token if kind == TokenType.USING else following
    yield from wrong_relations(read)


def wrong_relations(read: list[Token]) -> Iterator[Token]:
    """A function without TABLE around it, and an OFFSET that comes after its LIMIT."""
    for first, second, third in zip(read, read[1:], read[2:], strict=False):
        if first.token_type in BEFORE_RELATION and is_call([second, third]):
            yield third
        if (first.token_type, third.token_type) == (TokenType.LIMIT, TokenType.OFFSET):
            yield third


def is_call(two: list[Token]) -> bool:
    return (
        len(two) == 2
        and two[0].text.isidentifier()
        and two[0].text.lower() not in RELATIONS
        and two[1].token_type == TokenType.L_PAREN
    )


def written(token: Token) -> str:
    """As the query has it; Athena reads `::` as two words."""
    return f"'{token.text}'" if token.token_type == TokenType.STRING else token.text.replace("::", ":")
