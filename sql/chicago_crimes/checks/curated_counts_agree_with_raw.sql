-- No crime without an arrest is lost or counted twice, type by type.
with expected as (
    select
        primary_type,
        count(*) as crimes
    from raw
    where not arrest
    group by primary_type
),

found as (
    select
        primary_type,
        sum(crimes) as crimes
    from curated
    group by primary_type
)

select
    coalesce(expected.primary_type, found.primary_type) as primary_type,
    expected.crimes as crimes_in_raw,
    found.crimes as crimes_in_curated
from expected
full outer join found on expected.primary_type = found.primary_type
where expected.crimes is distinct from found.crimes
