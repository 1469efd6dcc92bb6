/** A port as written in a command or a setting: `8080`, `0.0.0.0:8080`, `:8080`, `${PORT:-8080}`; undefined for `$PORT` alone and what is no port. */
export function portIn(text: string | undefined): number | undefined {
    const match =
        text === undefined
            ? null
            : (/^(?:\[[^\]]*\]|[^:[\]]*)?:?\$\{\w+:-(\d{1,5})\}$/.exec(text) ??
              /^(?:tcp:\/\/)?(?:\[[^\]]*\]:|[\w.*-]*:)?(\d{1,5})$/.exec(text));
    const port = Number(match?.[1]);
    return Number.isInteger(port) && port >= 1 && port <= 65535 ? port : undefined;
}
