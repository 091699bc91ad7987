using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on REST APIs that stand in front of models.</summary>
internal static class RestApiChecks
{
    [Check("AWS-NET-030", Severity.Critical, "API in front of a model asks who calls",
        Risk = "Everybody on the internet uses the model, on your bill, and asks it whatever he likes.",
        Advice = "Give each method in front of a model an authorizer.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0040, AML.T0093",
        Link = "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html")]
    [Command("aws apigateway get-resources --rest-api-id {id} --region {Region} && aws apigateway update-method --rest-api-id {id} --resource-id RESOURCE_ID --http-method POST --patch-operations 'op=replace,path=/authorizationType,value=AWS_IAM' --region {Region} && aws apigateway create-deployment --rest-api-id {id} --stage-name STAGE_NAME --region {Region}")]
    [Passes("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "AWS_IAM", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""")]
    [Passes("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "apiKeyRequired": true, "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""")]
    [Passes("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "COGNITO_USER_POOLS", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:ask:live/invocations" } } } }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "apiKeyRequired": false, "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:runtime.sagemaker:path/endpoints/e/invocations" } } } }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/invoke" } } } }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:ask:live/invocations" } } } }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:ask:live/invocations" } } } }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:p" }] }""", """IamPolicy { "Arn": "arn:p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "AWS_IAM", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } }, "GET": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""")]
    [Passes("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "AWS_IAM", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } }, "OPTIONS": { "authorizationType": "NONE", "methodIntegration": { "type": "MOCK" } } } }""", Because = "Browsers ask before they ask.")]
    [Skips("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:ask:live/invocations" } } } }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } } }] }""")]
    [Skips("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "https://shop.example.com/" } } } }""")]
    [Skips("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:dynamodb:action/GetItem" } } } }""")]
    [CannotSay("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:${stageVariables.fn}:live/invocations" } } } }""", Because = "A variable of the stage says which function.")]
    [Skips("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""")]
    public static Verdict Authorizes(RestApi api, Inventory<RestPath> paths, AiBackends backends) => Every.Of("No method of it calls a model.",
        from path in paths.Of(api)
        from method in path.ResourceMethods ?? new Dictionary<string, RestMethod>()
        select (Func<Verdict>)(() => backends.Of(method.Value.MethodIntegration?.Uri) is not { } backend ? NotApplicable("It calls no model.")
            : method.Value.AuthorizationType is null or "NONE" && method.Value.ApiKeyRequired is not true ? Fail($"{method.Key} {path.Path} leads everybody to {backend}.")
            : Pass($"{method.Key} {path.Path} asks for {(method.Value.AuthorizationType is null or "NONE" ? "an API key" : method.Value.AuthorizationType)}.")));

    [Check("AWS-NET-031", Severity.High, "API in front of a model is throttled",
        Risk = "One caller takes the model away from all others, or copies it through its answers.",
        Advice = "Set a rate and a burst for the stage, or a usage plan for callers with API keys.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0029, AML.T0034, AML.T0024",
        Link = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html")]
    [Command("aws apigateway get-stages --rest-api-id {id} --region {Region} && aws apigateway update-stage --rest-api-id {id} --stage-name STAGE_NAME --patch-operations 'op=replace,path=/*/*/throttling/rateLimit,value=10' 'op=replace,path=/*/*/throttling/burstLimit,value=20' --region {Region}")]
    [Passes("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod", "methodSettings": { "*/*": { "throttlingRateLimit": 10, "throttlingBurstLimit": 50 } } }""",
        """ApiGatewayAccount { "throttleSettings": { "rateLimit": 10000, "burstLimit": 5000 } }""")]
    [Passes("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "apiKeyRequired": true, "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod" }""",
        """ApiGatewayAccount { "throttleSettings": { "rateLimit": 10000, "burstLimit": 5000 } }""",
        """UsagePlan { "id": "u", "name": "u", "apiStages": [{ "apiId": "a1", "stage": "prod" }], "throttle": { "rateLimit": 10, "burstLimit": 20 } }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "AWS_IAM", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod" }""",
        """ApiGatewayAccount { "throttleSettings": { "rateLimit": 10000, "burstLimit": 5000 } }""",
        """UsagePlan { "id": "u", "name": "u", "apiStages": [{ "apiId": "a1", "stage": "prod" }], "throttle": { "rateLimit": 10, "burstLimit": 20 } }""", Because = "The plan holds for callers with an API key only.")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "apiKeyRequired": true, "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod" }""",
        """ApiGatewayAccount { "throttleSettings": { "rateLimit": 10000, "burstLimit": 5000 } }""",
        """UsagePlan { "id": "u", "name": "u", "apiStages": [{ "apiId": "a1", "stage": "test" }], "throttle": { "rateLimit": 10, "burstLimit": 20 } }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "apiKeyRequired": true, "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod" }""",
        """ApiGatewayAccount { "throttleSettings": { "rateLimit": 10000, "burstLimit": 5000 } }""",
        """UsagePlan { "id": "u", "name": "u", "apiStages": [{ "apiId": "a2", "stage": "prod" }], "throttle": { "rateLimit": 10, "burstLimit": 20 } }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "apiKeyRequired": true, "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod" }""",
        """ApiGatewayAccount { "throttleSettings": { "rateLimit": 10000, "burstLimit": 5000 } }""",
        """UsagePlan { "id": "u", "name": "u", "apiStages": [{ "apiId": "a1", "stage": "prod" }] }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod" }""",
        """ApiGatewayAccount { "throttleSettings": { "rateLimit": 10000, "burstLimit": 5000 } }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod", "methodSettings": { "*/*": { "throttlingRateLimit": 10000, "throttlingBurstLimit": 50 } } }""",
        """ApiGatewayAccount { "throttleSettings": { "rateLimit": 10000, "burstLimit": 5000 } }""", Because = "It is what the account has anyway.")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod", "methodSettings": { "*/*": { "throttlingRateLimit": -1, "throttlingBurstLimit": 50 } } }""",
        """ApiGatewayAccount { "throttleSettings": { "rateLimit": 10000, "burstLimit": 5000 } }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod", "methodSettings": { "other/GET": { "throttlingRateLimit": 10, "throttlingBurstLimit": 50 } } }""",
        """ApiGatewayAccount { "throttleSettings": { "rateLimit": 10000, "burstLimit": 5000 } }""")]
    [Passes("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:ask:live/invocations" } } } }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod", "methodSettings": { "*/*": { "throttlingRateLimit": 10, "throttlingBurstLimit": 50 } } }""",
        """ApiGatewayAccount { "throttleSettings": { "rateLimit": 10000, "burstLimit": 5000 } }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:ask:live/invocations" } } } }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:p" }] }""", """IamPolicy { "Arn": "arn:p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod" }""",
        """ApiGatewayAccount { "throttleSettings": { "rateLimit": 10000, "burstLimit": 5000 } }""")]
    [CannotSay("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod", "methodSettings": { "*/*": { "throttlingRateLimit": 20000, "throttlingBurstLimit": 50 } } }""")]
    [Skips("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """ApiGatewayAccount { "throttleSettings": { "rateLimit": 10000, "burstLimit": 5000 } }""", Because = "It is not deployed.")]
    [Skips("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:ask:live/invocations" } } } }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } } }] }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod" }""",
        """ApiGatewayAccount { "throttleSettings": { "rateLimit": 10000, "burstLimit": 5000 } }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "GET": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } }, "POST": { "authorizationType": "NONE", "apiKeyRequired": true, "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod" }""",
        """ApiGatewayAccount { "throttleSettings": { "rateLimit": 10000, "burstLimit": 5000 } }""",
        """UsagePlan { "id": "u", "name": "u", "apiStages": [{ "apiId": "a1", "stage": "prod" }], "throttle": { "rateLimit": 10, "burstLimit": 20 } }""", Because = "One of two methods asks for no key.")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "apiKeyRequired": true, "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod" }""",
        """ApiGatewayAccount { "throttleSettings": { "rateLimit": 10000, "burstLimit": 5000 } }""",
        """UsagePlan { "id": "u", "name": "u", "apiStages": [{ "apiId": "a1", "stage": "prod" }], "throttle": { "rateLimit": 0, "burstLimit": 20 } }""", Because = "Nought sets no rate.")]
    public static Verdict Throttled(RestApi api, Inventory<RestPath> paths, AiBackends backends, Inventory<RestStage> stages, PlanLimits plans, Inventory<ApiGatewayAccount> account)
    {
        var methods = Fronting(api, paths, backends);
        if (methods.Count == 0)
        {
            return NotApplicable("No method of it calls a model.");
        }
        return Every.Of("It has no stage.", stages.Of(api).Select(stage => (Func<Verdict>)(() =>
            stage.MethodSettings?.GetValueOrDefault("*/*") is { ThrottlingRateLimit: >= 0 and { } rate } && rate < Limit(account) ? Pass($"The stage {stage.StageName} answers {rate} requests a second at most.")
            : methods.TrueForAll(method => method.ApiKeyRequired is true) && plans.Of(api, stage) is { } plan ? Pass($"The usage plan {plan.Identity.Name} limits callers of the stage {stage.StageName}.")
            : Fail($"Nothing but the account's own limit throttles the stage {stage.StageName}."))));
    }

    [Check("AWS-NET-032", Severity.High, "API in front of a model has a web ACL that limits callers",
        Risk = "Floods of requests and of text reach the model, and cost what the model costs.",
        Advice = "Associate a web ACL with a rate-based rule and a limit of the body's size with each stage.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0029, AML.T0024.002",
        Link = "https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html")]
    [Command("aws wafv2 list-web-acls --scope REGIONAL --region {Region} && aws wafv2 associate-web-acl --web-acl-arn WEB_ACL_ARN --resource-arn arn:{Partition}:apigateway:{Region}::/restapis/{id}/stages/STAGE_NAME --region {Region}")]
    [Passes("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod", "webAclArn": "arn:w" }""",
        """WebAcl { "ARN": "arn:w", "Name": "w", "Rules": [{ "Name": "rate", "Statement": { "RateBasedStatement": { "Limit": 500 } }, "Action": { "Block": { } } }, { "Name": "size", "Statement": { "SizeConstraintStatement": { "FieldToMatch": { "Body": { } } } }, "Action": { "Block": { } } }] }""")]
    [Passes("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod", "webAclArn": "arn:w" }""",
        """WebAcl { "ARN": "arn:w", "Name": "w", "Rules": [{ "Name": "rate", "Statement": { "RateBasedStatement": { "Limit": 500 } }, "Action": { "Block": { } } }, { "Name": "common", "Statement": { "ManagedRuleGroupStatement": { "VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet" } }, "OverrideAction": { "None": { } } }] }""")]
    [Passes("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod", "webAclArn": "arn:w" }""",
        """WebAcl { "ARN": "arn:w", "Name": "w", "Rules": [{ "Name": "rate", "Statement": { "RateBasedStatement": { "Limit": 500 } }, "Action": { "Block": { } } }, { "Name": "size", "Statement": { "SizeConstraintStatement": { "FieldToMatch": { "JsonBody": { } } } }, "Action": { "Block": { } } }] }""")]
    [Passes("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod", "webAclArn": "arn:w" }""",
        """WebAcl { "ARN": "arn:w", "Name": "w", "Rules": [{ "Name": "rate", "Statement": { "RateBasedStatement": { "Limit": 500 } }, "Action": { "Block": { } } }, { "Name": "both", "Statement": { "AndStatement": { "Statements": [{ "SizeConstraintStatement": { "FieldToMatch": { "Body": { } } } }] } }, "Action": { "Block": { } } }] }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod", "webAclArn": "arn:w" }""",
        """WebAcl { "ARN": "arn:w", "Name": "w", "Rules": [{ "Name": "rate", "Statement": { "RateBasedStatement": { "Limit": 500 } }, "Action": { "Block": { } } }] }""", Severity = Severity.Low)]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod", "webAclArn": "arn:w" }""",
        """WebAcl { "ARN": "arn:w", "Name": "w", "Rules": [{ "Name": "size", "Statement": { "SizeConstraintStatement": { "FieldToMatch": { "Body": { } } } }, "Action": { "Block": { } } }] }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod", "webAclArn": "arn:w" }""",
        """WebAcl { "ARN": "arn:w", "Name": "w", "Rules": [{ "Name": "rate", "Statement": { "RateBasedStatement": { "Limit": 500 } }, "Action": { "Count": { } } }, { "Name": "size", "Statement": { "SizeConstraintStatement": { "FieldToMatch": { "Body": { } } } }, "Action": { "Block": { } } }] }""", Because = "It only counts.")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod", "webAclArn": "arn:w" }""",
        """WebAcl { "ARN": "arn:w", "Name": "w", "Rules": [{ "Name": "rate", "Statement": { "RateBasedStatement": { "Limit": 500 } }, "Action": { "Block": { } } }, { "Name": "size", "Statement": { "SizeConstraintStatement": { "FieldToMatch": { "UriPath": { } } } }, "Action": { "Block": { } } }] }""", Severity = Severity.Low)]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod", "webAclArn": "arn:w" }""",
        """WebAcl { "ARN": "arn:w", "Name": "w", "Rules": [{ "Name": "rate", "Statement": { "RateBasedStatement": { "Limit": 500 } }, "Action": { "Block": { } } }, { "Name": "common", "Statement": { "ManagedRuleGroupStatement": { "VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet" } }, "OverrideAction": { "Count": { } } }] }""", Severity = Severity.Low)]
    [CannotSay("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod", "webAclArn": "arn:w" }""",
        """WebAcl { "ARN": "arn:w", "Name": "w", "Rules": [{ "Name": "own", "Statement": { "RuleGroupReferenceStatement": { "ARN": "arn:g" } }, "OverrideAction": { "None": { } } }, { "Name": "size", "Statement": { "SizeConstraintStatement": { "FieldToMatch": { "Body": { } } } }, "Action": { "Block": { } } }] }""", Because = "The rules are in a group of the account.")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod" }""",
        """WebAcl { "ARN": "arn:w", "Name": "w", "Rules": [{ "Name": "rate", "Statement": { "RateBasedStatement": { "Limit": 500 } }, "Action": { "Block": { } } }, { "Name": "size", "Statement": { "SizeConstraintStatement": { "FieldToMatch": { "Body": { } } } }, "Action": { "Block": { } } }] }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:ask:live/invocations" } } } }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod" }""")]
    [Fails("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:ask:live/invocations" } } } }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:p" }] }""", """IamPolicy { "Arn": "arn:p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod" }""")]
    [Skips("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:ask:live/invocations" } } } }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } } }] }""",
        """RestStage { "@Parent": "arn:api", "stageName": "prod" }""")]
    [Skips("""{ "@Id": "arn:api", "id": "a1", "name": "ask" }""",
        """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""")]
    public static Verdict Filtered(RestApi api, Inventory<RestPath> paths, AiBackends backends, Inventory<RestStage> stages, Inventory<WebAcl> acls) =>
        Fronting(api, paths, backends).Count == 0 ? NotApplicable("No method of it calls a model.")
        : Every.Of("It has no stage.", stages.Of(api).Select(stage => (Func<Verdict>)(() => WebAclRules.Judge($"the stage {stage.StageName}", stage.WebAclArn is null ? null : acls.Find(stage.WebAclArn)))));

    internal static List<RestMethod> Fronting(RestApi api, Inventory<RestPath> paths, AiBackends backends) =>
        [.. paths.Of(api).SelectMany(path => path.ResourceMethods?.Values ?? []).Where(method => backends.Of(method.MethodIntegration?.Uri) is not null)];

    // Without the account's limit nobody can say whether a stage's is lower.
    private static double Limit(Inventory<ApiGatewayAccount> account) =>
        account.All is [{ ThrottleSettings.RateLimit: { } limit }, ..] ? limit : throw new UnseenException("API Gateway does not say what the account's own limit is.");

    /// <summary>Which usage plan limits callers of which stage.</summary>
    internal sealed class PlanLimits(Inventory<UsagePlan> plans)
    {
        private Dictionary<(string?, string?), UsagePlan>? _byStage;

        public UsagePlan? Of(RestApi api, RestStage stage)
        {
            if (_byStage is null)
            {
                _byStage = [];
                foreach (var plan in plans.All.Where(plan => plan.Throttle?.RateLimit > 0))
                {
                    foreach (var at in plan.ApiStages ?? [])
                    {
                        _byStage.TryAdd((at.ApiId, at.Stage), plan);
                    }
                }
            }
            return _byStage.GetValueOrDefault((api.ApiId, stage.StageName));
        }
    }
}
