// My Notes: Slipway’s plan as Bicep. Build and push the image first, then:
//   az group create --name rg-notes --location westeurope
//   az deployment group create --resource-group rg-notes --template-file main.bicep --parameters image=… apiToken=… connectionstringsMain=…
// Keep values of secrets off the command line: a .bicepparam file can read them by readEnvironmentVariable().

targetScope = 'resourceGroup'

@description('The image by its digest: server/repository@sha256:…')
param image string

@description('Value of the setting API_TOKEN.')
@secure()
param apiToken string

@description('Value of the setting ConnectionStrings:Main.')
@secure()
param connectionstringsMain string

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: 'notesabc123'
  location: 'westeurope'
  sku: {
    name: 'Basic'
  }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
  tags: {
    'slipway-app': 'notes-abc123'
    'slipway-project': 'My Notes'
  }
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-notes-abc123'
  location: 'westeurope'
  tags: {
    'slipway-app': 'notes-abc123'
    'slipway-project': 'My Notes'
  }
}

resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, identity.id, '7f951dda-4ed3-4680-a7ca-43fe172d538d')
  scope: registry
  properties: {
    // AcrPull
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: 'env-notes'
  location: 'westeurope'
  properties: {
    zoneRedundant: false
  }
  tags: {
    'slipway-app': 'notes-abc123'
    'slipway-project': 'My Notes'
  }
}

resource app 'Microsoft.App/jobs@2025-07-01' = {
  name: 'notes-abc123'
  location: 'westeurope'
  tags: {
    'slipway-app': 'notes-abc123'
    'slipway-project': 'My Notes'
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    environmentId: environment.id
    configuration: {
      triggerType: 'Event'
      eventTriggerConfig: {
        parallelism: 1
        replicaCompletionCount: 1
        scale: {
          minExecutions: 0
          maxExecutions: 10
          pollingInterval: 30
          rules: [
            {
              name: 'azure-queue'
              type: 'azure-queue'
              metadata: {
                accountName: 'shop'
                queueName: 'orders'
              }
              auth: [
                {
                  secretRef: 'api-token'
                  triggerParameter: 'connection'
                }
              ]
            }
          ]
        }
      }
      replicaTimeout: 1800
      replicaRetryLimit: 0
      registries: [
        {
          server: registry.properties.loginServer
          identity: identity.id
        }
      ]
      secrets: [
        {
          name: 'api-token'
          value: apiToken
        }
        {
          name: 'connectionstrings-main'
          value: connectionstringsMain
        }
      ]
    }
    template: {
      containers: [
        {
          name: 'notes-abc123'
          image: image
          env: [
            {
              name: 'GREETING'
              value: 'it\'s "quoted" \\ `id` $HOME \${{ secrets.X }} \${image} %s é'
            }
            {
              name: 'API_TOKEN'
              secretRef: 'api-token'
            }
            {
              name: 'ConnectionStrings:Main'
              secretRef: 'connectionstrings-main'
            }
          ]
          resources: {
            cpu: '0.5'
            memory: '1Gi'
          }
        }
      ]
    }
  }
  dependsOn: [pull]
}

output jobId string = app.id
