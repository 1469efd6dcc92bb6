// JavaScript, so that the types of four packages that one test needs are in nobody's compilation; officialClients.d.mts says what that test uses.
export { OperationalInsightsManagementClient } from '@azure/arm-operationalinsights';
export { ResourceGraphClient } from '@azure/arm-resourcegraph';
export { StorageManagementClient } from '@azure/arm-storage';
export { LogsQueryClient } from '@azure/monitor-query-logs';
