namespace AiCloudSecurity.CloudFake;

/// <summary>One operation of a REST service: how it is asked for. A placeholder stands for one segment, <c>{Key+}</c> for the rest.</summary>
public sealed record AwsRoute(string Service, string Operation, string Method, string Uri);

/// <summary>
/// The REST operations that we read or that the tests' scripts write. Facts of the services' published models;
/// <c>tests/moto/validate.py --routes</c> holds them to botocore.
/// </summary>
public static partial class AwsRoutes
{
    public static IReadOnlyList<AwsRoute> All { get; } = [.. Parse("bedrock", Bedrock), .. Parse("bedrock-agent", BedrockAgent), .. Parse("bedrock-runtime", BedrockRuntime), .. Parse("s3", S3), .. Parse("sso", Sso),
        .. Parse("bedrock-agentcore-control", AgentCore), .. Parse("lexv2-models", Lex), .. Parse("polly", Polly), .. Parse("qbusiness", QBusiness), .. Parse("s3vectors", S3Vectors),
        .. Parse("apigateway", ApiGateway), .. Parse("apigatewayv2", ApiGatewayV2), .. Parse("lambda", Lambda), .. Parse("s3control", S3Control),
        .. Parse("guardduty", GuardDuty), .. Parse("securityhub", SecurityHub), .. Parse("macie2", Macie), .. Parse("databrew", DataBrew), .. Parse("ram", Ram)];

    /// <summary>Finds the operation of a request to one of the services, with what its placeholders stood for.</summary>
    internal static (AwsRoute Route, Dictionary<string, string> Values)? Match(IEnumerable<string> services, string method, string target)
    {
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? target : target[..question];
        var query = question < 0 ? [] : target[(question + 1)..].Split('&');

        (AwsRoute Route, Dictionary<string, string> Values, int Weight)? best = null;
        foreach (var route in All)
        {
            if (route.Method != method || !services.Contains(route.Service))
            {
                continue;
            }

            var parts = route.Uri.Split('?', 2);
            if (MatchPath(parts[0], path) is not { } values || (parts.Length > 1 && !query.Any(q => q == parts[1] || q == parts[1] + "=")))
            {
                continue;
            }

            // The most specific route wins: a query beats none, a literal segment beats a placeholder.
            var weight = (parts.Length > 1 ? 100 : 0) - values.Count;
            if (best is null || weight > best.Value.Weight)
            {
                best = (route, values, weight);
            }
        }

        return best is { } found ? (found.Route, found.Values) : null;
    }

