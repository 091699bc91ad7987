namespace AiCloudSecurity.Abuse;

/// <summary>A kind of log that tells of calls to models, or of changes around them.</summary>
public enum LogSource
{
    /// <summary>Bedrock model invocation log, from S3 or CloudWatch Logs.</summary>
    BedrockInvocation,
    /// <summary>CloudTrail: management events of Bedrock, data events of SageMaker endpoints and agents.</summary>
    CloudTrail,
    /// <summary>SageMaker data capture.</summary>
    SageMakerCapture,
    /// <summary>Azure OpenAI diagnostic logs: RequestResponse and Audit.</summary>
    AzureOpenAi,
    /// <summary>Azure API Management: gateway and LLM logs, joined.</summary>
    ApiManagement,
    /// <summary>The Azure activity log.</summary>
    AzureActivity,
    /// <summary>Vertex AI request-response log, as exported from BigQuery.</summary>
    VertexPrediction,
    /// <summary>Google Cloud audit log of Vertex AI.</summary>
    GcpAudit,
}

/// <summary>What a source tells, and so which rules it can answer.</summary>
[Flags]
public enum Told
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>Who called.</summary>
    Principal = 1,
    /// <summary>From which network.</summary>
    Address = 2,
    /// <summary>How many tokens went in and out.</summary>
    Tokens = 4,
    /// <summary>What was asked.</summary>
    Prompt = 8,
    /// <summary>That a filter or guardrail stopped a call.</summary>
    Block = 16,
    /// <summary>That a call was refused or invalid.</summary>
    Failure = 32,
    /// <summary>What was done to models, keys, logs and guardrails.</summary>
    Control = 64,
}

internal static class LogSources
{
    public static Cloud CloudOf(LogSource source) => source switch
    {
        LogSource.BedrockInvocation or LogSource.CloudTrail or LogSource.SageMakerCapture => Cloud.Aws,
        LogSource.AzureOpenAi or LogSource.ApiManagement or LogSource.AzureActivity => Cloud.Azure,
        _ => Cloud.Gcp,
    };

    /// <summary>What records of the source tell where its logging is set up in full.</summary>
    public static Told ToldBy(LogSource source) => source switch
    {
        LogSource.BedrockInvocation => Told.Principal | Told.Tokens | Told.Prompt | Told.Block | Told.Failure,
        LogSource.CloudTrail => Told.Principal | Told.Address | Told.Failure | Told.Control,
        LogSource.SageMakerCapture => Told.Prompt,
        // Addresses have their last octet masked, which is all that a network needs; key holders have no name.
        LogSource.AzureOpenAi => Told.Principal | Told.Address | Told.Failure | Told.Control,
        LogSource.ApiManagement => Told.Principal | Told.Address | Told.Tokens | Told.Prompt | Told.Block | Told.Failure,
        LogSource.AzureActivity => Told.Principal | Told.Address | Told.Control,
        LogSource.VertexPrediction => Told.Tokens | Told.Prompt | Told.Block,
        LogSource.GcpAudit => Told.Principal | Told.Address | Told.Failure | Told.Control,
        _ => Told.None,
    };

    /// <summary>The name that people know the source by.</summary>
    public static string NameOf(LogSource source) => source switch
    {
        LogSource.BedrockInvocation => "Bedrock invocation log",
        LogSource.CloudTrail => "CloudTrail",
        LogSource.SageMakerCapture => "SageMaker data capture",
        LogSource.AzureOpenAi => "Azure OpenAI diagnostic log",
        LogSource.ApiManagement => "API Management log",
        LogSource.AzureActivity => "Azure activity log",
        LogSource.VertexPrediction => "Vertex AI request-response log",
        _ => "Google Cloud audit log",
    };

    /// <summary>Where to find what the source does not tell.</summary>
    public static string AdviceFor(LogSource source) => source switch
    {
        LogSource.BedrockInvocation => "Judge CloudTrail of the same days with it: it has the addresses and the refused calls. Turn on text delivery where prompts are missing.",
        LogSource.CloudTrail => "Judge the Bedrock invocation log with it: it has tokens and prompts. Put data event selectors on SageMaker endpoints and agents.",
        LogSource.SageMakerCapture => "Judge CloudTrail data events of InvokeEndpoint with it: data capture names no caller.",
        LogSource.AzureOpenAi => "Turn off local authentication (keys) so that callers have names, and put API Management before the service: it logs tokens and prompts.",
        LogSource.ApiManagement => "Log LLM messages in API Management's diagnostic settings, so that prompts can be judged.",
        LogSource.AzureActivity => "Judge the RequestResponse or API Management logs with it: it has no calls.",
        LogSource.VertexPrediction => "Judge the audit log (Data Access) of the same days with it: the request-response table names no caller.",
        _ => "Turn on request-response logging of the endpoints: the audit log has neither tokens nor prompts.",
    };
}
