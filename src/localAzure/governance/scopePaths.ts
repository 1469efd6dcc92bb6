/** Where locks and policies can be: a subscription, a group, a resource or a child of one. */
export const scopePaths: readonly string[] = [
    '/subscriptions/{subscription}',
    '/subscriptions/{subscription}/resourceGroups/{group}',
    '/subscriptions/{subscription}/resourceGroups/{group}/providers/{namespace}/{type}/{name}',
    '/subscriptions/{subscription}/resourceGroups/{group}/providers/{namespace}/{type}/{name}/{childType}/{childName}',
];
