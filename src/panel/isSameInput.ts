/** Whether what was typed into an input means what the page would write there: 1.0 is the number 1, and stays as it was typed; nothing is not 0. */
export function isSameInput(type: string, typed: string, drawn: string): boolean {
    return typed === drawn || (type === 'number' && typed !== '' && drawn !== '' && Number(typed) === Number(drawn));
}
