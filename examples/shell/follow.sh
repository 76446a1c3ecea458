#!/bin/sh
# Follows the feed of events over HTTP, with nothing but curl and sed: each page is a JSON array of CloudEvents, on a line.
#
#   CLIENT_ID=… CLIENT_SECRET=… sh follow.sh http://localhost:8080 [types] [how many pages]
#
# Where it got to stands in the file `cursor`, so it goes on there when it is started again.
set -eu
url=$1 types=${2:-} pages=${3:-}
headers=$(mktemp) page=$(mktemp)
trap 'rm -f "$headers" "$page"' EXIT

token() {
    printf 'user = "%s:%s"\n' "$CLIENT_ID" "$CLIENT_SECRET" |
        curl -sSf --config - -d grant_type=client_credentials "$url/oauth/token" |
        sed 's/.*"access_token" *: *"\([^"]*\)".*/\1/'
}

next=/api/v1/events?limit=100\&after=earliest${types:+\&types=$types}
[ ! -s cursor ] || next=$(cat cursor)
token=$(token)
while [ "$pages" != 0 ]; do
    # the token is read from a pipe: what stands in a command can be seen by everybody on the machine
    status=$(printf 'header = "Authorization: Bearer %s"\n' "$token" |
        curl -sS --config - -H 'Accept: application/cloudevents-batch+json' -D "$headers" -o "$page" -w '%{http_code}' "$url$next")
    case $status in
    200) ;;
    401) token=$(token) && continue ;;  # it was good for a quarter of an hour
    *) echo "The feed answered $status." >&2 && sleep 5 && continue ;;
    esac
    if [ "$(cat "$page")" = '[]' ]; then
        sleep 2
    else
        cat "$page" && echo
        [ -z "$pages" ] || pages=$((pages - 1))
    fi
    next=$(sed -n 's/^[Ll]ink: <\([^>]*\)>.*/\1/p' "$headers")
    # only now: what was printed is not asked for again
    printf '%s' "$next" >cursor
done
