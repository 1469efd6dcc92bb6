import type { Check } from './check';

export const systemChecks: readonly Check[] = [
    {
        id: 'memory',
        title: 'Memory',
        group: 'system',
        when: 'together',
        timeoutMs: 10_000,
        script: () => `first() { for f in "$@"; do [ -r "$f" ] && { head -n 1 "$f"; return; }; done; }
say limit "$(first /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes)"
say used "$(first /sys/fs/cgroup/memory.current /sys/fs/cgroup/memory/memory.usage_in_bytes)"
say oom_kills "$(sed -n 's/^oom_kill //p' /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control 2>/dev/null | head -n 1)"
sed -n 's/^\\(MemTotal\\|MemAvailable\\):/\\1/p' /proc/meminfo`,
    },
    {
        id: 'disk',
        title: 'Disk',
        group: 'system',
        when: 'together',
        timeoutMs: 10_000,
        script: () => `for p in / /home /tmp; do
  [ -d $p ] && df -P -k $p 2>/dev/null | tail -n 1 | { read -r dev total used free use at && if grep -q "^[^ ]* $at [^ ]* ro[ ,]" /proc/mounts 2>/dev/null; then say readonly "$p"; else say disk "$p $total $free"; fi; }
done
df -P -i / 2>/dev/null | tail -n 1 | { read -r dev total used free rest && say inodes "$total $free"; }
if t=$(mktemp /tmp/slipway.XXXXXX 2>/dev/null); then if echo x >"$t" 2>/dev/null; then say write ok; else say write failed; fi; rm -f "$t"; else say write failed; fi`,
    },
    {
        id: 'processes',
        title: 'Processes',
        group: 'system',
        when: 'together',
        timeoutMs: 10_000,
        script: () => `read -r up _ </proc/uptime; up=\${up%.*}
for d in /proc/[0-9]*; do
  { read -r s <$d/stat; } 2>/dev/null || continue; c=\${s#*(}; c=\${c%)*}; r=\${s##*) }; set -- $r
  say process "\${d#/proc/} $2 $((up - \${20:-0} / 100)) $((\${22:-0} * 4)) $1 $c"
done | head -n 150`,
    },
    {
        id: 'clock',
        title: 'Clock and system',
        group: 'system',
        when: 'together',
        timeoutMs: 5000,
        script: () => `say epoch "$(date +%s)"; say user "$(id -u)"
sed -n 's/^PRETTY_NAME="\\{0,1\\}\\([^"]*\\).*/@system=\\1/p' /etc/os-release 2>/dev/null; uname -srm`,
    },
];
