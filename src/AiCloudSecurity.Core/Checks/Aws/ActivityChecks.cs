using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on what was done to Bedrock and to what guards it, by CloudTrail's event history.</summary>
internal static class ActivityChecks
{
    private static readonly string[] s_looks =
    [
        "GetFoundationModelAvailability", "PutUseCaseForModelAccess", "CreateFoundationModelAgreement", "PutFoundationModelEntitlement",
        "ListFoundationModels", "GetModelInvocationLoggingConfiguration", "DeleteModelInvocationLoggingConfiguration",
    ];

    private static readonly string[] s_calls = ["InvokeModel", "InvokeModelWithResponseStream", "Converse", "ConverseStream", "CallWithBearerToken"];
    private static readonly string[] s_ai = ["bedrock.", "bedrock-agentcore.", "sagemaker.", "budgets."];
    private const int Burst = 20;

    [Check("AWS-MON-009", Severity.Critical, "Nobody looked around in Bedrock and called models as thieves of access do",
        Risk = "Stolen credentials are resold for their access to models, and you pay for what strangers ask.",
        Advice = "Find out who it was, and deactivate the credentials where it was nobody of yours.",
        Tip = Tip.ModelMonitoring, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0034, AML.T0012, AML.T0040",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html")]
    [Command("aws cloudtrail lookup-events --lookup-attributes 'AttributeKey=AccessKeyId,AttributeValue=ACCESS_KEY_ID' --region {Region} && aws iam update-access-key --user-name USER_NAME --access-key-id ACCESS_KEY_ID --status Inactive")]
    [Passes("{}")]
    [Fails("{}", """BedrockEvent { "EventId": "1", "EventName": "GetFoundationModelAvailability", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "2", "EventName": "PutUseCaseForModelAccess", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:01:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "3", "EventName": "CreateFoundationModelAgreement", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:02:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "4", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:03:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""")]
    [Fails("{}", """BedrockEvent { "EventId": "1", "EventName": "PutFoundationModelEntitlement", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "2", "EventName": "ListFoundationModels", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:01:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "3", "EventName": "GetModelInvocationLoggingConfiguration", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:02:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "4", "EventName": "InvokeModelWithResponseStream", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:03:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""")]
    [Fails("{}", """BedrockEvent { "EventId": "1", "EventName": "PutFoundationModelEntitlement", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "2", "EventName": "ListFoundationModels", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:01:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "3", "EventName": "DeleteModelInvocationLoggingConfiguration", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:02:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "4", "EventName": "Converse", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:03:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""", Because = "Another tool does not know all ways to call a model.")]
    [Fails("{}", """BedrockEvent { "EventId": "1", "EventName": "PutFoundationModelEntitlement", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "2", "EventName": "ListFoundationModels", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:01:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "3", "EventName": "GetModelInvocationLoggingConfiguration", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:02:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "4", "EventName": "ConverseStream", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:03:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""", Because = "Another tool does not know all ways to call a model.")]
    [Fails("{}", """BedrockEvent { "EventId": "1", "EventName": "PutFoundationModelEntitlement", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "2", "EventName": "ListFoundationModels", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:01:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "3", "EventName": "GetModelInvocationLoggingConfiguration", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:02:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "4", "EventName": "CallWithBearerToken", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:03:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""")]
    [Fails("{}", """BedrockEvent { "EventId": "1", "EventName": "GetFoundationModelAvailability", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "2", "EventName": "PutUseCaseForModelAccess", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:01:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "3", "EventName": "CreateFoundationModelAgreement", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:02:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "4", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:03:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""", Because = "That it was refused makes it no less of an attempt.")]
    [Passes("{}", """BedrockEvent { "EventId": "1", "EventName": "GetFoundationModelAvailability", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "2", "EventName": "PutUseCaseForModelAccess", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:01:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "3", "EventName": "GetFoundationModelAvailability", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:02:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "4", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:03:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""")]
    [Passes("{}", """BedrockEvent { "EventId": "1", "EventName": "GetFoundationModelAvailability", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "2", "EventName": "PutUseCaseForModelAccess", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:01:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "3", "EventName": "CreateFoundationModelAgreement", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:02:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""", Because = "It called no model.")]
    [Passes("{}", """BedrockEvent { "EventId": "1", "EventName": "GetFoundationModelAvailability", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T09:00:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "2", "EventName": "PutUseCaseForModelAccess", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T09:01:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "3", "EventName": "CreateFoundationModelAgreement", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T09:02:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "4", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:03:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""", Because = "It called the model before it looked around.")]
    [Passes("{}", """BedrockEvent { "EventId": "1", "EventName": "GetFoundationModelAvailability", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "2", "EventName": "PutUseCaseForModelAccess", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:01:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "3", "EventName": "CreateFoundationModelAgreement", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:02:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "4", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:03:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann" } }""", Because = "Two people are not one.")]
    [Fails("{}", """BedrockEvent { "EventId": "0", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "1", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:01:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "2", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:02:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "3", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:03:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "4", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:04:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "5", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:05:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "6", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:06:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "7", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:07:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "8", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:08:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "9", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:09:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "10", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:10:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "11", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:11:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "12", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:12:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "13", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:13:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "14", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:14:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "15", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:15:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "16", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:16:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "17", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:17:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "18", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:18:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "19", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:19:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""")]
    [Passes("{}", """BedrockEvent { "EventId": "1", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:01:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "2", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:02:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "3", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:03:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "4", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:04:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "5", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:05:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "6", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:06:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "7", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:07:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "8", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:08:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "9", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:09:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "10", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:10:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "11", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:11:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "12", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:12:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "13", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:13:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "14", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:14:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "15", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:15:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "16", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:16:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "17", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:17:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "18", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:18:00Z", "ErrorCode": "ValidationException", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""",
        """BedrockEvent { "EventId": "19", "EventName": "InvokeModel", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:19:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""")]
    public static Verdict AccessTheft(RegionItself region, Inventory<BedrockEvent> events)
    {
        // What was seen of an attack is one, whatever could not be seen.
        foreach (var calls in events.Known.GroupBy(call => call.Caller, StringComparer.Ordinal))
        {
            var looks = calls.Where(call => s_looks.Contains(call.EventName)).GroupBy(call => call.EventName!).Select(kind => kind.Min(call => call.EventTime)).Order().ToList();
            var refused = calls.Count(call => s_calls.Contains(call.EventName) && call.ErrorCode is "AccessDenied" or "AccessDeniedException" or "ValidationException");
            if (looks.Count >= 3 && calls.FirstOrDefault(call => s_calls.Contains(call.EventName) && call.EventTime > looks[2]) is { } then)
            {
                return Fail($"{calls.Key} looked around in {looks.Count} ways and then called {then.EventName}, last day.");
            }
            if (refused >= Burst)
            {
                return Fail($"{calls.Key} was refused {refused} times when it called models, last day.");
            }
        }
        return Pass($"None of the {events.All.Count} calls of Bedrock in {region.Identity.Name} within the last 24 hours look like it.");
    }

