import assert from 'node:assert/strict';
import { spokenOf } from '../../../../src/core/diagnose/spokenOf';
import { readSymptoms } from '../../../../src/core/diagnose/verdictSymptoms';
import { chat, good, health, red } from './verdictProbes';

const host = 'shop.openai.azure.com';

describe('What a failing app speaks of', () => {
    const check = (body: string, status: number, expected: ReturnType<typeof spokenOf>) =>
        it(`is ${expected} for ${body.slice(0, 90)}`, () => {
            assert.equal(spokenOf(readSymptoms({ ...good, requests: [health, chat(red(body, 502))] }), status, host), expected);
        });

    // Numbers that are no status.
    check('File "/app/main.py", line 464, in ask openai.APIConnectionError: Connection error.', 0, 'model');
    check('openai.APITimeoutError: Request timed out (after 500 ms)', 0, 'model');
    check('openai.NotFoundError: Error code: 404', 503, 'another');

    // Addresses of the model: Node names the one that it connected to, a resolver may end a name with a dot.
    check('APIConnectionError: connect ECONNREFUSED 10.0.0.4:443', 0, 'model');
    check(`APIConnectionError: getaddrinfo ENOTFOUND ${host}.`, 0, 'model');
    check('Error: connect ECONNREFUSED 127.0.0.1:5432', 0, 'another');
    check('APIConnectionError: getaddrinfo ENOTFOUND api.partner.example', 0, 'another');

    // Packages that pass on what the client of a model said.
    check('tenacity.RetryError: RetryError[<Future at 0x7f raised NotFoundError>]', 404, 'model');
    check('pydantic_ai.exceptions.ModelHTTPError: status_code: 404, model_name: gpt-4o-mini', 404, 'model');
    check('agents.exceptions.ModelRefusal: Error code: 404', 404, 'loosely');
    check('org.springframework.ai.retry.NonTransientAiException: 404 - DeploymentNotFound', 404, 'loosely');
    check('agents.exceptions.MaxTurnsExceeded: Max turns (10) exceeded', 404, 'another');
    check('stripe.error.AuthenticationError: No API key provided', 401, 'another');
});
