namespace AiCloudSecurity.CloudFake;

/// <summary>Routes of the services beside SageMaker and Bedrock.</summary>
public static partial class AwsRoutes
{
    private const string AgentCore = """
        CreateAgentRuntime PUT /runtimes/
        CreateAgentRuntimeEndpoint PUT /runtimes/{agentRuntimeId}/runtime-endpoints/
        CreateApiKeyCredentialProvider POST /identities/CreateApiKeyCredentialProvider
        CreateBrowser PUT /browsers
        CreateCodeInterpreter PUT /code-interpreters
        CreateGateway POST /gateways/
        CreateMemory POST /memories/create
        CreateOauth2CredentialProvider POST /identities/CreateOauth2CredentialProvider
        CreatePolicyEngine POST /policy-engines
        DeleteAgentRuntime DELETE /runtimes/{agentRuntimeId}/
        GetAgentRuntime GET /runtimes/{agentRuntimeId}/
        GetBrowser GET /browsers/{browserId}
        GetCodeInterpreter GET /code-interpreters/{codeInterpreterId}
        GetGateway GET /gateways/{gatewayIdentifier}/
        GetMemory GET /memories/{memoryId}/details
        GetPolicyEngine GET /policy-engines/{policyEngineId}
        GetResourcePolicy GET /resourcepolicy/{resourceArn}
        GetTokenVault POST /identities/get-token-vault
        ListAgentRuntimeEndpoints POST /runtimes/{agentRuntimeId}/runtime-endpoints/
        ListAgentRuntimes POST /runtimes/
        ListApiKeyCredentialProviders POST /identities/ListApiKeyCredentialProviders
        ListBrowsers POST /browsers
        ListCodeInterpreters POST /code-interpreters
        ListGateways GET /gateways/
        ListMemories POST /memories/
        ListOauth2CredentialProviders POST /identities/ListOauth2CredentialProviders
        ListPolicyEngines GET /policy-engines
        PutResourcePolicy PUT /resourcepolicy/{resourceArn}
        SetTokenVaultCMK POST /identities/set-token-vault-cmk
        UpdateAgentRuntime PUT /runtimes/{agentRuntimeId}/
        UpdateGateway PUT /gateways/{gatewayIdentifier}/
        """;

    private const string Lex = """
        CreateBot PUT /bots/
        CreateBotAlias PUT /bots/{botId}/botaliases/
        CreateBotLocale PUT /bots/{botId}/botversions/{botVersion}/botlocales/
        CreateBotVersion PUT /bots/{botId}/botversions/
        CreateIntent PUT /bots/{botId}/botversions/{botVersion}/botlocales/{localeId}/intents/
        CreateResourcePolicy POST /policy/{resourceArn}/
        CreateSlot PUT /bots/{botId}/botversions/{botVersion}/botlocales/{localeId}/intents/{intentId}/slots/
        DescribeBot GET /bots/{botId}/
        DescribeBotAlias GET /bots/{botId}/botaliases/{botAliasId}/
        DescribeResourcePolicy GET /policy/{resourceArn}/
        DescribeSlot GET /bots/{botId}/botversions/{botVersion}/botlocales/{localeId}/intents/{intentId}/slots/{slotId}/
        ListBotAliases POST /bots/{botId}/botaliases/
        ListBotLocales POST /bots/{botId}/botversions/{botVersion}/botlocales/
        ListBots POST /bots/
        ListIntents POST /bots/{botId}/botversions/{botVersion}/botlocales/{localeId}/intents/
        ListSlots POST /bots/{botId}/botversions/{botVersion}/botlocales/{localeId}/intents/{intentId}/slots/
        UpdateBotAlias PUT /bots/{botId}/botaliases/{botAliasId}/
        """;

    private const string Polly = """
        GetSpeechSynthesisTask GET /v1/synthesisTasks/{TaskId}
        ListSpeechSynthesisTasks GET /v1/synthesisTasks
        StartSpeechSynthesisTask POST /v1/synthesisTasks
        """;

    private const string QBusiness = """
        CreateApplication POST /applications
        CreateDataAccessor POST /applications/{applicationId}/dataaccessors
        CreateWebExperience POST /applications/{applicationId}/experiences
        GetApplication GET /applications/{applicationId}
        GetChatControlsConfiguration GET /applications/{applicationId}/chatcontrols
        GetDataAccessor GET /applications/{applicationId}/dataaccessors/{dataAccessorId}
        GetWebExperience GET /applications/{applicationId}/experiences/{webExperienceId}
        ListApplications GET /applications
        ListDataAccessors GET /applications/{applicationId}/dataaccessors
        ListWebExperiences GET /applications/{applicationId}/experiences
        UpdateChatControlsConfiguration PATCH /applications/{applicationId}/chatcontrols
        """;

    private const string S3Vectors = """
        CreateIndex POST /CreateIndex
        CreateVectorBucket POST /CreateVectorBucket
        GetIndex POST /GetIndex
        GetVectorBucket POST /GetVectorBucket
        GetVectorBucketPolicy POST /GetVectorBucketPolicy
        ListIndexes POST /ListIndexes
        ListVectorBuckets POST /ListVectorBuckets
        PutVectorBucketPolicy POST /PutVectorBucketPolicy
        """;

    private const string Ram = """
        CreateResourceShare POST /createresourceshare
        GetResourcePolicies POST /getresourcepolicies
        ListResources POST /listresources
        """;
}
