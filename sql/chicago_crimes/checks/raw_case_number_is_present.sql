-- Every crime has a case number: without it nobody can look the case up. (It is not unique: several victims, one case.)
select
    id,
    case_number,
    primary_type
from raw
where case_number is null
