namespace AiCloudSecurity.Iam;

/// <summary>
/// Every operation of the AI services that takes a role, reviewed: what its caller gains by it. A test holds the list
/// against the operations' own inputs.
/// </summary>
public static class RoleSinks
{
    private const string Pathfinding = "pathfinding.cloud ";
    private const string HackTricks = "HackTricks aws-sagemaker-privesc";

    // Code: what the caller chooses runs with the role's credentials: a container, a script, a query to another service.
    private static readonly RoleSink[] s_code =
    [
        Code("sagemaker:CreateNotebookInstance", "work in the notebook", Pathfinding + "sagemaker-001", "sagemaker:CreatePresignedNotebookInstanceUrl|sagemaker:CreateNotebookInstanceLifecycleConfig"),
        Code("sagemaker:UpdateNotebookInstance", "work in the notebook", "", "sagemaker:StopNotebookInstance", "sagemaker:StartNotebookInstance", "sagemaker:CreatePresignedNotebookInstanceUrl|sagemaker:CreateNotebookInstanceLifecycleConfig|sagemaker:UpdateNotebookInstanceLifecycleConfig"),
        Code("sagemaker:CreateTrainingJob", "run its own container as a training job", Pathfinding + "sagemaker-002"),
        Code("sagemaker:CreateProcessingJob", "run its own container as a processing job", Pathfinding + "sagemaker-003"),
        Code("sagemaker:CreateHyperParameterTuningJob", "run its own container as training jobs", HackTricks),
        Code("sagemaker:UpdateUserProfile", "work in Studio as the user profile", HackTricks, "sagemaker:CreateApp", "sagemaker:CreatePresignedDomainUrl"),
        Code("sagemaker:CreateUserProfile", "work in Studio as the user profile", "", "sagemaker:CreateApp", "sagemaker:CreatePresignedDomainUrl"),
        Code("sagemaker:UpdateDomain", "work in Studio as a user of the domain", HackTricks, "sagemaker:CreateUserProfile", "sagemaker:CreateApp", "sagemaker:CreatePresignedDomainUrl"),
        Code("sagemaker:CreateDomain", "work in Studio as a user of the domain", "", "sagemaker:CreateUserProfile", "sagemaker:CreateApp", "sagemaker:CreatePresignedDomainUrl"),
        Code("sagemaker:CreateModel", "serve its own container", "", "sagemaker:CreateEndpointConfig|sagemaker:CreateTransformJob", "sagemaker:CreateEndpoint|sagemaker:UpdateEndpoint|sagemaker:CreateTransformJob"),
        Code("sagemaker:CreateEndpointConfig", "serve its own container", "", "sagemaker:CreateEndpoint", "sagemaker:CreateInferenceComponent"),
        Code("sagemaker:CreateInferenceRecommendationsJob", "have its own container measured"),
        Code("sagemaker:CreateAlgorithm", "have its own container validated"),
        Code("sagemaker:CreateModelPackage", "have its own container validated"),
        Code("sagemaker:CreatePipeline", "run the pipeline", "", "sagemaker:StartPipelineExecution"),
        Code("sagemaker:UpdatePipeline", "run the pipeline", "", "sagemaker:StartPipelineExecution"),
        Code("sagemaker:CreateCluster", "run its own lifecycle script on the cluster"),
        Code("sagemaker:UpdateCluster", "run its own lifecycle script on the cluster"),
        Code("sagemaker:CreateMonitoringSchedule", "run its own container on a schedule"),
        Code("sagemaker:UpdateMonitoringSchedule", "run its own container on a schedule"),
        Code("sagemaker:CreateDataQualityJobDefinition", "run its own container on a schedule", "", "sagemaker:CreateMonitoringSchedule"),
        Code("sagemaker:CreateModelBiasJobDefinition", "run its own container on a schedule", "", "sagemaker:CreateMonitoringSchedule"),
        Code("sagemaker:CreateModelExplainabilityJobDefinition", "run its own container on a schedule", "", "sagemaker:CreateMonitoringSchedule"),
        Code("sagemaker:CreateModelQualityJobDefinition", "run its own container on a schedule", "", "sagemaker:CreateMonitoringSchedule"),
        Code("sagemaker:CreateProject", "have CloudFormation make what its template says") with { Service = "cloudformation.amazonaws.com" },
        Code("bedrock-agentcore:CreateCodeInterpreter", "run code in a session, which can read the role's credentials", Pathfinding + "bedrock-001", "bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"),
        Code("bedrock-agentcore:CreateAgentRuntime", "run its own container as an agent", "", "bedrock-agentcore:InvokeAgentRuntime|bedrock-agentcore:InvokeAgentRuntimeCommand|bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStream"),
        Code("bedrock-agentcore:UpdateAgentRuntime", "run its own container as an agent", "", "bedrock-agentcore:InvokeAgentRuntime|bedrock-agentcore:InvokeAgentRuntimeCommand|bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStream"),
        Code("bedrock-agentcore:CreateHarness", "let the agent run commands", "", "bedrock-agentcore:InvokeHarness"),
        Code("bedrock-agentcore:UpdateHarness", "let the agent run commands", "", "bedrock-agentcore:InvokeHarness"),
        Code("bedrock-agentcore:CreateGateway", "call AWS services and functions through the gateway", "", "bedrock-agentcore:CreateGatewayTarget"),
        Code("bedrock-agentcore:UpdateGateway", "call AWS services and functions through the gateway", "", "bedrock-agentcore:CreateGatewayTarget|bedrock-agentcore:UpdateGatewayTarget"),
        Code("bedrock:CreateFlow", "call functions, agents and buckets through the flow", "", "bedrock:CreateFlowVersion|bedrock:PrepareFlow", "bedrock:InvokeFlow|bedrock:StartFlowExecution"),
        Code("bedrock:UpdateFlow", "call functions, agents and buckets through the flow", "", "bedrock:CreateFlowVersion|bedrock:PrepareFlow", "bedrock:InvokeFlow|bedrock:StartFlowExecution"),
    ];

