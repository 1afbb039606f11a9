-- Known coordinates come in pairs and lie in the City's bounding box; the City writes 36.619446395, -91.686565684
-- (its projection's origin, far away in Missouri) for places it could not find, which is known and allowed.
select
    id,
    latitude,
    longitude
from raw
where
    (latitude is null) <> (longitude is null)
    or (
        latitude is not null
        and not (latitude between 41.6 and 42.1 and longitude between -88.0 and -87.5)
        and not (latitude between 36.6 and 36.7 and longitude between -91.7 and -91.6)
    )
