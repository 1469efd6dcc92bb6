import { json } from '../http/answer';
import { Refusal } from '../http/refusal';

/** Microsoft.Web's own error shape, with capital names; ARM's front end passes it through as it is. */
export function webRefusal(status: number, code: string, message: string, extendedCode?: string): Refusal {
    return new Refusal(
        json(status, {
            Code: code,
            Message: message,
            Target: null,
            Details: [
                { Message: message },
                { Code: code },
                {
                    ErrorEntity: {
                        ...(extendedCode === undefined
                            ? {}
                            : { ExtendedCode: extendedCode, MessageTemplate: '{0}', Parameters: [message] }),
                        Code: code,
                        Message: message,
                    },
                },
            ],
            Innererror: null,
        }),
    );
}
