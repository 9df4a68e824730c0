#!/bin/sh
# Runs a command with secrets from files: for every variable NAME_FILE, NAME is set to the content of that file.
# The variables of AWS that name files themselves are left to AWS.
set -eu
for pair in $(env | grep -E '^[A-Z][A-Z0-9_]*_FILE=' | grep -vE '^AWS_(SHARED_CREDENTIALS|CONFIG|WEB_IDENTITY_TOKEN)_FILE=' | cut -d= -f1); do
    eval "path=\${$pair}"
    if [ ! -r "$path" ]; then
        echo "with-secrets: $pair=$path cannot be read: create the file, readable for uid $(id -u)." >&2
        exit 2
    fi
    value=$(cat "$path")
    export "${pair%_FILE}=$value"
done
exec "$@"
