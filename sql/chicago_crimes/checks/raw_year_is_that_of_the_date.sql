-- The City derives year from date; a difference means that a column was shifted or a date misread.
select
    id,
    date,
    year
from raw
where year(date) <> year
