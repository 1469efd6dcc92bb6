/** What one look at the public address says about the app. */
export type AnswerVerdict =
    | { readonly kind: 'app'; readonly status: number; readonly note?: 'signIn' | 'clientError' }
    /** A page of the platform: the app is not there (yet), or keeps out whoever asks from here. */
    | { readonly kind: 'platform'; readonly status: number; readonly page: string; readonly cause?: 'address' }
    /** The app answers, and not as it should. */
    | { readonly kind: 'wrong'; readonly status: number }
    | { readonly kind: 'silent' };

// Pages that Azure shows instead of the app, each by words of its own.
const platformPages: readonly { readonly page: string; readonly pattern: RegExp }[] = [
    { page: 'Application Error', pattern: /<title>\s*Application Error\s*<\/title>|:\(\s*Application Error/i },
    {
        page: 'waiting for your content',
        pattern: /Your web app is running and waiting for your content|Hey, (Python|Node|\.NET|Java)[\w ]* developers!/i,
    },
    {
        page: 'This web app is stopped',
        pattern: /<title>[^<]*(This web app is stopped|Web App - Unavailable|Site Unavailable)|Error 403 - This web app is stopped/i,
    },
    { page: 'Azure App Service - Welcome', pattern: /<title>\s*Microsoft Azure (App|Web) ?(Service|Site|App)[^<]*Welcome/i },
    { page: '404 Web Site not found', pattern: /<title>\s*(Microsoft Azure Web App - )?Error 404\s*<\/title>|404 Web Site not found/i },
    {
        page: 'Container App - Unavailable',
        pattern: /Azure Container App(s)? - (Unavailable|Stopped)|This Container App is stopped or does not exist/i,
    },
    { page: 'Welcome to Azure Container Apps!', pattern: /Welcome to Azure Container Apps!|<title>Azure Container Apps<\/title>/i },
];

// An app that runs, and lets nobody in from where it was asked. App Service's page bears the title of a stopped app.
const addressPages: readonly { readonly page: string; readonly pattern: RegExp }[] = [
    { page: 'Error 403 - Forbidden', pattern: /Error 403 - Forbidden[\s\S]*has blocked your access/i },
    { page: 'RBAC: access denied', pattern: /^\s*RBAC: access denied\s*$/i },
];

/** Judges an answer. `expected` is the status that the rehearsal saw; without it any answer of the app's own below 500 counts. */
export function judgeAnswer(
    answer: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string } | undefined,
    expected: number | undefined,
): AnswerVerdict {
    if (answer === undefined) {
        return { kind: 'silent' };
    }
    const { status, headers, body } = answer;
    const refused = status === 403 ? addressPages.find(({ pattern }) => pattern.test(body))?.page : undefined;
    if (refused !== undefined) {
        return { kind: 'platform', status, page: refused, cause: 'address' };
    }
    const page = platformPages.find(({ pattern }) => pattern.test(body))?.page;
    if (page !== undefined) {
        return { kind: 'platform', status, page };
    }
    if (status === expected) {
        return status >= 400 && status < 500 ? { kind: 'app', status, note: 'clientError' } : { kind: 'app', status };
    }
    const signIn =
        status === 302
            ? /login\.(microsoftonline\.com|windows\.net)|\/\.auth\/login/i.test(headers.location ?? '')
            : status === 401 && 'www-authenticate' in headers;
    if (signIn) {
        return { kind: 'app', status, note: 'signIn' };
    }
    // The platform's front end answers these while no container is ready; an app behind it may too, and must not count either.
    if ([502, 503, 504].includes(status)) {
        return { kind: 'platform', status, page: String(status) };
    }
    // An app that redirects or refuses a rehearsal (no https there, another host name) may well show its page where it belongs.
    if (status < 400 && expected !== undefined && expected >= 300) {
        return { kind: 'app', status };
    }
    if (expected !== undefined || status >= 500) {
        return { kind: 'wrong', status };
    }
    return status >= 400 ? { kind: 'app', status, note: 'clientError' } : { kind: 'app', status };
}
