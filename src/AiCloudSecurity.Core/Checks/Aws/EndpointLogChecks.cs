using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on whether a SageMaker endpoint can write logs at all.</summary>
internal static class EndpointLogChecks
{
    private static readonly string[] s_needed = ["logs:CreateLogStream", "logs:PutLogEvents"];

    [Check("AWS-MON-020", Severity.Low, "Endpoint's containers can write their log",
        Risk = "An endpoint that cannot write its log says nothing when it is attacked or fails.",
        Advice = "Allow the model's role to create log streams and put log events, and create the log group.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Atlas = "AML.T0107",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html")]
    [Command("""aws iam put-role-policy --role-name ROLE_NAME --policy-name WriteEndpointLogs --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],"Resource":"arn:{Partition}:logs:{Region}:{Scope}:log-group:/aws/sagemaker/Endpoints/{Name}*"}]}' && aws logs create-log-group --log-group-name /aws/sagemaker/Endpoints/{Name} --region {Region}""")]
    [Passes("""{ "EndpointName": "e", "EndpointStatus": "InService", "EndpointConfigName": "c" }""", """EndpointConfig { "EndpointConfigName": "c", "ProductionVariants": [{ "VariantName": "v", "ModelName": "m" }] }""", """Model { "ModelName": "m", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/r" }""", """EndpointLogGroup { "logGroupName": "/aws/sagemaker/Endpoints/e" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "*" } } }] }""")]
    [Passes("""{ "EndpointName": "e", "EndpointStatus": "InService", "EndpointConfigName": "c" }""", """EndpointConfig { "EndpointConfigName": "c", "ProductionVariants": [{ "VariantName": "v", "ModelName": "m" }] }""", """Model { "ModelName": "m", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/r" }""", """EndpointLogGroup { "logGroupName": "/aws/sagemaker/Endpoints/e" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "logs:*", "Resource": "*" } } }] }""")]
    [Passes("""{ "EndpointName": "e", "EndpointStatus": "InService", "EndpointConfigName": "c" }""", """EndpointLogGroup { "logGroupName": "/aws/sagemaker/Endpoints/e" }""",
        """EndpointConfig { "EndpointConfigName": "c", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/r", "ProductionVariants": [{ "VariantName": "v" }] }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "*" } } }] }""", Because = "Inference components work as the configuration's role.")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService", "EndpointConfigName": "c" }""", """EndpointConfig { "EndpointConfigName": "c", "ProductionVariants": [{ "VariantName": "v", "ModelName": "m" }] }""", """Model { "ModelName": "m", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/r" }""", """EndpointLogGroup { "logGroupName": "/aws/sagemaker/Endpoints/e" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["logs:PutLogEvents"], "Resource": "*" } } }] }""")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService", "EndpointConfigName": "c" }""", """EndpointConfig { "EndpointConfigName": "c", "ProductionVariants": [{ "VariantName": "v", "ModelName": "m" }] }""", """Model { "ModelName": "m", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/r" }""", """EndpointLogGroup { "logGroupName": "/aws/sagemaker/Endpoints/e" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["logs:CreateLogStream"], "Resource": "*" } } }] }""")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService", "EndpointConfigName": "c" }""", """EndpointConfig { "EndpointConfigName": "c", "ProductionVariants": [{ "VariantName": "v", "ModelName": "m" }] }""", """Model { "ModelName": "m", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "*" } } }] }""", Because = "There is no log group.")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService", "EndpointConfigName": "c" }""", """EndpointConfig { "EndpointConfigName": "c", "ProductionVariants": [{ "VariantName": "v", "ModelName": "m" }] }""", """Model { "ModelName": "m", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/r" }""", """EndpointLogGroup { "logGroupName": "/aws/sagemaker/Endpoints/e-2" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "*" } } }] }""", Because = "The log group is another endpoint's.")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService", "EndpointConfigName": "c" }""", """EndpointConfig { "EndpointConfigName": "c", "ProductionVariants": [{ "VariantName": "v", "ModelName": "m" }] }""", """Model { "ModelName": "m", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/r" }""", """EndpointLogGroup { "logGroupName": "/aws/sagemaker/Endpoints/e" }""", Because = "The role does not exist.")]
    [CannotSay("""{ "EndpointName": "e", "EndpointStatus": "InService", "EndpointConfigName": "c" }""", """EndpointConfig { "EndpointConfigName": "c", "ProductionVariants": [{ "VariantName": "v", "ModelName": "m" }] }""", """Model { "ModelName": "m" }""", """EndpointLogGroup { "logGroupName": "/aws/sagemaker/Endpoints/e" }""")]
    [CannotSay("""{ "EndpointName": "e", "EndpointStatus": "InService", "EndpointConfigName": "c" }""", """EndpointLogGroup { "logGroupName": "/aws/sagemaker/Endpoints/e" }""")]
    [CannotSay("""{ "EndpointName": "e", "EndpointStatus": "InService", "EndpointConfigName": "c" }""", """EndpointConfig { "EndpointConfigName": "c", "ProductionVariants": [{ "VariantName": "v", "ModelName": "m" }] }""", """EndpointLogGroup { "logGroupName": "/aws/sagemaker/Endpoints/e" }""", Because = "A model can be deleted while an endpoint uses it.")]
    [Skips("""{ "EndpointName": "e", "EndpointStatus": "Creating", "EndpointConfigName": "c" }""")]
    public static Verdict CanLog(Endpoint endpoint, Inventory<EndpointConfig> configs, Inventory<Model> models, RoleAccess roles, Inventory<EndpointLogGroup> groups)
    {
        if (!endpoint.IsServing)
        {
            return NotApplicable($"It is {endpoint.EndpointStatus}.");
        }
        return Every.Of(
            () => groups.Find($"/aws/sagemaker/Endpoints/{endpoint.Identity.Name}") is null ? Fail("It has no log group.") : Pass("It has a log group."),
            () => configs.Find(endpoint.EndpointConfigName) is { } config
                ? Every.Of("Nothing serves.", config.AllVariants.Select(variant => (Func<Verdict>)(() => Role(Name(variant, config, models), roles))))
                : Unknown($"Its configuration {endpoint.EndpointConfigName} no longer exists."));
    }

    private static string? Name(ProductionVariant variant, EndpointConfig config, Inventory<Model> models) =>
        variant.ModelName is null ? config.ExecutionRoleArn : models.Find(variant.ModelName)?.ExecutionRoleArn;

    private static Verdict Role(string? arn, RoleAccess roles)
    {
        if (arn is null)
        {
            return Unknown("Which role its containers have is not known.");
        }
        if (roles.Find(arn) is not { } role)
        {
            return Fail($"The role {arn} does not exist.");
        }
        var held = roles.Of(role);
        return s_needed.FirstOrDefault(action => !held.May(action, "*").Exists) is { } missing
            ? Fail($"The role {role.Identity.Name} lacks {missing}.")
            : Pass($"The role {role.Identity.Name} may write logs.");
    }
}
