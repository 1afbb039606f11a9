-- Where and when: the newest day's crimes without an arrest by type, community area, kind of place and hour.
create or replace view crime_types_by_area as
select
    day,
    primary_type,
    community_area,
    location_description,
    occurred_hour,
    sum(crimes) as crimes
from crime_type_details_latest
group by day, primary_type, community_area, location_description, occurred_hour
