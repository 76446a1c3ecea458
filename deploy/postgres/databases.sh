#!/bin/sh
# One role and one database for each service, with the passwords of the secret files.
# It runs at every start and changes only what differs, so that a new password takes effect,
# and a first start that was interrupted is finished by the next one.
set -eu
secrets=${1:?the folder with the passwords}
PGPASSWORD=$(cat "$secrets/superuser")
export PGPASSWORD

for service in projects councils notifications reporting; do
    PASSWORD=$(cat "$secrets/$service")
    export PASSWORD
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set service="$service" --username postgres --dbname postgres <<'SQL'
\getenv password PASSWORD
select format('create role %I login', :'service')
 where not exists (select from pg_roles where rolname = :'service') \gexec
alter role :"service" login password :'password';
select format('create database %I owner %I', :'service', :'service')
 where not exists (select from pg_database where datname = :'service') \gexec
revoke all on database :"service" from public;
SQL
    echo "The database $service is there, with its role."
done
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
    --command 'revoke all on database postgres, template1 from public'
