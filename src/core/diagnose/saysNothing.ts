import { errorPageText } from './errorPageText';

// What frameworks, servers and front ends say of any failure: Flask, Django, Rails, Express, Spring, ASP.NET, nginx, IIS, Envoy, App Service.
const phrases =
    /upstream connect error or disconnect\/reset before headers(?:\. (?:retried and the latest )?reset reason: [a-z ]{1,60}(?:, transport failure reason: [a-z ]{1,60})?)?|no healthy upstream|upstream request timeout|stream timeout|either the server is overloaded or there is an error in the application|(?:and )?was unable to complete your request|the server encountered an (?:internal|unexpected) (?:server )?error(?: or misconfiguration)?|if you are the application administrator, you can access the diagnostic resources|while processing (?:your|the) request|internal server error|application error|bad gateway|gateway time-?out|service (?:temporarily )?unavailable|the service is (?:temporarily )?unavailable|something went wrong|please try again(?: later)?|we(?:'re| are) sorry|an? (?:unexpected|unknown|unhandled|internal) (?:server )?(?:error|exception)(?: has)?(?: occurred| happened)?|an error (?:has )?(?:occurred|happened)/gi;
const words =
    /\b(?:errors?|internal|server|failed|failure|unexpected|unknown|oops|sorry|but|null|true|false|nginx|openresty|apache|status|code|http)\b/gi;
// Identifiers, times, addresses and versions, which differ from one failure to the next and tell nothing.
const marks = /https?:\/\/[^\s"'<>]{1,300}|\b[0-9a-f]{8}[0-9a-f-]{8,60}\b|\b\d{4}-\d\d-\d\dT[\d:.+Z-]{5,40}|\bnginx\/[\d.]+|\d+/gi;
// Fields of a JSON answer in which no reason stands.
const fields =
    /"(?:type|traceId|trace_id|requestId|request_id|correlationId|timestamp|path|instance|activityId)"\s*:\s*"[^"]{0,300}"\s*,?/gi;
const names = /"[A-Za-z_]{1,40}"\s*:/g;

/** True when a failing answer holds no word of why: a status, a page of a framework's or a server's. Whatever else stands there is somebody's word of a reason. */
export function saysNothing(answer: string): boolean {
    const text = errorPageText(answer.slice(0, 4000)).replaceAll(fields, ' ').replaceAll(names, ' ').replaceAll('’', "'");
    return !/\p{L}{2}/u.test(text.replaceAll(phrases, ' ').replaceAll(marks, ' ').replaceAll(words, ' '));
}
