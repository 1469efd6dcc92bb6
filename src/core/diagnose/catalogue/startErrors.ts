import type { StartErrorRow } from './azureErrorRow';

/**
 * Why a container does not start, as logs, events and states of the platforms say it. The first row that fits any line counts, so that the cause stands
 * before what follows from it: a refused pull before the time-out that it ends in.
 */
export const startErrors = {
    'start-platform': {
        failure: 'deploy/wrong-platform',
        line: /exec format error|image operating system .* cannot be used|no matching manifest for linux\/amd64|ContainerPlatformMismatch/i,
    },
    'start-registry-firewall': {
        failure: 'registry/network-restricted',
        line: /client with IP '(?<ip>[^']+)' is not allowed access/i,
    },
    'start-image-not-found': {
        failure: 'deploy/image-not-found',
        line: /manifest unknown|manifest for \S+ not found|ImagePullNotFound|name unknown|NAME_UNKNOWN|repository name not known|ImageNotFound/i,
    },
    'start-pull-unauthorized-abac': {
        failure: 'deploy/pull-unauthorized',
        line: /ImagePullUnauthorized|unauthorized: authentication required|denied: requested access/i,
        registry: 'repository',
    },
    'start-pull-unauthorized': {
        failure: 'deploy/pull-unauthorized',
        line: /ImagePullUnauthorized|unauthorized: |authentication required|pull access denied|denied: requested access|failed to (?:get|acquire|obtain) .*token|Could not .*managed identity/i,
    },
    'start-pull-failed': {
        failure: 'deploy/pull-unauthorized',
        line: /Image pull failed: Verify docker image configuration|reason 'ImagePull\w*'/i,
    },
    'start-out-of-memory': {
        failure: 'deploy/crashed',
        line: /OOMKilled|ContainerOutOfMemory|exit(?:ed)?(?: with)?(?: exit)? ?code:? ?'?(?<exit>137)\b/i,
    },
    'start-target-port': {
        failure: 'deploy/port-silent',
        line: /TargetPort (?<port>\d+) does not match (?:the listening port|any of the listening ports:?) \[?(?<listening>\d+)/i,
    },
    'start-exited': {
        failure: 'deploy/crashed',
        line: /exit(?:ed)?(?: with)?(?: exit)? ?(?:code|status):? ?'?(?<exit>-?\d+)|has exited, failing site start|ContainerExited/i,
    },
    'start-backing-off': { failure: 'deploy/crashed', line: /Persistent Failure to start container|CrashLoopBackOff/i },
    'start-loopback': {
        failure: 'deploy/port-silent',
        line: /(?:Running on|Listening (?:at|on):?|Uvicorn running on) https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):(?<listening>\d+)/i,
        // Flask names every address that it listens on, the loopback one among them.
        unless: /0\.0\.0\.0|all addresses/i,
    },
    'start-port-silent': {
        failure: 'deploy/port-silent',
        line: /(?:did not|didn't) respond to HTTP pings on port:? ?(?<port>\d+)/i,
    },
    'start-probe-refused': {
        failure: 'deploy/port-silent',
        line: /(?:startup|readiness|liveness) probe failed: (?:Get \\?"+https?:\/\/[^/"]*?:(?<port>\d+)\/[^:]*: )?.*connection refused/i,
    },
    'start-upstream-refused': {
        failure: 'deploy/port-silent',
        line: /upstream connect error or disconnect\/reset before headers/i,
    },
    'start-timeout': {
        failure: 'deploy/start-timeout',
        line: /ContainerTimeout|did not start within (?:the )?expected time|startup probe .*(?:failed|timed out)|start(?:ing)? .*timed? ?out|WarmUpProbeFail/i,
    },
} satisfies Record<string, StartErrorRow>;
