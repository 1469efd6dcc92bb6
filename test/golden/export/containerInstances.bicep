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

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' existing = {
  name: 'notesabc123'
  scope: resourceGroup('rg-shared')
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-notes-abc123'
  location: 'westeurope'
  tags: {
    'slipway-app': 'notes-abc123'
    'slipway-project': 'My Notes'
  }
}

// id-notes-abc123 needs the role AcrPull on notesabc123, which is in another resource group:
//   az role assignment create --assignee-object-id $(az identity show --resource-group rg-notes --name id-notes-abc123 --query principalId --output tsv) --assignee-principal-type ServicePrincipal --role 7f951dda-4ed3-4680-a7ca-43fe172d538d --scope $(az acr show --name notesabc123 --query id --output tsv)

resource app 'Microsoft.ContainerInstance/containerGroups@2023-05-01' = {
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
    osType: 'Linux'
    restartPolicy: 'Always'
    containers: [
      {
        name: 'notes-abc123'
        properties: {
          image: image
          ports: [
            {
              port: 8000
              protocol: 'TCP'
            }
          ]
          environmentVariables: [
            {
              name: 'GREETING'
              value: 'it\'s "quoted" \\ `id` $HOME \${{ secrets.X }} \${image} %s é'
            }
            {
              name: 'API_TOKEN'
              secureValue: apiToken
            }
            {
              name: 'ConnectionStrings:Main'
              secureValue: connectionstringsMain
            }
          ]
          resources: {
            requests: {
              cpu: 1
              memoryInGB: json('1.5')
            }
          }
        }
      }
    ]
    imageRegistryCredentials: [
      {
        server: registry.properties.loginServer
        identity: identity.id
      }
    ]
    ipAddress: {
      type: 'Public'
      ports: [
        {
          port: 8000
          protocol: 'TCP'
        }
      ]
      dnsNameLabel: 'notes-abc123'
    }
  }
}

output url string = 'http://${app.properties.ipAddress.fqdn}:8000'
