import { json } from '../http/answer';
import { objectBody, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { textField } from '../json';
import { isLocation } from '../resources/locations';
import type { Plans } from './plan';
import type { Sites } from './sites';

/** Whether a plan or a site could be made as it is asked for; nothing is made. */
export function validateRoute(plans: Plans, sites: Sites): Route {
    function problem(exchange: Exchange): readonly [code: string, message: string] | undefined {
        const body = objectBody(exchange);
        const name = textField(body, 'name') ?? '';
        const type = (textField(body, 'type') ?? '').toLowerCase();
        const planId = textField(body, 'properties', 'serverFarmId');
        if (type !== 'microsoft.web/sites' && type !== 'microsoft.web/serverfarms') {
            return ['BadRequest', `The parameter type has an invalid value. '${textField(body, 'type') ?? ''}'`];
        }
        if (!isLocation(textField(body, 'location') ?? '')) {
            return ['LocationNotAvailableForResourceType', `The location '${textField(body, 'location') ?? ''}' is not available.`];
        }
        if (type === 'microsoft.web/sites' && planId !== undefined && plans.get(planId) === undefined) {
            return ['NotFound', `Cannot find ServerFarm with name ${planId.split('/').at(-1) ?? ''}.`];
        }
        return type === 'microsoft.web/sites' && sites.taken(name)
            ? ['Conflict', `Website with given name ${name} already exists.`]
            : undefined;
    }

    return {
        method: 'POST',
        path: '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Web/validate',
        handle(exchange) {
            const [code, message] = problem(exchange) ?? [];
            return json(200, code === undefined ? { status: 'Success', error: null } : { status: 'Failed', error: { code, message } });
        },
    };
}
