/** The body as text; undefined, and the rest unread, when it is longer than `limit` bytes. */
export async function readBounded(body: ReadableStream<Uint8Array>, limit: number): Promise<string | undefined> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let text = '';
    let bytes = 0;
    for (;;) {
        const part = await reader.read();
        if (part.done) {
            return text + decoder.decode();
        }
        bytes += part.value.byteLength;
        if (bytes > limit) {
            await reader.cancel().catch(() => undefined);
            return undefined;
        }
        text += decoder.decode(part.value, { stream: true });
    }
}
