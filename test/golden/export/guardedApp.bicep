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

resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, app.id, '7f951dda-4ed3-4680-a7ca-43fe172d538d')
  scope: registry
  properties: {
    // AcrPull
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource plan 'Microsoft.Web/serverfarms@2025-05-01' = {
  name: 'plan-notes'
  location: 'westeurope'
  kind: 'linux'
  sku: {
    name: 'P1v3'
  }
  properties: {
    reserved: true
    elasticScaleEnabled: true
    maximumElasticWorkerCount: 5
  }
  tags: {
    'slipway-app': 'notes-abc123'
    'slipway-project': 'My Notes'
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-notes'
  location: 'westeurope'
  kind: 'web'
  properties: {
    Application_Type: 'web'
  }
  tags: {
    'slipway-app': 'notes-abc123'
    'slipway-project': 'My Notes'
  }
}

resource app 'Microsoft.Web/sites@2025-05-01' = {
  name: 'notes-abc123'
  location: 'westeurope'
  kind: 'app,linux,container'
  tags: {
    'slipway-app': 'notes-abc123'
    'slipway-project': 'My Notes'
  }
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    serverFarmId: plan.id
    reserved: true
    httpsOnly: true
    clientAffinityEnabled: false
    siteConfig: {
      acrUseManagedIdentityCreds: true
      acrUserManagedIdentityID: ''
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
        {
          name: 'APPLICATIONINSIGHTS_CONNECTION_STRING'
          value: insights.properties.ConnectionString
        }
      ]
    }
  }
}

resource signIn 'Microsoft.Web/sites/config@2025-05-01' = {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: {
      enabled: true
    }
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'RedirectToLoginPage'
      redirectToProvider: 'azureactivedirectory'
    }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          openIdIssuer: 'https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222/v2.0'
          clientId: '11111111-1111-4111-8111-111111111111'
        }
        validation: {
          allowedAudiences: [
            'api://11111111-1111-4111-8111-111111111111'
            '11111111-1111-4111-8111-111111111111'
          ]
        }
      }
    }
    login: {
      tokenStore: {
        enabled: true
      }
    }
  }
}

output url string = 'https://${app.properties.defaultHostName}'
