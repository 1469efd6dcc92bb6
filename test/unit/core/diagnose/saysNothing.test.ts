import assert from 'node:assert/strict';
import { saysNothing } from '../../../../src/core/diagnose/saysNothing';

/** What servers and frameworks answer when an app failed and told nobody why, and what somebody wrote. */
describe('An answer that says nothing', () => {
    for (const text of [
        '',
        'Internal Server Error',
        '<h1>Server Error (500)</h1>',
        '{"detail":"Something went wrong"}',
        '{"error":true,"status":500}',
        '{"timestamp":"2026-11-28T10:00:00.123+00:00","status":500,"error":"Internal Server Error","path":"/chat"}',
        '{"type":"https://tools.ietf.org/html/rfc9110#section-15.6.1","title":"An error occurred while processing your request.","status":500,"traceId":"00-84c1fd4063c38d9f3900d06e56542d48-85d1d4-00"}',
        '<!doctype html><html lang=en><title>500 Internal Server Error</title><h1>Internal Server Error</h1><p>The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.</p>',
        '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx/1.24.0</center></body></html>',
        '<h1>:( Application Error</h1><p>If you are the application administrator, you can access the diagnostic resources.</p>',
        'upstream connect error or disconnect/reset before headers. reset reason: connection termination',
        'upstream connect error or disconnect/reset before headers. retried and the latest reset reason: remote connection failure, transport failure reason: delayed connect error: 111',
        'no healthy upstream',
        'upstream request timeout',
        'The service is unavailable.',
        "We're sorry, but something went wrong.",
        'Oops! An unexpected error occurred. Please try again later.',
        '{"statusCode":500,"message":"Internal server error"}',
        '{"error":{"message":"An unknown error has occurred","requestId":"f0e1d2c3b4a5968778695a4b3c2d1e0f"}}',
    ]) {
        it(`is ${JSON.stringify(text.slice(0, 80))}`, () => assert.equal(saysNothing(text), true));
    }
    for (const text of [
        'Forbidden',
        '{"error":"payment declined"}',
        '{"message":"Database is not reachable"}',
        'Could not save the order',
        'Partner answered 403',
        'The certificate of the print server has expired',
        'panic: runtime error: index out of range [3] with length 3',
        'Interner Serverfehler: Lager nicht erreichbar',
        '{"error":"Internal Server Error","message":"no such host: erp.internal"}',
        'Too many requests',
        '{"code":"E_VALIDATION","message":"age must be a number"}',
    ]) {
        it(`is not ${JSON.stringify(text.slice(0, 80))}`, () => assert.equal(saysNothing(text), false));
    }
});
