select
    station,
    max(degrees) as warmest,
    min(degrees) as coldest,
    count(*) as readings
from raw
group by station