    // Data: the service reads what the caller names, with the role, and gives it back or writes it where the caller says.
    private static readonly RoleSink[] s_data =
    [
        .. Data("get what the role can read as the job's output", """
            sagemaker:CreateAutoMLJob sagemaker:CreateAutoMLJobV2 sagemaker:CreateCompilationJob sagemaker:CreateOptimizationJob sagemaker:CreateEdgePackagingJob sagemaker:CreateLabelingJob
            sagemaker:CreateAIBenchmarkJob sagemaker:CreateAIRecommendationJob sagemaker:CreateInferenceExperiment sagemaker:RenderUiTemplate
            sagemaker-geospatial:ExportEarthObservationJob sagemaker-geospatial:ExportVectorEnrichmentJob sagemaker-geospatial:StartEarthObservationJob sagemaker-geospatial:StartVectorEnrichmentJob
            bedrock:CreateModelInvocationJob bedrock:CreateEvaluationJob bedrock:CreateModelCustomizationJob bedrock:CreateModelImportJob bedrock:CreateCustomModel
            comprehend:CreateDocumentClassifier comprehend:CreateEntityRecognizer comprehend:CreateFlywheel comprehend:UpdateFlywheel comprehend:StartDocumentClassificationJob
            comprehend:StartDominantLanguageDetectionJob comprehend:StartEntitiesDetectionJob comprehend:StartEventsDetectionJob comprehend:StartKeyPhrasesDetectionJob
            comprehend:StartPiiEntitiesDetectionJob comprehend:StartSentimentDetectionJob comprehend:StartTargetedSentimentDetectionJob comprehend:StartTopicsDetectionJob
            comprehendmedical:StartEntitiesDetectionV2Job comprehendmedical:StartICD10CMInferenceJob comprehendmedical:StartPHIDetectionJob comprehendmedical:StartRxNormInferenceJob
            comprehendmedical:StartSNOMEDCTInferenceJob transcribe:StartTranscriptionJob transcribe:StartCallAnalyticsJob transcribe:StartMedicalScribeJob translate:StartTextTranslationJob
            personalize:CreateDatasetImportJob personalize:CreateDatasetExportJob personalize:CreateBatchInferenceJob personalize:CreateBatchSegmentJob
            forecast:CreateDatasetImportJob forecast:CreateForecastExportJob forecast:CreatePredictorBacktestExportJob forecast:CreateExplainabilityExport forecast:CreateWhatIfForecastExport
            frauddetector:CreateBatchImportJob frauddetector:CreateBatchPredictionJob healthlake:StartFHIRImportJob healthlake:StartFHIRExportJob
            """),
        .. Data("read what the role can read in the tracking server's artifacts", "sagemaker:CreateMlflowTrackingServer", "sagemaker:CreatePresignedMlflowTrackingServerUrl"),
        .. Data("read what the role can read in the app's artifacts", "sagemaker:CreateMlflowApp", "sagemaker:CreatePresignedMlflowAppUrl|sagemaker:CallMlflowAppApi"),
        .. Data("read what the role can read in the partner's app", "sagemaker:CreatePartnerApp", "sagemaker:CreatePartnerAppPresignedUrl|sagemaker:CallPartnerAppApi"),
        .. Data("ask the agent for what its role can read", "bedrock:CreateAgent bedrock:UpdateAgent", "bedrock:PrepareAgent", "bedrock:InvokeAgent"),
        .. Data("ask the knowledge base for what its role can read", "bedrock:CreateKnowledgeBase bedrock:UpdateKnowledgeBase", "bedrock:CreateDataSource|bedrock:UpdateDataSource", "bedrock:StartIngestionJob", "bedrock:Retrieve|bedrock:RetrieveAndGenerate"),
        .. Data("have the registry fetch an address with the role", "bedrock-agentcore:CreateRegistryRecord bedrock-agentcore:UpdateRegistryRecord", "bedrock-agentcore:GetRegistryRecord"),
        .. Data("read what the role can read in the evaluation", "bedrock-agentcore:CreateOnlineEvaluationConfig bedrock-agentcore:UpdateOnlineEvaluationConfig"),
        .. Data("search for what the role can read", "kendra:CreateDataSource kendra:UpdateDataSource", "kendra:StartDataSourceSyncJob", "kendra:Query|kendra:Retrieve"),
        .. Data("search for what the role can read", "kendra:BatchPutDocument kendra:CreateFaq", "kendra:Query|kendra:Retrieve"),
        .. Data("ask for what the role can read", "qbusiness:CreateDataSource qbusiness:UpdateDataSource", "qbusiness:StartDataSourceSyncJob", "qbusiness:Chat|qbusiness:ChatSync|qbusiness:SearchRelevantContent"),
        .. Data("ask for what the role can read", "qbusiness:BatchPutDocument qbusiness:CreateRetriever qbusiness:UpdateRetriever", "qbusiness:Chat|qbusiness:ChatSync|qbusiness:SearchRelevantContent"),
        .. Data("have the assistant read what the role can read", "wisdom:CreateAssistantAssociation", "wisdom:QueryAssistant"),
        .. Data("have the investigation read what the role can read", "aiops:CreateInvestigationGroup aiops:UpdateInvestigationGroup", "aiops:CreateInvestigation"),
        .. Data("get credentials of the environment", "datazone:AssociateEnvironmentRole", "datazone:GetEnvironmentCredentials"),
        .. Data("watch what the role can read", "rekognition:CreateStreamProcessor", "rekognition:StartStreamProcessor"),
    ];