    private static Dictionary<string, string>? MatchPath(string template, string path)
    {
        // Some of these services end their paths with a slash, and some clients leave it out.
        var wanted = template.Trim('/').Split('/');
        var given = path.Trim('/').Split('/');
        Dictionary<string, string> values = [];
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i].EndsWith("+}", StringComparison.Ordinal))
            {
                if (given.Length <= i || given[i].Length == 0)
                {
                    return null;
                }

                values[wanted[i][1..^2]] = Uri.UnescapeDataString(string.Join('/', given[i..]));
                return values;
            }

            if (i >= given.Length)
            {
                return null;
            }

            if (wanted[i].StartsWith('{'))
            {
                if (given[i].Length == 0)
                {
                    return null;
                }

                values[wanted[i][1..^1]] = Uri.UnescapeDataString(given[i]);
            }
            else if (wanted[i] != given[i])
            {
                return null;
            }
        }

        return given.Length == wanted.Length ? values : null;
    }

    private static IEnumerable<AwsRoute> Parse(string service, string table) =>
        from line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let words = line.Split(' ')
        select new AwsRoute(service, words[0], words[1], words[2]);

    private const string Bedrock = """
        CreateCustomModel POST /custom-models/create-custom-model
        CreateGuardrail POST /guardrails
        CreateMarketplaceModelEndpoint POST /marketplace-model/endpoints
        CreateGuardrailVersion POST /guardrails/{guardrailIdentifier}
        CreateModelCustomizationJob POST /model-customization-jobs
        CreateModelInvocationJob POST /model-invocation-job
        CreateProvisionedModelThroughput POST /provisioned-model-throughput
        DeleteCustomModel DELETE /custom-models/{modelIdentifier}
        DeleteEnforcedGuardrailConfiguration DELETE /enforcedGuardrailsConfiguration/{configId}
        DeleteGuardrail DELETE /guardrails/{guardrailIdentifier}
        DeleteModelInvocationLoggingConfiguration DELETE /logging/modelinvocations
        GetCustomModel GET /custom-models/{modelIdentifier}
        GetCustomModelDeployment GET /model-customization/custom-model-deployments/{customModelDeploymentIdentifier}
        GetEvaluationJob GET /evaluation-jobs/{jobIdentifier}
        GetFoundationModel GET /foundation-models/{modelIdentifier}
        GetFoundationModelAvailability GET /foundation-model-availability/{modelId}
        GetGuardrail GET /guardrails/{guardrailIdentifier}
        GetImportedModel GET /imported-models/{modelIdentifier}
        GetInferenceProfile GET /inference-profiles/{inferenceProfileIdentifier}
        GetMarketplaceModelEndpoint GET /marketplace-model/endpoints/{endpointArn}
        GetModelCopyJob GET /model-copy-jobs/{jobArn}
        GetModelCustomizationJob GET /model-customization-jobs/{jobIdentifier}
        GetModelImportJob GET /model-import-jobs/{jobIdentifier}
        GetModelInvocationJob GET /model-invocation-job/{jobIdentifier}
        GetModelInvocationLoggingConfiguration GET /logging/modelinvocations
        GetPromptRouter GET /prompt-routers/{promptRouterArn}
        GetProvisionedModelThroughput GET /provisioned-model-throughput/{provisionedModelId}
        GetResourcePolicy GET /resource-policy/{resourceArn}
        ListCustomModelDeployments GET /model-customization/custom-model-deployments
        ListCustomModels GET /custom-models
        ListEnforcedGuardrailsConfiguration GET /enforcedGuardrailsConfiguration
        ListEvaluationJobs GET /evaluation-jobs
        ListFoundationModels GET /foundation-models
        ListGuardrails GET /guardrails
        ListImportedModels GET /imported-models
        ListInferenceProfiles GET /inference-profiles
        ListMarketplaceModelEndpoints GET /marketplace-model/endpoints
        ListModelCopyJobs GET /model-copy-jobs
        ListModelCustomizationJobs GET /model-customization-jobs
        ListModelImportJobs GET /model-import-jobs
        ListModelInvocationJobs GET /model-invocation-jobs
        ListPromptRouters GET /prompt-routers
        ListProvisionedModelThroughputs GET /provisioned-model-throughputs
        ListTagsForResource POST /listTagsForResource
        PutEnforcedGuardrailConfiguration PUT /enforcedGuardrailsConfiguration
        PutModelInvocationLoggingConfiguration PUT /logging/modelinvocations
        PutResourcePolicy POST /resource-policy
        StopModelCustomizationJob POST /model-customization-jobs/{jobIdentifier}/stop
        TagResource POST /tagResource
        UntagResource POST /untagResource
        UpdateGuardrail PUT /guardrails/{guardrailIdentifier}
        """;

    private const string BedrockAgent = """
        AssociateAgentKnowledgeBase PUT /agents/{agentId}/agentversions/{agentVersion}/knowledgebases/
        CreateAgent PUT /agents/
        CreateAgentActionGroup PUT /agents/{agentId}/agentversions/{agentVersion}/actiongroups/
        CreateAgentAlias PUT /agents/{agentId}/agentaliases/
        CreateDataSource PUT /knowledgebases/{knowledgeBaseId}/datasources/
        CreateFlow POST /flows/
        CreateKnowledgeBase PUT /knowledgebases/
        CreatePrompt POST /prompts/
        DeleteAgent DELETE /agents/{agentId}/
        DeleteDataSource DELETE /knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}
        DeleteKnowledgeBase DELETE /knowledgebases/{knowledgeBaseId}
        GetAgent GET /agents/{agentId}/
        GetAgentActionGroup GET /agents/{agentId}/agentversions/{agentVersion}/actiongroups/{actionGroupId}/
        GetAgentAlias GET /agents/{agentId}/agentaliases/{agentAliasId}/
        GetAgentKnowledgeBase GET /agents/{agentId}/agentversions/{agentVersion}/knowledgebases/{knowledgeBaseId}/
        GetAgentVersion GET /agents/{agentId}/agentversions/{agentVersion}/
        GetDataSource GET /knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}
        GetFlow GET /flows/{flowIdentifier}/
        GetFlowAlias GET /flows/{flowIdentifier}/aliases/{aliasIdentifier}
        GetFlowVersion GET /flows/{flowIdentifier}/versions/{flowVersion}/
        GetKnowledgeBase GET /knowledgebases/{knowledgeBaseId}
        GetPrompt GET /prompts/{promptIdentifier}/
        ListAgentActionGroups POST /agents/{agentId}/agentversions/{agentVersion}/actiongroups/
        ListAgentAliases POST /agents/{agentId}/agentaliases/
        ListAgentKnowledgeBases POST /agents/{agentId}/agentversions/{agentVersion}/knowledgebases/
        ListAgentVersions POST /agents/{agentId}/agentversions/
        ListAgents POST /agents/
        ListDataSources POST /knowledgebases/{knowledgeBaseId}/datasources/
        ListFlowAliases GET /flows/{flowIdentifier}/aliases
        ListFlowVersions GET /flows/{flowIdentifier}/versions
        ListFlows GET /flows/
        ListKnowledgeBases POST /knowledgebases/
        ListPrompts GET /prompts/
        ListTagsForResource GET /tags/{resourceArn}
        PrepareAgent POST /agents/{agentId}/
        PrepareFlow POST /flows/{flowIdentifier}/
        TagResource POST /tags/{resourceArn}
        UntagResource DELETE /tags/{resourceArn}
        UpdateAgent PUT /agents/{agentId}/
        UpdateDataSource PUT /knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}
        UpdateFlow PUT /flows/{flowIdentifier}/
        UpdateKnowledgeBase PUT /knowledgebases/{knowledgeBaseId}
        UpdatePrompt PUT /prompts/{promptIdentifier}/
        """;

    private const string Sso = """
        GetRoleCredentials GET /federation/credentials
        """;

    private const string BedrockRuntime = """
        ApplyGuardrail POST /guardrail/{guardrailIdentifier}/version/{guardrailVersion}/apply
        Converse POST /model/{modelId}/converse
        ConverseStream POST /model/{modelId}/converse-stream
        InvokeModel POST /model/{modelId}/invoke
        InvokeModelWithResponseStream POST /model/{modelId}/invoke-with-response-stream
        """;

    private const string S3 = """
        CreateBucket PUT /{Bucket}
        DeleteBucket DELETE /{Bucket}
        DeleteBucketCors DELETE /{Bucket}?cors
        DeleteBucketEncryption DELETE /{Bucket}?encryption
        DeleteBucketLifecycle DELETE /{Bucket}?lifecycle
        DeleteBucketOwnershipControls DELETE /{Bucket}?ownershipControls
        DeleteBucketPolicy DELETE /{Bucket}?policy
        DeleteBucketReplication DELETE /{Bucket}?replication
        DeleteBucketTagging DELETE /{Bucket}?tagging
        DeleteBucketWebsite DELETE /{Bucket}?website
        DeleteObject DELETE /{Bucket}/{Key+}
        DeleteObjects POST /{Bucket}?delete
        DeletePublicAccessBlock DELETE /{Bucket}?publicAccessBlock
        GetBucketAccelerateConfiguration GET /{Bucket}?accelerate
        GetBucketAcl GET /{Bucket}?acl
        GetBucketCors GET /{Bucket}?cors
        GetBucketEncryption GET /{Bucket}?encryption
        GetBucketLifecycleConfiguration GET /{Bucket}?lifecycle
        GetBucketLocation GET /{Bucket}?location
        GetBucketLogging GET /{Bucket}?logging
        GetBucketNotificationConfiguration GET /{Bucket}?notification
        GetBucketOwnershipControls GET /{Bucket}?ownershipControls
        GetBucketPolicy GET /{Bucket}?policy
        GetBucketPolicyStatus GET /{Bucket}?policyStatus
        GetBucketReplication GET /{Bucket}?replication
        GetBucketRequestPayment GET /{Bucket}?requestPayment
        GetBucketTagging GET /{Bucket}?tagging
        GetBucketVersioning GET /{Bucket}?versioning
        GetBucketWebsite GET /{Bucket}?website
        GetObject GET /{Bucket}/{Key+}
        GetObjectLockConfiguration GET /{Bucket}?object-lock
        GetPublicAccessBlock GET /{Bucket}?publicAccessBlock
        HeadBucket HEAD /{Bucket}
        HeadObject HEAD /{Bucket}/{Key+}
        ListBuckets GET /
        ListObjectVersions GET /{Bucket}?versions
        ListObjects GET /{Bucket}
        ListObjectsV2 GET /{Bucket}?list-type=2
        PutBucketAccelerateConfiguration PUT /{Bucket}?accelerate
        PutBucketAcl PUT /{Bucket}?acl
        PutBucketCors PUT /{Bucket}?cors
        PutBucketEncryption PUT /{Bucket}?encryption
        PutBucketLifecycleConfiguration PUT /{Bucket}?lifecycle
        PutBucketLogging PUT /{Bucket}?logging
        PutBucketNotificationConfiguration PUT /{Bucket}?notification
        PutBucketOwnershipControls PUT /{Bucket}?ownershipControls
        PutBucketPolicy PUT /{Bucket}?policy
        PutBucketReplication PUT /{Bucket}?replication
        PutBucketRequestPayment PUT /{Bucket}?requestPayment
        PutBucketTagging PUT /{Bucket}?tagging
        PutBucketVersioning PUT /{Bucket}?versioning
        PutBucketWebsite PUT /{Bucket}?website
        PutObject PUT /{Bucket}/{Key+}
        PutObjectLockConfiguration PUT /{Bucket}?object-lock
        PutPublicAccessBlock PUT /{Bucket}?publicAccessBlock
        """;
}
