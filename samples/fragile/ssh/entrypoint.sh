#!/bin/sh
# SSH sessions start without the container's environment: what App Service sets is written where a login shell reads it.
set -e
umask 077
env | while IFS='=' read -r name value; do
    case $name in '' | HOME | PWD | OLDPWD | SHLVL | _ | *[!A-Za-z0-9_]*) continue ;; esac
    printf "export %s='%s'\n" "$name" "$(printf %s "$value" | sed "s/'/'\\\\''/g")"
done >/etc/profile.d/aa-app-env.sh
umask 022
if [ "${WEBSITE_SSH_ENABLED:-1}" != 0 ]; then
    ssh-keygen -A >/dev/null 2>&1
    /usr/sbin/sshd || echo "sshd did not start" >&2
fi
if [ -n "$FRAGILE_USER" ]; then
    mkdir -p /home/LogFiles
    chown "$FRAGILE_USER" /home/LogFiles
    exec setpriv --reuid="$FRAGILE_USER" --regid="$FRAGILE_USER" --clear-groups "$@"
fi
exec "$@"
