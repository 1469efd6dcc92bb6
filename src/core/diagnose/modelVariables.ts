/** The settings that name the model's endpoint, each by one of the usual names; the first that is not empty counts. */
export const endpointVariables = ['AZURE_AI_FOUNDRY_ENDPOINT', 'AZURE_OPENAI_ENDPOINT', 'AZURE_AI_ENDPOINT'] as const;
export const modelVariables = ['AZURE_AI_MODEL', 'AZURE_OPENAI_DEPLOYMENT', 'AZURE_OPENAI_DEPLOYMENT_NAME'] as const;
export const keyVariables = ['AZURE_OPENAI_API_KEY', 'AZURE_AI_FOUNDRY_KEY', 'AZURE_AI_API_KEY'] as const;
