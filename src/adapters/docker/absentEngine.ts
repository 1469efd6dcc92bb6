import type { Engine } from '../../ports/engine';

/** Stands where no engine answers and none is needed, as when Azure builds: whatever is asked of it fails with the reason why there is none. */
export function absentEngine(reason: Error): Engine {
    const refuse = () => Promise.reject(reason);
    return {
        facts: refuse,
        build: refuse,
        push: refuse,
        pull: refuse,
        tag: refuse,
        image: refuse,
        images: refuse,
        removeImage: refuse,
        run: refuse,
        container: refuse,
        containers: refuse,
        orphans: refuse,
        logs: refuse,
        exec: refuse,
        terminal: refuse,
        visit: refuse,
        stop: refuse,
        removeContainer: refuse,
        watch: refuse,
    };
}
