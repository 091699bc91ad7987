namespace AiCloudSecurity.CloudFake;

public static partial class AwsRoutes
{
    private const string ApiGateway = """
        CreateDeployment POST /restapis/{restapi_id}/deployments
        CreateResource POST /restapis/{restapi_id}/resources/{parent_id}
        CreateRestApi POST /restapis
        CreateStage POST /restapis/{restapi_id}/stages
        CreateUsagePlan POST /usageplans
        GetAccount GET /account
        GetIntegration GET /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration
        GetMethod GET /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}
        GetResources GET /restapis/{restapi_id}/resources
        GetRestApis GET /restapis
        GetStages GET /restapis/{restapi_id}/stages
        GetUsagePlans GET /usageplans
        PutIntegration PUT /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration
        PutIntegrationResponse PUT /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration/responses/{status_code}
        PutMethod PUT /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}
        PutMethodResponse PUT /restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/responses/{status_code}
        UpdateStage PATCH /restapis/{restapi_id}/stages/{stage_name}
        UpdateUsagePlan PATCH /usageplans/{usageplanId}
        """;

    private const string ApiGatewayV2 = """
        CreateApi POST /v2/apis
        CreateIntegration POST /v2/apis/{apiId}/integrations
        CreateRoute POST /v2/apis/{apiId}/routes
        CreateStage POST /v2/apis/{apiId}/stages
        GetApis GET /v2/apis
        GetIntegrations GET /v2/apis/{apiId}/integrations
        GetRoutes GET /v2/apis/{apiId}/routes
        GetStages GET /v2/apis/{apiId}/stages
        """;

    private const string Lambda = """
        CreateFunction POST /2015-03-31/functions
        CreateFunctionUrlConfig POST /2021-10-31/functions/{FunctionName}/url
        GetFunctionConfiguration GET /2015-03-31/functions/{FunctionName}/configuration
        GetFunctionUrlConfig GET /2021-10-31/functions/{FunctionName}/url
        UpdateFunctionUrlConfig PUT /2021-10-31/functions/{FunctionName}/url
        GetPolicy GET /2015-03-31/functions/{FunctionName}/policy
        ListFunctions GET /2015-03-31/functions
        """;

    private const string S3Control = """
        DeletePublicAccessBlock DELETE /v20180820/configuration/publicAccessBlock
        GetPublicAccessBlock GET /v20180820/configuration/publicAccessBlock
        PutPublicAccessBlock PUT /v20180820/configuration/publicAccessBlock
        """;

    private const string GuardDuty = """
        CreateDetector POST /detector
        CreateSampleFindings POST /detector/{DetectorId}/findings/create
        GetDetector GET /detector/{DetectorId}
        GetFindings POST /detector/{DetectorId}/findings/get
        ListDetectors GET /detector
        ListFindings POST /detector/{DetectorId}/findings
        UpdateDetector POST /detector/{DetectorId}
        """;

    private const string SecurityHub = """
        BatchEnableStandards POST /standards/register
        DescribeHub GET /accounts
        EnableSecurityHub POST /accounts
        GetEnabledStandards POST /standards/get
        """;

    private const string Macie = """
        CreateClassificationJob POST /jobs
        DescribeBuckets POST /datasources/s3
        EnableMacie POST /macie
        GetAutomatedDiscoveryConfiguration GET /automated-discovery/configuration
        GetMacieSession GET /macie
        UpdateAutomatedDiscoveryConfiguration PUT /automated-discovery/configuration
        """;

    private const string DataBrew = """
        CreateDataset POST /datasets
        CreateProfileJob POST /profileJobs
        CreateRecipe POST /recipes
        CreateRecipeJob POST /recipeJobs
        ListJobs GET /jobs
        """;
}
