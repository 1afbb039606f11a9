-- Crime_type_details: the crimes without an arrest, counted.
--
-- Grain: one row per day and hour a crime occurred, kind of crime (iucr with its primary_type, description and
-- fbi_code), kind of place, police district, community area and whether domestic. `crimes` says how many; sum it.
-- `day` is the day this partition covers: `crime_type_details` holds one copy of the whole table per day, and
-- `crime_type_details_latest` the newest, so never sum `crimes` over several days of publication.
-- Null means what it means at the source: the City has not said (location_description, community_area).
-- Checks beside it: checks/curated_*.sql.

with without_arrest as (
    select
        to_date(date) as occurred_on,
        cast(hour(date) as int) as occurred_hour,
        iucr,
        primary_type,
        description,
        fbi_code,
        location_description,
        district,
        community_area,
        domestic,
        updated_on
    from raw
    where not arrest
),

final as (
    select
        to_date(:day) as day,
        occurred_on,
        occurred_hour,
        iucr,
        primary_type,
        description,
        fbi_code,
        location_description,
        district,
        community_area,
        domestic,
        count(*) as crimes,
        max(updated_on) as last_updated_on
    from without_arrest
    group by
        occurred_on, occurred_hour, iucr, primary_type, description, fbi_code, location_description, district,
        community_area, domestic
)

select * from final