    // Narrow: the service writes its logs, notifies, trains on what it already has, or asks one service of its own.
    private static readonly RoleSink[] s_narrow =
    [
        .. Narrow("""
            sagemaker:CreateDeviceFleet sagemaker:UpdateDeviceFleet sagemaker:CreateFeatureGroup sagemaker:CreateFlowDefinition sagemaker:CreateImage sagemaker:UpdateImage sagemaker-geospatial:GetTile
            bedrock:CreateMarketplaceModelEndpoint bedrock:UpdateMarketplaceModelEndpoint bedrock:PutModelInvocationLoggingConfiguration
            bedrock-agentcore:CreateBrowser bedrock-agentcore:CreateMemory bedrock-agentcore:UpdateMemory bedrock-agentcore:CreatePaymentManager bedrock-agentcore:UpdatePaymentManager
            bedrock-agentcore:CreateABTest bedrock-agentcore:UpdateABTest
            comprehend:CreateEndpoint comprehend:UpdateEndpoint comprehend:ImportModel transcribe:CreateLanguageModel transcribe:CreateVocabulary transcribe:CreateVocabularyFilter
            transcribe:UpdateVocabulary transcribe:UpdateVocabularyFilter textract:StartDocumentAnalysis textract:StartDocumentTextDetection textract:StartExpenseAnalysis textract:StartLendingAnalysis
            rekognition:StartCelebrityRecognition rekognition:StartContentModeration rekognition:StartFaceDetection rekognition:StartFaceSearch rekognition:StartLabelDetection
            rekognition:StartPersonTracking rekognition:StartSegmentDetection rekognition:StartTextDetection lex:CreateBot lex:UpdateBot lex:StartImport lex:StartTestSetGeneration
            lex:PutBotAlias lex:PutIntent lex:StartMigration kendra:CreateExperience kendra:UpdateExperience kendra:CreateIndex kendra:UpdateIndex kendra:CreateQuerySuggestionsBlockList
            kendra:UpdateQuerySuggestionsBlockList kendra:CreateThesaurus kendra:UpdateThesaurus kendra:PutPrincipalMapping qbusiness:CreateApplication qbusiness:UpdateApplication
            qbusiness:CreatePlugin qbusiness:UpdatePlugin qbusiness:PutGroup qbusiness:CreateWebExperience qbusiness:UpdateWebExperience personalize:CreateDataDeletionJob
            personalize:CreateDatasetGroup personalize:CreateMetricAttribution personalize:UpdateMetricAttribution forecast:CreateDataset forecast:CreateAutoPredictor forecast:CreatePredictor
            forecast:CreateForecast forecast:CreateExplainability forecast:CreateWhatIfAnalysis forecast:CreateWhatIfForecast frauddetector:CreateModelVersion frauddetector:UpdateModelVersion
            frauddetector:PutExternalModel datazone:CreateAccountPool datazone:UpdateAccountPool datazone:CreateDomain datazone:UpdateDomain datazone:CreateProject datazone:CreateSubscriptionTarget
            datazone:UpdateSubscriptionTarget datazone:DisassociateEnvironmentRole datazone:PutEnvironmentBlueprintConfiguration
            """),
    ];

