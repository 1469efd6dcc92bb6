import { errorName, newestErrors, type Symptoms } from './verdictSymptoms';

// What the clients of models and of HTTP call their errors.
const clientErrors =
    /openai|foundry|API(?:Status|Connection|Timeout|Response)|Connection ?error|\b(?:Authentication|NotFound|InternalServer|BadRequest)Error|PermissionDenied|RateLimit|HTTPError|HTTPStatusError|HttpResponseError|HttpRequestException|RequestFailedException|ServiceRequestError|URLError|ConnectError|ReadTimeout|ConnectTimeout|SSLError|fetch failed/i;

// Packages by which a model may be called; an error of another package is not of such a call.
const clientPackage =
    /^(?:openai|azure\.(?:ai|core|identity)|requests|httpx|httpcore|urllib3?|aiohttp|litellm|langchain\w*|semantic_kernel|java\.(?:net|io|lang)|com\.(?:azure|openai)|tenacity|pydantic_ai|agents|org\.springframework\.ai)(?:\.|$)/;
const qualifiedName = /\b([a-z_]\w*(?:\.[a-z_]\w*){0,9})\.([A-Z]\w*)\b(:?)/g;

/** Whom a failing call was for, as the usual clients say it. */
const calledHosts = [
    /(?:\bfor url:?|\bhost=|\burl:|\bconnecting to|\bhost ?name|\bresolve(?: host)?:?)\s*['"]?(?:https?:\/\/)?([\w-]+(?:\.[\w-]+)+)/gi,
    // A model is refused by an address of its own, at the port of HTTPS; a resolver may end a name with a dot.
    /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED)\s+(?!\d+(?:\.\d+){3}:443\b)([\w-]+(?:\.[\w-]+)*)/gi,
    /\bhost ?name\s+["']([\w.-]+)["']/gi,
];

const longestText = 4000;

// What any error may say, and one of another name says of something else.
const looseWords = /model|deployment|timed? ?out/i;
const looseSilence = /model|deployment|timed? ?out|certificate|SSL|\bTLS\b|not resolve|not known|no such host/i;

/**
 * What a failing app speaks of in its answers, and when they name no error, in the newest one of its log. `model`: a client's error, with no other status than
 * the model's. `loosely`: the model's status alone, or its words in a sentence that names no error. `another`: an error of another kind, package or host.
 * `status` is what the model answers, 0 when it does not answer.
 */
export function spokenOf(symptoms: Symptoms, status: number, host: string | undefined): 'model' | 'loosely' | 'another' | 'nothing' {
    const texts = symptoms.bodies.map(({ text }) => text);
    const said = new Set([...texts, ...newestErrors(symptoms)].map((text) => subjectOf(text.slice(0, longestText), status, host)));
    return (['model', 'loosely', 'another'] as const).find((subject) => said.has(subject)) ?? 'nothing';
}

function subjectOf(text: string, status: number, host: string | undefined): 'model' | 'loosely' | 'another' | 'nothing' {
    const hosts = calledHosts.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]?.toLowerCase()));
    if (isOfAnotherPackage(text) || (hosts.length > 0 && !hosts.includes(host))) {
        return 'another';
    }
    // Ports, lines of a traceback and milliseconds are no statuses.
    const statuses = [...text.matchAll(/(?<!(?:port|line)[=: ]{1,2}|:)\b[45]\d\d\b(?! ?ms\b)/gi)]
        .map(([number]) => Number(number))
        .filter((one) => one !== 443);
    if (clientErrors.test(text)) {
        return statuses.length === 0 || statuses.includes(status) ? 'model' : 'another';
    }
    if (statuses.includes(status)) {
        return 'loosely';
    }
    return errorName.test(text) ? 'another' : (status === 0 ? looseSilence : looseWords).test(text) ? 'loosely' : 'nothing';
}

/** True when each error that is named with its package is of one that calls no model. */
function isOfAnotherPackage(text: string): boolean {
    const packages = [...text.matchAll(qualifiedName)].flatMap(([, name = '', error = '', colon]) =>
        /(?:Error|Exception)$/.test(error) || colon === ':' ? [name] : [],
    );
    return packages.length > 0 && !packages.some((name) => clientPackage.test(name));
}
