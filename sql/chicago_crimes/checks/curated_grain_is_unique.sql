-- One row per grain, as curated.sql promises.
select
    occurred_on,
    occurred_hour,
    iucr,
    primary_type,
    location_description,
    district,
    community_area,
    domestic,
    count(*) as copies
from curated
group by
    occurred_on, occurred_hour, iucr, primary_type, description, fbi_code, location_description, district,
    community_area, domestic
having count(*) > 1
