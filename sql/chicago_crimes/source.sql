-- Creates the source table and loads one CSV export of the City of Chicago into it: an upsert by id, because the City
-- updates rows (an arrest made later moves updated_on). `daylake load` runs these statements on one connection, streams
-- the file where it says 'rows.csv', and sets @load_id. A statement ends with a semicolon at the end of a line.
--
-- Grain of crimes: one row per reported crime, as the City last published it. Times are local Chicago time.
-- The same on MySQL 8 and later, and MariaDB.

create table if not exists crimes (
    id bigint not null,
    case_number varchar(16),
    date datetime not null,
    block varchar(64),
    iucr char(4),
    primary_type varchar(64) not null,
    description varchar(128),
    location_description varchar(128),
    arrest tinyint(1) not null,
    domestic tinyint(1) not null,
    beat char(4),
    district char(3),
    ward smallint,
    community_area smallint,
    fbi_code varchar(4),
    x_coordinate int,
    y_coordinate int,
    year smallint not null,
    updated_on datetime not null,
    latitude decimal(12, 9),
    longitude decimal(12, 9),
    location varchar(64),
    primary key (id)
) engine = innodb default charset = utf8mb4;

create table if not exists crimes_rejects (
    load_id varchar(64) not null,
    line bigint not null,
    reason varchar(255) not null,
    fields text not null,
    primary key (load_id, line)
) engine = innodb default charset = utf8mb4;

-- Everything arrives as text first, so that a bad value is found and named instead of being coerced.
-- A field that a line does not have arrives as null, an empty one as ''.
drop temporary table if exists crimes_staging;

create temporary table crimes_staging (
    line bigint not null auto_increment,
    id text,
    case_number text,
    date text,
    block text,
    iucr text,
    primary_type text,
    description text,
    location_description text,
    arrest text,
    domestic text,
    beat text,
    district text,
    ward text,
    community_area text,
    fbi_code text,
    x_coordinate text,
    y_coordinate text,
    year text,
    updated_on text,
    latitude text,
    longitude text,
    location text,
    extra text,
    reason varchar(255),
    primary key (line)
) engine = innodb default charset = utf8mb4;

load data local infile 'rows.csv'
into table crimes_staging
character set utf8mb4
fields terminated by ',' optionally enclosed by '"' escaped by ''
lines terminated by '\n'
(
    @id, @case_number, @date, @block, @iucr, @primary_type, @description, @location_description, @arrest, @domestic,
    @beat, @district, @ward, @community_area, @fbi_code, @x_coordinate, @y_coordinate, @year, @updated_on,
    @latitude, @longitude, @location, @extra
)
set
    id = @id, -- noqa: PRS,LT02
    case_number = @case_number,
    date = @date,
    block = @block,
    iucr = @iucr,
    primary_type = @primary_type,
    description = @description,
    location_description = @location_description,
    arrest = @arrest,
    domestic = @domestic,
    beat = @beat,
    district = @district,
    ward = @ward,
    community_area = @community_area,
    fbi_code = @fbi_code,
    x_coordinate = @x_coordinate,
    y_coordinate = @y_coordinate,
    year = @year,
    updated_on = @updated_on,
    latitude = @latitude,
    longitude = @longitude,
    location = trim(trailing '\r' from @location),
    extra = @extra;

-- The header is the first line. Under another one the columns may be in another order, so nothing below it is loaded:
-- the line stays, and is rejected below.
delete from crimes_staging
where
    line = 1
    and concat_ws(
        ',', id, case_number, date, block, iucr, primary_type, description, location_description, arrest, domestic,
        beat, district, ward, community_area, fbi_code, x_coordinate, y_coordinate, year, updated_on,
        latitude, longitude, location
    ) = concat(
        'ID,Case Number,Date,Block,IUCR,Primary Type,Description,Location Description,Arrest,Domestic,',
        'Beat,District,Ward,Community Area,FBI Code,X Coordinate,Y Coordinate,Year,Updated On,',
        'Latitude,Longitude,Location'
    )
    and extra is null;

set @header_is_ours = row_count() = 1;

delete from crimes_staging
where @header_is_ours = 0 and line > 1;

-- Without strict mode while judging, else the first impossible date would stop the whole load instead of being named.
-- MariaDB takes 30 February for a date until it is asked to add to it.
set @strict_mode = @@session.sql_mode;

set session sql_mode = 'NO_ZERO_IN_DATE,NO_ZERO_DATE,NO_ENGINE_SUBSTITUTION';

