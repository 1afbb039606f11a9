-- The analysts' question: which crime types end without an arrest, how do they compare with each other, and how do they
-- move from day to day? One row per day of publication and crime type.
--   crimes          crimes of this type without an arrest, as known on that day
--   share           of all crimes without an arrest on that day, in percent
--   place           1 is the most frequent type of that day
--   change          crimes since the previous day of publication (arrests made since then lower it)
create or replace view crime_types_without_arrest as
with by_type as (
    select
        day,
        primary_type,
        sum(crimes) as crimes
    from crime_type_details
    group by day, primary_type
),

final as (
    select
        day,
        primary_type,
        crimes,
        round(100.0 * crimes / sum(crimes) over (partition by day), 1) as share,
        rank() over (partition by day order by crimes desc) as place,
        crimes - lag(crimes) over (partition by primary_type order by day) as change
    from by_type
)

select * from final
