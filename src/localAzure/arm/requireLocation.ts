import { textField, type JsonValue } from '../json';
import { isLocation, locations } from '../resources/locations';
import { armRefusal } from './armRefusal';

/** The `location` of a request body; refuses a missing or unknown one in ARM's words. */
export function requireLocation(body: JsonValue, type: string): string {
    const location = textField(body, 'location');
    if (location === undefined || location === '') {
        throw armRefusal(400, 'LocationRequired', 'The location property is required for this definition.');
    }
    if (!isLocation(location)) {
        throw armRefusal(
            400,
            'LocationNotAvailableForResourceType',
            `The provided location '${location}' is not available for resource type '${type}'. List of available regions for the resource type is '${locations.map((one) => one.name).join(',')}'.`,
        );
    }
    return location;
}