    private static readonly Dictionary<string, RoleSink> s_byAction = s_code.Concat(s_data).Concat(s_narrow).ToDictionary(sink => sink.Action, StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them; those by which code runs first.</summary>
    public static IReadOnlyList<RoleSink> All { get; } = [.. s_code, .. s_data, .. s_narrow];

    /// <summary>What handing a role to that action is worth; null where it takes none.</summary>
    public static RoleSink? Find(string action) => s_byAction.GetValueOrDefault(action);

    private static RoleSink Code(string action, string how, string source = "", params string[] also) => Sink(action, SinkPower.Code, how, source, also);

    private static IEnumerable<RoleSink> Data(string how, string actions, params string[] also) => Split(actions).Select(action => Sink(action, SinkPower.Data, how, "", also));

    private static IEnumerable<RoleSink> Narrow(string actions) => Split(actions).Select(action => Sink(action, SinkPower.Narrow, "", "", []));

    private static RoleSink Sink(string action, SinkPower power, string how, string source, string[] also) =>
        new(action, ServiceOf(action), power, [.. also.Select(one => (IReadOnlyList<string>)one.Split('|'))], how, source);

    private static string[] Split(string actions) => actions.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    // What stands for the service in a trust policy is its prefix, but for these.
    private static string ServiceOf(string action) => action switch
    {
        "lex:PutBotAlias" or "lex:PutIntent" or "lex:StartMigration" => "lex.amazonaws.com",
        _ when action.StartsWith("lex:", StringComparison.Ordinal) => "lexv2.amazonaws.com",
        "bedrock:CreateMarketplaceModelEndpoint" or "bedrock:UpdateMarketplaceModelEndpoint" => "sagemaker.amazonaws.com",
        _ => $"{action[..action.IndexOf(':', StringComparison.Ordinal)]}.amazonaws.com",
    };
}
