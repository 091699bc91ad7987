namespace AiCloudSecurity.Iam;

/// <summary>The actions of other services that decide over AI, with the resources that they know.</summary>
internal static class SupportingActions
{
    private const string Policy = "arn:${Partition}:iam::${Account}:policy/${PolicyNameWithPath}";
    private const string Role = "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}";
    private const string User = "arn:${Partition}:iam::${Account}:user/${UserNameWithPath}";
    private const string Group = "arn:${Partition}:iam::${Account}:group/${GroupNameWithPath}";
    private const string Key = "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}";
    private const string Bucket = "arn:${Partition}:s3:::${BucketName}";
    private const string Item = "arn:${Partition}:s3:::${BucketName}/${ObjectName}";
    private const string Function = "arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}";
    private const string LogGroup = "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}";
    private const string Trail = "arn:${Partition}:cloudtrail:${Region}:${Account}:trail/${TrailName}";
    private const string Repository = "arn:${Partition}:ecr:${Region}:${Account}:repository/${RepositoryName}";
    private const string Topic = "arn:${Partition}:sns:${Region}:${Account}:${TopicName}";
    private const string Queue = "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}";
    private const string VectorBucket = "arn:${Partition}:s3vectors:${Region}:${Account}:bucket/${BucketName}";
    private const string Vectors = "arn:${Partition}:s3vectors:${Region}:${Account}:bucket/${BucketName}/index/${IndexName}";
    private const string Secret = "arn:${Partition}:secretsmanager:${Region}:${Account}:secret:${SecretId}";

    public static IReadOnlyList<AiAction> All { get; } =
    [
        .. Of("iam", ActionClass.PassRole, "role", Role, "PassRole"),
        .. Of("iam", ActionClass.Identity, "policy", Policy, "CreatePolicyVersion", "SetDefaultPolicyVersion"),
        .. Of("iam", ActionClass.Identity, "role", Role, "AttachRolePolicy", "PutRolePolicy", "UpdateAssumeRolePolicy", "CreateRole", "DeleteRolePermissionsBoundary", "PutRolePermissionsBoundary"),
        .. Of("iam", ActionClass.Identity, "user", User, "AttachUserPolicy", "PutUserPolicy", "DeleteUserPermissionsBoundary", "PutUserPermissionsBoundary"),
        .. Of("iam", ActionClass.Credentials, "user", User, "CreateAccessKey", "CreateLoginProfile", "UpdateLoginProfile", "CreateServiceSpecificCredential", "ResetServiceSpecificCredential"),
        .. Of("iam", ActionClass.Identity, "group", Group, "AttachGroupPolicy", "PutGroupPolicy", "AddUserToGroup"),
        .. Of("sts", ActionClass.Identity, "role", Role, "AssumeRole"),
        .. Of("kms", ActionClass.KeyAccess, "key", Key, "Decrypt", "Encrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "CreateGrant", "PutKeyPolicy", "ScheduleKeyDeletion", "DisableKey"),
        .. Of("s3", ActionClass.Read, "object", Item, "GetObject"),
        .. Of("s3", ActionClass.Read, "bucket", Bucket, "ListBucket"),
        .. Of("s3", ActionClass.Write, "object", Item, "PutObject", "DeleteObject"),
        .. Of("s3", ActionClass.Write, "bucket", Bucket, "PutEncryptionConfiguration", "PutLifecycleConfiguration"),
        .. Of("s3", ActionClass.Share, "bucket", Bucket, "PutBucketPolicy", "DeleteBucketPolicy", "PutBucketAcl", "PutBucketPublicAccessBlock"),
        .. Of("s3", ActionClass.LoggingControl, "bucket", Bucket, "PutBucketLogging"),
        .. Of("lambda", ActionClass.Deploy, "function", Function, "CreateFunction", "UpdateFunctionCode", "UpdateFunctionConfiguration"),
        .. Of("lambda", ActionClass.Invoke, "function", Function, "InvokeFunction"),
        .. Of("lambda", ActionClass.Share, "function", Function, "AddPermission"),
        .. Of("logs", ActionClass.LoggingControl, "log-group", LogGroup, "DeleteLogGroup", "DeleteLogStream", "PutRetentionPolicy", "PutSubscriptionFilter", "DeleteDataProtectionPolicy", "DisassociateKmsKey"),
        .. Of("logs", ActionClass.Read, "log-group", LogGroup, "GetLogEvents", "FilterLogEvents", "StartQuery", "Unmask"),
        .. Of("cloudtrail", ActionClass.LoggingControl, "trail", Trail, "StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"),
        .. Of("cloudwatch", ActionClass.LoggingControl, "alarm", "arn:${Partition}:cloudwatch:${Region}:${Account}:alarm:${AlarmName}", "DeleteAlarms", "DisableAlarmActions", "SetAlarmState"),
        .. Of("budgets", ActionClass.LoggingControl, "budget", "arn:${Partition}:budgets::${Account}:budget/${BudgetName}", "ModifyBudget"),
        .. Of("ecr", ActionClass.Deploy, "repository", Repository, "PutImage"),
        .. Of("ecr", ActionClass.Share, "repository", Repository, "SetRepositoryPolicy"),
        .. Of("ecr", ActionClass.Read, "repository", Repository, "BatchGetImage"),
        .. Of("secretsmanager", ActionClass.Credentials, "secret", Secret, "GetSecretValue"),
        .. Of("secretsmanager", ActionClass.Share, "secret", Secret, "PutResourcePolicy"),
        .. Of("sns", ActionClass.Write, "topic", Topic, "Publish"),
        .. Of("sns", ActionClass.Read, "topic", Topic, "Subscribe"),
        .. Of("sns", ActionClass.Share, "topic", Topic, "AddPermission", "SetTopicAttributes"),
        .. Of("sqs", ActionClass.Write, "queue", Queue, "SendMessage", "DeleteMessage"),
        .. Of("sqs", ActionClass.Read, "queue", Queue, "ReceiveMessage"),
        .. Of("sqs", ActionClass.Share, "queue", Queue, "AddPermission", "SetQueueAttributes"),
        .. Of("s3vectors", ActionClass.Read, "index", Vectors, "GetVectors", "ListVectors", "QueryVectors"),
        .. Of("s3vectors", ActionClass.Write, "index", Vectors, "PutVectors", "DeleteVectors"),
        .. Of("s3vectors", ActionClass.Share, "vector-bucket", VectorBucket, "PutVectorBucketPolicy"),
        .. Of("aoss", ActionClass.Read, "collection", "arn:${Partition}:aoss:${Region}:${Account}:collection/${CollectionId}", "APIAccessAll"),
        new("aws-marketplace:Subscribe", []) { Class = ActionClass.Write },
    ];

    private static IEnumerable<AiAction> Of(string service, ActionClass @class, string type, string resource, params string[] names) =>
        names.Select(name => new AiAction($"{service}:{name}", [resource])
        {
            Class = @class,
            ResourceTypes = [type],
            Level = @class switch
            {
                ActionClass.Read when name.StartsWith("List", StringComparison.Ordinal) => AccessLevel.List,
                ActionClass.Read => AccessLevel.Read,
                ActionClass.Share or ActionClass.Identity => AccessLevel.Permissions,
                _ => AccessLevel.Write,
            },
        });
}
