import { saysNothing } from './saysNothing';
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
    /(?:\bfor url:?|\bhost=|\burl:|\bconnect(?:ing)? to(?: host)?|\bhost ?name|\bresolve(?: host)?:?|\bno such host:?)\s*['"]?(?:https?:\/\/)?([\w-]+(?:\.[\w-]+)+)/gi,
    // A model is refused by an address of its own, at the port of HTTPS; a resolver may end a name with a dot.
    /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED)\s+(?!\d+(?:\.\d+){3}:443\b)([\w-]+(?:\.[\w-]+)*)/gi,
    /\bhost ?name\s+["']([\w.-]+)["']/gi,
];

const longestText = 4000;

// A model by the words of those who call one, and by the codes of its service.
const modelWords =
    /openai|cognitive|foundry|\binference\b|\bllm\b|\bgpt-|completions?\b|DeploymentNotFound|subscription key|lacks the required data action|\b(?:the|our|an?|ai|chat|language)[ -](?:model|deployment)s?\b/i;
// How a call without an answer is told of, and nothing said of whom it was for.
const silences =
    /\b(?:(?:the )?(?:upstream |remote |http )?(?:request|connection|operation|call|read|connect)(?: has)? )?timed? ?out\b|\brequest time-?out\b|\bconnection (?:error|refused|reset|failed|closed)\b|\bname or service not known\b|\bname resolution\b|\bcould not (?:connect|be (?:reached|resolved))\b|\b(?:the )?certificate(?: verify failed| has expired| is not (?:valid|trusted))?\b|\bself[- ]signed certificate\b|\b(?:ssl|tls)\b/gi;

// The one library of all of Azure's services: its errors say by their words alone which service spoke.
const azureError =
    /\bazure\.core\.exceptions\b|\b(?:HttpResponse|ServiceRequest|ServiceResponse|ResourceNotFound|Rest)Error\b|\bRequestFailedException\b/;

/** True when a text names another service of Azure than the models', as one that was asked. */
export function namesOtherService(text: string): boolean {
    return (
        /\bkey ?vault|\bAKV\d{5}\b|\bsecrets? (?:get|list|set)\b|\.vault(?:core)?\.(?:azure|usgovcloudapi)\b|\.(?:blob|queue|table|file|dfs)\.core\.|\.(?:database|servicebus|search)\.windows\.|\.documents\.azure\.|\.azconfig\.io\b|graph\.microsoft\.|\bcosmos|\bservice ?bus|\bevent ?hubs?\b|\bMicrosoft\.(?!CognitiveServices|MachineLearningServices)[A-Z]\w{2,60}\//i.test(
            text,
        ) && !/openai|cognitive/i.test(text)
    );
}

/**
 * What a failing app speaks of in its answers, and when they name no error, in the newest one of its log. `model`: a client's error, with no other status than
 * the model's. `loosely`: the model's status alone, or its words in a sentence that names no error. `another`: an error of another kind, service, package or
 * host, or a reason in words that are not of a model. `nothing`: no reason at all. `status` is what the model answers, 0 when it does not answer.
 */
export function spokenOf(symptoms: Symptoms, status: number, host: string | undefined): 'model' | 'loosely' | 'another' | 'nothing' {
    const texts = symptoms.bodies.map(({ text }) => text);
    const said = new Set([...texts, ...newestErrors(symptoms)].map((text) => subjectOf(text.slice(0, longestText), status, host)));
    return (['model', 'loosely', 'another'] as const).find((subject) => said.has(subject)) ?? 'nothing';
}

function subjectOf(text: string, status: number, host: string | undefined): 'model' | 'loosely' | 'another' | 'nothing' {
    const hosts = calledHosts.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]?.toLowerCase()));
    if (isOfAnotherPackage(text) || (hosts.length > 0 && !hosts.includes(host)) || namesOtherService(text)) {
        return 'another';
    }
    const named = modelWords.test(text) || (host !== undefined && text.toLowerCase().includes(host));
    if (azureError.test(text) && !named) {
        return 'another';
    }
    // Ports, lines of a traceback and milliseconds are no statuses.
    const statuses = [...text.matchAll(/(?<!(?:port|line)[=: ]{1,2}|:)\b[45]\d\d\b(?! ?ms\b)/gi)]
        .map(([number]) => Number(number))
        .filter((one) => one !== 443);
    if (clientErrors.test(text) || azureError.test(text)) {
        return statuses.length === 0 || statuses.includes(status) ? 'model' : 'another';
    }
    if (errorName.test(text)) {
        return statuses.includes(status) ? 'loosely' : 'another';
    }
    if (saysNothing(text)) {
        return statuses.includes(status) ? 'loosely' : 'nothing';
    }
    // A sentence tells of the model by its name, or, when the model is silent, of a silence and of nobody by name.
    return named || ([0, 408, 504].includes(status) && saysNothing(text.replaceAll(silences, ' '))) ? 'loosely' : 'another';
}

/** True when each error that is named with its package is of one that calls no model. */
function isOfAnotherPackage(text: string): boolean {
    const packages = [...text.matchAll(qualifiedName)].flatMap(([, name = '', error = '', colon]) =>
        /(?:Error|Exception)$/.test(error) || colon === ':' ? [name] : [],
    );
    return packages.length > 0 && !packages.some((name) => clientPackage.test(name));
}
