/** Whether Docker Hub can be reached from here. A proxy that answers in its place does not count: the registry names its API in a header. */
export async function hubAnswers() {
    try {
        const response = await fetch('https://registry-1.docker.io/v2/', { signal: AbortSignal.timeout(5000) });
        await response.body?.cancel();
        return response.headers.has('docker-distribution-api-version');
    } catch {
        return false;
    }
}
