-- What the daily job's user may do: read one schema, and nothing else anywhere. The rotation function runs these as the
-- administrator each time it makes a password for the secret …/reader; :database and :user are that secret's.

grant select on :database.* to :user;

-- All of a run's readers open their read view while the table is held still.
grant lock tables on :database.* to :user; -- noqa: PRS
