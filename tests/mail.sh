#!/bin/sh
# A throw-away mail server (exim) on the loopback for the tests: mail.sh start DIR PORT | stop DIR
# What it takes for …@thu.example is in the Maildir DIR/box/in, returned mail in DIR/box/bounce; "khong-co@" does not exist (550), "cham@" is asked to come again
# (451), "tra-lai@" is taken and then returned to the return path (a real delivery status notification).
set -eu
dir=$2
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=Debian-exim --regid=Debian-exim --clear-groups "$@"; else "$@"; fi; }
case "$1" in
start)
    mkdir -p "$dir/spool" "$dir/box"
    cat > "$dir/exim.conf" <<CONF
primary_hostname = thu.example
spool_directory = $dir/spool
log_file_path = $dir/spool/%slog
pid_file_path = $dir/exim.pid
daemon_smtp_ports = $3
local_interfaces = 127.0.0.1
tls_advertise_hosts =
keep_environment =
deliver_drop_privilege
queue_run_in_order
acl_smtp_rcpt = rcpt
acl_smtp_data = accept
begin acl
rcpt:
  deny local_parts = khong-co
       message = no such person here
  defer local_parts = cham
       message = come again later
  accept
begin routers
returned:
  driver = redirect
  local_parts = tra-lai
  data = :fail: the mailbox was closed
  allow_fail
bounces:
  driver = accept
  local_parts = bounce
  local_part_suffix = +*
  transport = bounces
box:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  directory = $dir/box/in
  maildir_format
  create_directory
  envelope_to_add
  return_path_add
  user = $(as id -u)
  group = $(as id -g)
bounces:
  driver = appendfile
  directory = $dir/box/bounce
  maildir_format
  create_directory
  envelope_to_add
  return_path_add
  user = $(as id -u)
  group = $(as id -g)
CONF
    if [ "$(id -u)" = 0 ]; then chown -R Debian-exim "$dir/spool" "$dir/box"; chmod 755 "$dir"; chown Debian-exim "$dir"; fi
    as /usr/sbin/exim4 -C "$dir/exim.conf" -bd -q1s
    ;;
stop)
    [ -f "$dir/exim.pid" ] && kill "$(cat "$dir/exim.pid")" || true
    ;;
esac
