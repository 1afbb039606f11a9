-- The set begins in 2001, and a crime cannot be reported before it occurred: a later updated_on is the least it needs.
select
    id,
    date,
    updated_on
from raw
where date < timestamp_ntz '2001-01-01 00:00:00' or date > updated_on