    [Check("AWS-MON-010", Severity.High, "Nobody took away what guards AI services, last week",
        Risk = "Whoever means to misuse a model first switches off what would show or stop it.",
        Advice = "Find out who did it and why, and restore what was taken away.",
        Tip = Tip.ModelMonitoring, Remedy = Remedy.None, Owasp = "LLM10", Atlas = "AML.T0107",
        Link = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html")]
    [Command("aws cloudtrail lookup-events --lookup-attributes 'AttributeKey=EventSource,AttributeValue=bedrock.amazonaws.com' --region {Region}")]
    [Passes("{}")]
    [Fails("{}", """ControlEvent { "EventId": "0", "EventName": "DeleteModelInvocationLoggingConfiguration", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""")]
    [Fails("{}", """ControlEvent { "EventId": "1", "EventName": "DeleteGuardrail", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""")]
    [Fails("{}", """ControlEvent { "EventId": "2", "EventName": "StopMonitoringSchedule", "EventSource": "sagemaker.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""")]
    [Fails("{}", """ControlEvent { "EventId": "3", "EventName": "DeleteBudget", "EventSource": "budgets.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""")]
    [Fails("{}", """ControlEvent { "EventId": "4", "EventName": "PutResourcePolicy", "EventSource": "bedrock-agentcore.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""")]
    [Passes("{}", """ControlEvent { "EventId": "1", "EventName": "PutResourcePolicy", "EventSource": "secretsmanager.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""")]
    [Passes("{}", """ControlEvent { "EventId": "1", "EventName": "DeleteGuardrail", "EventSource": "bedrock.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/eve" } }""", Because = "It was refused.")]
    [Passes("{}", """ControlEvent { "EventId": "1", "EventName": "StopMonitoringSchedule", "EventSource": "sagemaker.amazonaws.com", "EventTime": "2026-11-01T08:00:00Z", "UserIdentity": { "type": "AWSService" } }""", Because = "SageMaker did it itself.")]
    public static Verdict Tampering(RegionItself region, Inventory<ControlEvent> events) =>
        events.Known.Where(call => call.ErrorCode is null && call.UserIdentity?.Type is not "AWSService" && s_ai.Any(service => call.EventSource?.StartsWith(service, StringComparison.Ordinal) is true))
            .OrderByDescending(call => call.EventTime).ToList() is [var last, ..] taken
            ? Fail($"{taken.Count} within the last 7 days in {region.Identity.Name}, the last {last.EventName} by {last.Caller} at {last.EventTime:yyyy-MM-dd HH:mm} UTC.")
            : Pass($"None within the last 7 days in {region.Identity.Name}, of {events.All.Count} calls of such operations.");
}
