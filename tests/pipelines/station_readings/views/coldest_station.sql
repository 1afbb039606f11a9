create or replace view coldest_station as
select
    station,
    coldest
from station_extremes_latest
order by coldest
limit 1
