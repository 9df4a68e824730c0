#!/bin/sh
# Runs a command with secrets from files: for every variable NAME_FILE of dvingest, Prefect and AWS, NAME is set to the
# content of that file, and NAME_FILE is gone. Variables that name a file themselves are left to their owners.
set -eu
theirs='^(AWS_(SHARED_CREDENTIALS|CONFIG|WEB_IDENTITY_TOKEN|CONTAINER_AUTHORIZATION_TOKEN)|PREFECT_API_SSL_CERT)_FILE='
for pair in $(env | grep -E '^(AWS|DVINGEST|PREFECT)_[A-Z0-9_]*_FILE=' | grep -vE "$theirs" | cut -d= -f1); do
    eval "path=\${$pair}"
    if [ ! -r "$path" ]; then
        echo "with-secrets: $pair=$path cannot be read: create the file, readable for uid $(id -u)." >&2
        exit 2
    fi
    value=$(cat "$path")
    export "${pair%_FILE}=$value"
    unset "$pair"
done
exec "$@"
