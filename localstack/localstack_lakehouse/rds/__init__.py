"""RDS for MySQL and MariaDB: moto keeps the metadata, and behind every instance is a user of a real server."""
