"""Which functions Athena has: what DuckDB alone would accept must fail here as it fails there."""

from sqlglot.tokens import TokenType

from localstack_lakehouse.athena.errors import QueryFailed, position
from localstack_lakehouse.athena.grammar import tokens

AGGREGATES = """
any_value approx_distinct approx_most_frequent approx_percentile approx_set arbitrary array_agg avg bitwise_and_agg
bitwise_or_agg bool_and bool_or checksum corr count count_if covar_pop covar_samp every geometric_mean histogram
kurtosis listagg map_agg map_union max max_by merge min min_by multimap_agg numeric_histogram qdigest_agg reduce_agg
regr_intercept regr_slope skewness stddev stddev_pop stddev_samp sum tdigest_agg var_pop var_samp variance
"""
WINDOWS = "cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number"
CONDITIONS = "coalesce if nullif try try_cast cast greatest least"
MATHEMATICS = """
abs acos asin atan atan2 beta_cdf bit_count bitwise_and bitwise_arithmetic_shift_right bitwise_left_shift
bitwise_logical_shift_right bitwise_not bitwise_or bitwise_right_shift bitwise_right_shift_arithmetic bitwise_xor
cbrt ceil ceiling cos cosh cosine_similarity degrees e exp floor from_base infinity inverse_beta_cdf
inverse_normal_cdf is_finite is_infinite is_nan ln log log10 log2 mod nan normal_cdf pi pow power radians rand random
round sign sin sinh sqrt tan tanh to_base truncate width_bucket wilson_interval_lower wilson_interval_upper
"""
STRINGS = """
char_length character_length chr codepoint concat concat_ws format format_number from_utf8 hamming_distance length
levenshtein_distance lower lpad ltrim luhn_check normalize parse_data_size position regexp_count regexp_extract
regexp_extract_all regexp_like regexp_position regexp_replace regexp_split replace reverse rpad rtrim soundex split
split_part split_to_map split_to_multimap starts_with strpos substr substring to_utf8 translate trim typeof upper uuid
word_stem
"""
TIMES = """
at_timezone current_date current_time current_timestamp current_timezone date date_add date_diff date_format date_parse
date_trunc day day_of_month day_of_week day_of_year dow doy extract format_datetime from_iso8601_date
from_iso8601_timestamp from_iso8601_timestamp_nanos from_unixtime from_unixtime_nanos hour human_readable_seconds
last_day_of_month localtime localtimestamp millisecond minute month now parse_datetime parse_duration quarter second
timezone_hour timezone_minute to_iso8601 to_milliseconds to_unixtime week week_of_year with_timezone year year_of_week
yow
"""
COLLECTIONS = """
all_match any_match array_distinct array_except array_intersect array_join array_max array_min array_position
array_remove array_sort array_union arrays_overlap cardinality combinations concat contains contains_sequence
element_at filter flatten map map_concat map_entries map_filter map_from_entries map_keys map_values map_zip_with
multimap_from_entries ngrams none_match reduce repeat sequence shuffle slice transform transform_keys
transform_values trim_array unnest zip zip_with
"""
OTHERS = """
bing_tile crc32 current_catalog current_schema current_user from_base32 from_base64 from_base64url from_big_endian_32
from_big_endian_64 from_hex from_ieee754_32 from_ieee754_64 great_circle_distance grouping hash_counts hmac_md5
hmac_sha1 hmac_sha256 hmac_sha512 is_json_scalar json_array json_array_contains json_array_get json_array_length
json_exists json_extract json_extract_scalar json_format json_object json_parse json_query json_size json_value md5
murmur3 sha1 sha256 sha512 spooky_hash_v2_32 spooky_hash_v2_64 st_area st_asbinary st_astext st_centroid st_contains
st_distance st_geometryfromtext st_intersects st_point st_polygon st_within st_x st_y to_base32 to_base64 to_base64url
to_big_endian_32 to_big_endian_64 to_geometry to_hex to_ieee754_32 to_ieee754_64 url_decode url_encode
url_extract_fragment url_extract_host url_extract_parameter url_extract_path url_extract_port url_extract_protocol
url_extract_query value_at_quantile values_at_quantiles version xxhash64
"""
TYPES = "array bigint boolean char decimal double integer map real row time timestamp varbinary varchar"
# DuckDB has these names with another meaning, or the translation loses an argument: refused rather than wrong.
DIFFERENT = frozenset(
    "array_position format parse_datetime rand random reduce repeat sha512 slice typeof url_encode version".split()
)
NOT_CALLS = """
all and any as bernoulli between by case cross cube distinct else end escape except exists filter from full group
grouping having in inner intersect interval is join left like limit not of offset on or order outer over partition
recursive rollup right row rows select set sets some system table tablesample then unbounded union unnest using values
when where with within
"""
KNOWN = frozenset(
    " ".join(
        (AGGREGATES, WINDOWS, CONDITIONS, MATHEMATICS, STRINGS, TIMES, COLLECTIONS, OTHERS, TYPES, NOT_CALLS)
    ).split()
)


def check(text: str, own_names: set[str]) -> None:
    """Refuse functions that Athena lacks; a name that the query itself defines is no function."""
    read = tokens(text)
    for before, token, following in zip([None, *read], read, [*read[1:], None], strict=False):
        name = token.text.lower()
        is_call = following is not None and following.token_type == TokenType.L_PAREN and name.isidentifier()
        has_lambda = name == "array_sort" and "->" in text
        if is_call and name in ("any", "all") and before and before.token_type == TokenType.LIKE:
            raise QueryFailed("FUNCTION_NOT_FOUND", f"Function '{name}' not registered", position(text, token.start))
        if is_call and (name in DIFFERENT or has_lambda):
            raise not_here(name, position(text, token.start))
        if is_call and token.token_type != TokenType.STRING and name not in KNOWN and name not in own_names:
            raise QueryFailed("FUNCTION_NOT_FOUND", f"Function '{name}' not registered", position(text, token.start))


def not_here(name: str, where: tuple[int, int] | None = None) -> QueryFailed:
    return QueryFailed("NOT_SUPPORTED", f"Athena has the function {name}, but this local one does not", where)
