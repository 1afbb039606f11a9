-- What `daylake load` needs for source.sql, in one schema and nowhere else. The rotation function runs these as the
-- administrator each time it makes a password for the secret …/loader; :database and :user are that secret's.

-- `create table if not exists`, on the first load.
grant create on :database.* to :user;

-- Lines are judged in a temporary table before they become rows.
grant create temporary tables on :database.* to :user; -- noqa: PRS

-- `replace` is an insert that may delete the row it replaces. No update, no drop: nothing else changes what is there.
grant select, insert, delete on :database.* to :user;
