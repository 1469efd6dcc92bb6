/** An application that a PasteDeploy file assembles (Pyramid's `production.ini`): it is found by the name of the installed package. */
export interface PasteApp {
    readonly file: string;
    /** Where the file's own server listens. */
    readonly port?: { readonly value: number; readonly line: number };
}

/** Serves what the file assembles, on the container's own port. */
export function pasteCommand({ file }: PasteApp): string {
    return `python -c "import os; from pyramid.paster import get_app; from waitress import serve; serve(get_app('${file}'), listen='0.0.0.0:' + os.environ['PORT'])"`;
}
