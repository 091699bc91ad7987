namespace AiCloudSecurity.Clouds.Aws;

/// <summary>How a service speaks.</summary>
internal enum AwsProtocol
{
    Json10,
    Json11,
    RestJson,
    RestXml,
    Query,
    Ec2,
}

/// <summary>What must be known of a service to call it. Source: the service models of botocore 1.43.</summary>
/// <param name="Name">botocore's name, by which resource types and permissions name it.</param>
/// <param name="ServiceId">The name behind AWS_ENDPOINT_URL_… and a profile's services section.</param>
/// <param name="SigningName">The service in the signature's scope.</param>
/// <param name="EndpointPrefix">The first part of the host.</param>
/// <param name="Protocol">How it speaks.</param>
/// <param name="Version">The API's version.</param>
/// <param name="TargetPrefix">What X-Amz-Target starts with, in JSON protocols.</param>
internal sealed record AwsService(
    string Name, string ServiceId, string SigningName, string EndpointPrefix, AwsProtocol Protocol, string Version, string? TargetPrefix = null)
{
    public static readonly AwsService Sts = new("sts", "STS", "sts", "sts", AwsProtocol.Query, "2011-06-15");
    public static readonly AwsService Ec2 = new("ec2", "EC2", "ec2", "ec2", AwsProtocol.Ec2, "2016-11-15");

    public static readonly AwsService Sso = new("sso", "SSO", "awsssoportal", "portal.sso", AwsProtocol.RestJson, "2019-06-10");

    private static readonly Dictionary<string, AwsService> s_byName = new AwsService[]
    {
        Sts,
        Ec2,
        Sso,
        new("sagemaker", "SageMaker", "sagemaker", "api.sagemaker", AwsProtocol.Json11, "2017-07-24", "SageMaker"),
        new("bedrock", "Bedrock", "bedrock", "bedrock", AwsProtocol.RestJson, "2023-04-20"),
        new("bedrock-agent", "Bedrock Agent", "bedrock", "bedrock-agent", AwsProtocol.RestJson, "2023-06-05"),
        new("iam", "IAM", "iam", "iam", AwsProtocol.Query, "2010-05-08"),
        new("kms", "KMS", "kms", "kms", AwsProtocol.Json11, "2014-11-01", "TrentService"),
        new("s3", "S3", "s3", "s3", AwsProtocol.RestXml, "2006-03-01"),
        new("config", "Config Service", "config", "config", AwsProtocol.Json11, "2014-11-12", "StarlingDoveService"),
        new("cloudtrail", "CloudTrail", "cloudtrail", "cloudtrail", AwsProtocol.Json11, "2013-11-01", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"),
        new("cloudwatch", "CloudWatch", "monitoring", "monitoring", AwsProtocol.Json10, "2010-08-01", "GraniteServiceVersion20100801"),
        new("budgets", "Budgets", "budgets", "budgets", AwsProtocol.Json11, "2016-10-20", "AWSBudgetServiceGateway"),
        new("transcribe", "Transcribe", "transcribe", "transcribe", AwsProtocol.Json11, "2017-10-26", "Transcribe"),
        new("comprehend", "Comprehend", "comprehend", "comprehend", AwsProtocol.Json11, "2017-11-27", "Comprehend_20171127"),
        new("logs", "CloudWatch Logs", "logs", "logs", AwsProtocol.Json11, "2014-03-28", "Logs_20140328"),
        new("organizations", "Organizations", "organizations", "organizations", AwsProtocol.Json11, "2016-11-28", "AWSOrganizationsV20161128"),
        new("bedrock-agentcore-control", "Bedrock AgentCore Control", "bedrock-agentcore", "bedrock-agentcore-control", AwsProtocol.RestJson, "2023-06-05"),
        new("opensearchserverless", "OpenSearchServerless", "aoss", "aoss", AwsProtocol.Json10, "2021-11-01", "OpenSearchServerless"),
        new("s3vectors", "S3Vectors", "s3vectors", "s3vectors", AwsProtocol.RestJson, "2025-07-15"),
        new("rds", "RDS", "rds", "rds", AwsProtocol.Query, "2014-10-31"),
        new("qbusiness", "QBusiness", "qbusiness", "qbusiness", AwsProtocol.RestJson, "2023-11-27"),
        new("kendra", "kendra", "kendra", "kendra", AwsProtocol.Json11, "2019-02-03", "AWSKendraFrontendService"),
        new("lexv2-models", "Lex Models V2", "lex", "models-v2-lex", AwsProtocol.RestJson, "2020-08-07"),
        new("rekognition", "Rekognition", "rekognition", "rekognition", AwsProtocol.Json11, "2016-06-27", "RekognitionService"),
        new("textract", "Textract", "textract", "textract", AwsProtocol.Json11, "2018-06-27", "Textract"),
        new("translate", "Translate", "translate", "translate", AwsProtocol.Json11, "2017-07-01", "AWSShineFrontendService_20170701"),
        new("polly", "Polly", "polly", "polly", AwsProtocol.RestJson, "2016-06-10"),
        new("personalize", "Personalize", "personalize", "personalize", AwsProtocol.Json11, "2018-05-22", "AmazonPersonalize"),
        new("athena", "Athena", "athena", "athena", AwsProtocol.Json11, "2017-05-18", "AmazonAthena"),
        new("guardduty", "GuardDuty", "guardduty", "guardduty", AwsProtocol.RestJson, "2017-11-28"),
        new("s3control", "S3 Control", "s3", "s3-control", AwsProtocol.RestXml, "2018-08-20"),
        new("resourcegroupstaggingapi", "Resource Groups Tagging API", "tagging", "tagging", AwsProtocol.Json11, "2017-01-26", "ResourceGroupsTaggingAPI_20170126"),
        new("application-autoscaling", "Application Auto Scaling", "application-autoscaling", "application-autoscaling", AwsProtocol.Json11, "2016-02-06", "AnyScaleFrontendService"),
        new("apigateway", "API Gateway", "apigateway", "apigateway", AwsProtocol.RestJson, "2015-07-09"),
        new("apigatewayv2", "ApiGatewayV2", "apigateway", "apigateway", AwsProtocol.RestJson, "2018-11-29"),
        new("wafv2", "WAFV2", "wafv2", "wafv2", AwsProtocol.Json11, "2019-07-29", "AWSWAF_20190729"),
        new("lambda", "Lambda", "lambda", "lambda", AwsProtocol.RestJson, "2015-03-31"),
        new("elbv2", "Elastic Load Balancing v2", "elasticloadbalancing", "elasticloadbalancing", AwsProtocol.Query, "2015-12-01"),
        new("events", "EventBridge", "events", "events", AwsProtocol.Json11, "2015-10-07", "AWSEvents"),
        new("ce", "Cost Explorer", "ce", "ce", AwsProtocol.Json11, "2017-10-25", "AWSInsightsIndexService"),
        new("service-quotas", "Service Quotas", "servicequotas", "servicequotas", AwsProtocol.Json11, "2019-06-24", "ServiceQuotasV20190624"),
        new("securityhub", "SecurityHub", "securityhub", "securityhub", AwsProtocol.RestJson, "2018-10-26"),
        new("macie2", "Macie2", "macie2", "macie2", AwsProtocol.RestJson, "2020-01-01"),
        new("glue", "Glue", "glue", "glue", AwsProtocol.Json11, "2017-03-31", "AWSGlue"),
        new("databrew", "DataBrew", "databrew", "databrew", AwsProtocol.RestJson, "2017-07-25"),
        new("secretsmanager", "Secrets Manager", "secretsmanager", "secretsmanager", AwsProtocol.Json11, "2017-10-17", "secretsmanager"),
        new("sns", "SNS", "sns", "sns", AwsProtocol.Query, "2010-03-31"),
        new("sqs", "SQS", "sqs", "sqs", AwsProtocol.Json10, "2012-11-05", "AmazonSQS"),
        new("ram", "RAM", "ram", "ram", AwsProtocol.RestJson, "2018-01-04"),
        new("ecr", "ECR", "ecr", "api.ecr", AwsProtocol.Json11, "2015-09-21", "AmazonEC2ContainerRegistry_V20150921"),
    }.ToDictionary(service => service.Name, StringComparer.Ordinal);

    public static IReadOnlyCollection<AwsService> All => s_byName.Values;

    public static AwsService Of(string name) => s_byName[name];
}
