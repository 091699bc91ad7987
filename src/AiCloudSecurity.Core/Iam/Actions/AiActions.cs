namespace AiCloudSecurity.Iam;

/// <summary>
/// The actions of AWS's AI services, and those of other services that decide over AI: who changes identities, keys,
/// logs, training data or the code behind an agent. Names are taken whatever their case.
/// </summary>
public static class AiActions
{
    // The class of the first pattern that matches; what matches none is classed by its access level.
    private static readonly Known[] s_classes =
    [
        .. Of(ActionClass.Credentials, """
            sagemaker:CreatePresigned* sagemaker:CreatePartnerAppPresignedUrl sagemaker:CreateHubContentPresignedUrls sagemaker:StartSession
            bedrock-agentcore:GetWorkloadAccessToken* bedrock-agentcore:GetResourceApiKey bedrock-agentcore:GetResourceOauth2Token
            bedrock-agentcore:GetResourcePaymentToken bedrock-agentcore:CompleteResourceTokenAuth
            datazone:GetEnvironmentCredentials datazone:GetIamPortalLoginUrl q:CreateScimAccessToken qbusiness:CreateAnonymousWebExperienceUrl
            """),
        .. Of(ActionClass.LoggingControl, "bedrock:PutModelInvocationLoggingConfiguration bedrock:DeleteModelInvocationLoggingConfiguration *:AllowVendedLogDeliveryForResource"),
        .. Of(ActionClass.Share, """
            *:PutResourcePolicy *:DeleteResourcePolicy *:CreateResourcePolicy* *:UpdateResourcePolicy *:DeleteResourcePolicyStatement
            sagemaker:PutModelPackageGroupPolicy sagemaker:DeleteModelPackageGroupPolicy sagemaker:*LineageGroupPolicy sagemaker:*SharedModel
            rekognition:PutProjectPolicy rekognition:DeleteProjectPolicy aiops:PutInvestigationGroupPolicy aiops:DeleteInvestigationGroupPolicy
            qbusiness:CreateDataAccessor* qbusiness:DisableAclOnDataSource bedrock-agentcore:Manage*Policy datazone:AddPolicyGrant datazone:PutDomainSharingPolicy
            """),
        .. Of(ActionClass.Invoke, """
            bedrock:InvokeModel* bedrock:InvokeAgent bedrock:InvokeInlineAgent bedrock:InvokeFlow bedrock:InvokeTool bedrock:InvokeBuilder bedrock:InvokeDataAutomation*
            bedrock:InvokeBlueprint* bedrock:InvokeAutomatedReasoningPolicy bedrock:StartFlowExecution bedrock:Retrieve bedrock:RetrieveAndGenerate bedrock:Rerank bedrock:GenerateQuery
            bedrock:OptimizePrompt bedrock:ApplyGuardrail bedrock:CallWithBearerToken bedrock-mantle:CreateInference bedrock-mantle:CallWithBearerToken
            bedrock-agentcore:Invoke* bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:StartBrowserSession bedrock-agentcore:ConnectBrowser* bedrock-agentcore:ProcessPayment
            sagemaker:InvokeEndpoint* sagemaker:CallPartnerAppApi sagemaker:CallMlflowAppApi sagemaker-data-science-assistant:SendConversation sagemaker-unified-studio-mcp:*
            comprehend:Detect* comprehend:BatchDetect* comprehend:ClassifyDocument comprehend:ContainsPiiEntities comprehendmedical:Detect* comprehendmedical:Infer*
            textract:Analyze* textract:Detect* rekognition:Detect* rekognition:Compare* rekognition:Recognize* rekognition:Search* polly:SynthesizeSpeech polly:StartSpeechSynthesisStream
            translate:TranslateText translate:TranslateDocument transcribe:Start*Stream* lex:PostText lex:PostContent lex:Recognize* lex:StartConversation kendra:Query kendra:Retrieve
            kendra-ranking:Rescore q:StartConversation q:SendMessage q:Generate* q:UsePlugin qbusiness:Chat* qbusiness:SearchRelevantContent qapps:Predict* qapps:StartQAppSession
            personalize:GetRecommendations personalize:GetPersonalizedRanking personalize:GetActionRecommendations forecast:Query* forecast:InvokeForecastEndpoint
            frauddetector:GetEventPrediction* nova-act:InvokeActStep wisdom:QueryAssistant wisdom:Retrieve wisdom:SendMessage datazone:GenerateCode datazone:SendMessage
            """),
        .. Of(ActionClass.Train, """
            sagemaker:Create*Job sagemaker:CreateAutoMLJobV2 sagemaker:StartPipelineExecution sagemaker:RetryPipelineExecution sagemaker:TrainHubModel
            sagemaker:CreateTrainingPlan sagemaker:CreateReservedCapacity sagemaker-geospatial:Start* sagemaker-geospatial:Export*
            bedrock:CreateModel*Job bedrock:CreateEvaluationJob bedrock:CreateCustomModel bedrock:StartIngestionJob bedrock:IngestKnowledgeBaseDocuments bedrock:StartAutomatedReasoningPolicy*
            bedrock-mantle:CreateFineTuningJob comprehend:Start*Job comprehend:CreateDocumentClassifier comprehend:CreateEntityRecognizer comprehend:StartFlywheelIteration comprehend:CreateFlywheel
            comprehendmedical:Start*Job transcribe:Start*Job transcribe:CreateLanguageModel textract:Start* textract:CreateAdapterVersion rekognition:Start*Detection rekognition:StartFaceSearch
            rekognition:StartPersonTracking rekognition:StartCelebrityRecognition rekognition:StartContentModeration rekognition:StartMediaAnalysisJob rekognition:CreateProjectVersion
            polly:StartSpeechSynthesisTask translate:StartTextTranslationJob kendra:StartDataSourceSyncJob qbusiness:StartDataSourceSyncJob
            personalize:Create*Job personalize:CreateSolutionVersion forecast:Create*Job forecast:CreateAutoPredictor forecast:CreatePredictor forecast:CreateForecast
            frauddetector:CreateModelVersion frauddetector:CreateBatch*Job healthlake:Start*Job* bedrock-agentcore:StartBatchEvaluation bedrock-agentcore:StartMemoryExtractionJob
            """),
        .. Of(ActionClass.Deploy, """
            sagemaker:CreateModel sagemaker:CreateEndpoint sagemaker:CreateEndpointConfig sagemaker:UpdateEndpoint* sagemaker:CreateInferenceComponent sagemaker:UpdateInferenceComponent*
            sagemaker:DeployHubModel sagemaker:CreateCluster sagemaker:UpdateCluster* sagemaker:CreateNotebookInstance sagemaker:StartNotebookInstance sagemaker:UpdateNotebookInstance*
            sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:CreateStudioLifecycleConfig sagemaker:CreateDomain sagemaker:UpdateDomain sagemaker:CreateUserProfile sagemaker:UpdateUserProfile
            sagemaker:CreateSpace sagemaker:UpdateSpace sagemaker:CreateApp sagemaker:CreatePipeline sagemaker:UpdatePipeline* sagemaker:UpdateModelPackage
            sagemaker:CreateMonitoringSchedule sagemaker:UpdateMonitoringSchedule sagemaker:StartMonitoringSchedule sagemaker:CreateProject sagemaker:UpdateProject
            sagemaker:CreateMlflow* sagemaker:StartMlflowTrackingServer sagemaker:CreatePartnerApp sagemaker:CreateImageVersion
            bedrock:CreateAgent* bedrock:UpdateAgent* bedrock:PrepareAgent bedrock:Associate* bedrock:CreateFlow* bedrock:UpdateFlow* bedrock:PrepareFlow bedrock:UpdatePrompt
            bedrock:CreateProvisionedModelThroughput bedrock:UpdateProvisionedModelThroughput bedrock:CreateCustomModelDeployment bedrock:UpdateCustomModelDeployment
            bedrock:CreateMarketplaceModelEndpoint bedrock:UpdateMarketplaceModelEndpoint bedrock:RegisterMarketplaceModelEndpoint bedrock:CreateInferenceProfile bedrock:CreatePromptRouter
            bedrock:CreateFoundationModelAgreement bedrock:PutFoundationModelEntitlement bedrock:PutUseCaseForModelAccess bedrock-mantle:CreateReservation
            bedrock-agentcore:CreateAgentRuntime* bedrock-agentcore:UpdateAgentRuntime* bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:CreateBrowser bedrock-agentcore:CreateHarness bedrock-agentcore:UpdateHarness
            bedrock-agentcore:CreateGateway* bedrock-agentcore:UpdateGateway* comprehend:CreateEndpoint comprehend:UpdateEndpoint comprehend:ImportModel rekognition:StartProjectVersion
            rekognition:CopyProjectVersion lex:CreateBotAlias lex:UpdateBotAlias lex:BuildBotLocale lex:PutBotAlias personalize:CreateCampaign personalize:CreateRecommender
            forecast:CreateForecastEndpoint frauddetector:PutDetector frauddetector:UpdateDetectorVersionStatus qbusiness:CreateWebExperience qbusiness:CreatePlugin qbusiness:UpdatePlugin
            """),
    ];

