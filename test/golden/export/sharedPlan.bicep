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

resource plan 'Microsoft.Web/serverfarms@2025-05-01' existing = {
  name: 'plan-shared'
  scope: resourceGroup('rg-shared')
}

// The rules by which plan-shared scales by its CPU are beside it, in another resource group:
//   az monitor autoscale create --resource-group rg-shared --name autoscale-plan-shared --resource plan-shared --resource-type Microsoft.Web/serverfarms --min-count 1 --max-count 5 --count 1
//   az monitor autoscale rule create --resource-group rg-shared --autoscale-name autoscale-plan-shared --condition "CpuPercentage > 70 avg 10m" --scale out 1 --cooldown 5
//   az monitor autoscale rule create --resource-group rg-shared --autoscale-name autoscale-plan-shared --condition "CpuPercentage < 30 avg 10m" --scale in 1 --cooldown 10

resource app 'Microsoft.Web/sites@2025-05-01' = {
  name: 'notes-abc123'
  location: 'westeurope'
  kind: 'app,linux,container'
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
    serverFarmId: plan.id
    reserved: true
    httpsOnly: true
    clientAffinityEnabled: false
    siteConfig: {
      acrUseManagedIdentityCreds: true
      acrUserManagedIdentityID: identity.properties.clientId
      alwaysOn: true
      healthCheckPath: '/health'
      http20Enabled: true
      ftpsState: 'Disabled'
      httpLoggingEnabled: true
      minTlsVersion: '1.2'
      linuxFxVersion: 'DOCKER|${image}'
      appSettings: [
        {
          name: 'WEBSITES_PORT'
          value: '8000'
        }
        {
          name: 'GREETING'
          value: 'it\'s "quoted" \\ `id` $HOME \${{ secrets.X }} \${image} %s é'
        }
        {
          name: 'API_TOKEN'
          value: apiToken
        }
        {
          name: 'ConnectionStrings:Main'
          value: connectionstringsMain
        }
      ]
    }
  }
  dependsOn: [pull]
}

output url string = 'https://${app.properties.defaultHostName}'
