select
    station,
    taken,
    degrees
from raw
where degrees not between -90 and 60