update crimes_staging
set
    reason = case
        when @header_is_ours = 0 then 'the header is not that of the City''s export, so no row is loaded'
        when location is null then 'the line is cut off: fewer than 22 fields'
        when extra is not null then 'more than 22 fields'
        when coalesce(id, '') not regexp '^[0-9]{1,18}$' then 'ID is not a whole number'
        when char_length(case_number) > 16 then 'Case Number is longer than 16 characters'
        when
            date not regexp '^[0-9]{2}/[0-9]{2}/[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} [AP]M$'
            or str_to_date(date, '%m/%d/%Y %h:%i:%s %p') + interval 0 second is null
            then 'Date is not a time like 01/03/2016 11:57:00 PM'
        when char_length(block) > 64 then 'Block is longer than 64 characters'
        when char_length(iucr) > 4 then 'IUCR is longer than 4 characters'
        when coalesce(primary_type, '') = '' then 'Primary Type is empty'
        when char_length(primary_type) > 64 then 'Primary Type is longer than 64 characters'
        when char_length(description) > 128 then 'Description is longer than 128 characters'
        when char_length(location_description) > 128 then 'Location Description is longer than 128 characters'
        when coalesce(lower(arrest), '') not in ('true', 'false') then 'Arrest is neither true nor false'
        when coalesce(lower(domestic), '') not in ('true', 'false') then 'Domestic is neither true nor false'
        when char_length(beat) > 4 then 'Beat is longer than 4 characters'
        when char_length(district) > 3 then 'District is longer than 3 characters'
        when ward not regexp '^([0-9]{1,4})?$' then 'Ward is not a whole number'
        when community_area not regexp '^([0-9]{1,4})?$' then 'Community Area is not a whole number'
        when char_length(fbi_code) > 4 then 'FBI Code is longer than 4 characters'
        when x_coordinate not regexp '^([0-9]{1,9})?$' then 'X Coordinate is not a whole number'
        when y_coordinate not regexp '^([0-9]{1,9})?$' then 'Y Coordinate is not a whole number'
        when coalesce(year, '') not regexp '^[0-9]{4}$' then 'Year is not a year'
        when
            updated_on not regexp '^[0-9]{2}/[0-9]{2}/[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} [AP]M$'
            or str_to_date(updated_on, '%m/%d/%Y %h:%i:%s %p') + interval 0 second is null
            then 'Updated On is not a time like 01/10/2016 08:46:55 AM'
        when latitude not regexp '^(-?[0-9]{1,3}([.][0-9]{1,9})?)?$' then 'Latitude is not a number of up to 9 decimals'
        when longitude not regexp '^(-?[0-9]{1,3}([.][0-9]{1,9})?)?$' then 'Longitude is not a number of up to 9 decimals'
        when char_length(location) > 64 then 'Location is longer than 64 characters'
    end;

set session sql_mode = @strict_mode;

start transaction;

insert into crimes_rejects (load_id, line, reason, fields)
select
    @load_id,
    line,
    reason,
    json_array(
        id, case_number, date, block, iucr, primary_type, description, location_description, arrest, domestic, beat,
        district, ward, community_area, fbi_code, x_coordinate, y_coordinate, year, updated_on, latitude, longitude,
        location, extra
    )
from crimes_staging
where reason is not null;

-- The newest updated_on of an id wins, within the file and against the table: an older export never undoes a newer one.
replace into crimes
select
    cast(staged.id as signed),
    nullif(staged.case_number, ''),
    str_to_date(staged.date, '%m/%d/%Y %h:%i:%s %p'),
    nullif(staged.block, ''),
    nullif(staged.iucr, ''),
    staged.primary_type,
    nullif(staged.description, ''),
    nullif(staged.location_description, ''),
    lower(staged.arrest) = 'true',
    lower(staged.domestic) = 'true',
    nullif(staged.beat, ''),
    nullif(staged.district, ''),
    cast(nullif(staged.ward, '') as signed),
    cast(nullif(staged.community_area, '') as signed),
    nullif(staged.fbi_code, ''),
    cast(nullif(staged.x_coordinate, '') as signed),
    cast(nullif(staged.y_coordinate, '') as signed),
    cast(staged.year as signed),
    str_to_date(staged.updated_on, '%m/%d/%Y %h:%i:%s %p'),
    cast(nullif(staged.latitude, '') as decimal(12, 9)),
    cast(nullif(staged.longitude, '') as decimal(12, 9)),
    nullif(staged.location, '')
from crimes_staging as staged
left join crimes as present on present.id = cast(staged.id as signed)
where
    staged.reason is null
    and (present.id is null or present.updated_on <= str_to_date(staged.updated_on, '%m/%d/%Y %h:%i:%s %p'))
order by str_to_date(staged.updated_on, '%m/%d/%Y %h:%i:%s %p'), staged.line;

commit;