    // The same by service: few speak of any one.
    private static readonly Dictionary<string, Known[]> s_classesOf = new(StringComparer.OrdinalIgnoreCase);
    private static readonly Dictionary<string, AiAction> s_byName;

    static AiActions()
    {
        All = [.. ActionFacts.Read().Select(Judged).OrderBy(action => action.Name, StringComparer.OrdinalIgnoreCase)];
        Supporting = SupportingActions.All;
        s_byName = All.Concat(Supporting).ToDictionary(action => action.Name, StringComparer.OrdinalIgnoreCase);
        Services = [.. All.Select(action => action.Service).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The actions of the AI services, in alphabetical order.</summary>
    public static IReadOnlyList<AiAction> All { get; }

    /// <summary>Those of other services that decide over AI.</summary>
    public static IReadOnlyList<AiAction> Supporting { get; }

    /// <summary>The prefixes of the AI services, as sagemaker, in alphabetical order.</summary>
    public static IReadOnlyList<string> Services { get; }

    /// <summary>The names of both, for saying what a pattern comes to.</summary>
    public static ActionTable Table => field ??= new(s_byName.Keys);

    /// <summary>Whether that is the prefix of an AI service.</summary>
    public static bool IsService(ReadOnlySpan<char> prefix)
    {
        foreach (var service in Services)
        {
            if (prefix.Equals(service, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The action of that name; null where the table does not know it.</summary>
    public static AiAction? Find(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>The known actions that a pattern stands for, in alphabetical order.</summary>
    public static IEnumerable<AiAction> Expand(Glob pattern) => Table.Expand(pattern).Select(name => s_byName[name]);

    /// <summary>The known actions that a statement speaks of, in alphabetical order.</summary>
    public static IEnumerable<AiAction> Expand(PolicyStatement statement) => Table.Expand(statement).Select(name => s_byName[name]);

    private sealed record Known(ActionClass Class, Glob Pattern);

    private static IEnumerable<Known> Of(ActionClass @class, string patterns) =>
        patterns.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(pattern => new Known(@class, Glob.Action(pattern)));

    private static AiAction Judged(AiAction action) => action with
    {
        Class = ClassOf(action),
        Sink = RoleSinks.Find(action.Name),
    };

    private static ActionClass ClassOf(AiAction action)
    {
        if (action.Level is AccessLevel.Tagging)
        {
            return ActionClass.Tag;
        }
        var sees = action.Level is AccessLevel.List or AccessLevel.Read;
        if (!s_classesOf.TryGetValue(action.Service, out var classes))
        {
            s_classesOf[action.Service] = classes = Array.FindAll(s_classes, known =>
                known.Pattern.Text[0] == '*' || known.Pattern.Text.StartsWith(action.Service, StringComparison.OrdinalIgnoreCase));
        }
        foreach (var known in classes)
        {
            // What AWS counts as reading may return credentials or answers, but changes nothing.
            if ((!sees || known.Class is ActionClass.Credentials or ActionClass.Invoke) && known.Pattern.Matches(action.Name))
            {
                return known.Class;
            }
        }
        return action.Level switch
        {
            AccessLevel.List or AccessLevel.Read => ActionClass.Read,
            AccessLevel.Permissions => ActionClass.Share,
            _ => ActionClass.Write,
        };
    }
}
