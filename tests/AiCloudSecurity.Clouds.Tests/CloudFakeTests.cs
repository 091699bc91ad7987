using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>The fake is held to botocore and to the aws command line: what the other tests stand on is itself tested.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class CloudFakeTests(AwsAccount account) : IAsyncLifetime
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(20) };

    public async ValueTask InitializeAsync() => await account.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Routes_are_botocores()
    {
        var verdict = await Python.RunAsync(["tests/moto/validate.py", "--routes"], input: JsonSerializer.Serialize(AwsRoutes.All));

        Assert.Equal("ok", verdict.Trim());
    }

    [Fact]
    public async Task Operations_that_gaps_answer_exist()
    {
        var verdict = await Python.RunAsync(["tests/moto/validate.py", "--operations"], input: string.Join('\n', AwsFake.OwnOperations));

        Assert.Equal("ok", verdict.Trim());
    }

    [Fact]
    public async Task Answers_about_an_account_that_a_script_made_have_botocores_shape()
    {
        var fake = await account.FilledAsync();
        var answers = new StringBuilder();
        foreach (var (service, operation, target, body) in Reads)
        {
            using var response = await SendAsync(service, operation, target, body, endpoint: fake.Endpoint);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{service}:{operation} answered {(int)response.StatusCode}: {text}");
            answers.AppendLine(new JsonObject { ["service"] = service, ["operation"] = operation, ["answer"] = text }.ToJsonString());
        }

        Assert.Equal("ok", (await Python.RunAsync(["tests/moto/validate.py"], input: answers.ToString())).Trim());
    }

    // The other half: whatever a scan asks of the fake's own.
    [Fact]
    public async Task Answers_to_a_whole_scan_have_botocores_shape()
    {
        var fake = await account.FilledAsync();
        using var remembering = fake.RememberAnswers();
        using var connection = await AwsAccount.OpenAsync(fake, "us-east-1");
        await connection.ReadAsync(ResourceType.All, null, TestContext.Current.CancellationToken);

        var answers = from known in fake.Remembered
                      where AwsFake.OwnOperations.Contains(known.Request.Name) && known.Request.Protocol is AwsProtocol.Json or AwsProtocol.RestJson
                      select new JsonObject { ["service"] = known.Request.Service, ["operation"] = known.Request.Operation, ["answer"] = known.Answer }.ToJsonString();

        Assert.Equal("ok", (await Python.RunAsync(["tests/moto/validate.py", "--shown"], input: string.Join('\n', answers))).Trim());
    }

    [Fact]
    public async Task A_guardrail_made_by_the_command_line_reads_back_as_AWS_shows_it()
    {
        var made = await AwsAsync("bedrock", "create-guardrail", "--name", "g", "--blocked-input-messaging", "no", "--blocked-outputs-messaging", "no",
            "--content-policy-config", """{"filtersConfig":[{"type":"HATE","inputStrength":"HIGH","outputStrength":"LOW"}]}""",
            "--sensitive-information-policy-config", """{"piiEntitiesConfig":[{"type":"EMAIL","action":"BLOCK"}]}""");
        var listed = await AwsAsync("bedrock", "list-guardrails");
        var shown = await AwsAsync("bedrock", "get-guardrail", "--guardrail-identifier", (string)made["guardrailArn"]!, "--guardrail-version", "DRAFT");

        Assert.Equal("g", (string?)listed["guardrails"]![0]!["name"]);
        Assert.Equal("HIGH", (string?)shown["contentPolicy"]!["filters"]![0]!["inputStrength"]);
        Assert.Equal("EMAIL", (string?)shown["sensitiveInformationPolicy"]!["piiEntities"]![0]!["type"]);
        Assert.Empty((await AwsAsync("bedrock", "list-guardrails", "--region", "eu-west-1"))["guardrails"]!.AsArray());
    }

    [Fact]
    public async Task An_agent_has_its_parts()
    {
        var parts = await BotoAsync("""
            agents = client("bedrock-agent")
            made = agents.create_agent(agentName="a", guardrailConfiguration={"guardrailIdentifier": "g", "guardrailVersion": "1"})["agent"]["agentId"]
            agents.create_agent_action_group(agentId=made, agentVersion="DRAFT", actionGroupName="tools", actionGroupExecutor={"customControl": "RETURN_CONTROL"})
            agents.create_agent_alias(agentId=made, agentAliasName="live")
            print([group["actionGroupState"] for group in agents.list_agent_action_groups(agentId=made, agentVersion="DRAFT")["actionGroupSummaries"]])
            print([alias["routingConfiguration"][0]["agentVersion"] for alias in agents.list_agent_aliases(agentId=made)["agentAliasSummaries"]])
            print([version["agentVersion"] for version in agents.list_agent_versions(agentId=made)["agentVersionSummaries"]])
            print(agents.get_agent(agentId=made)["agent"]["agentVersion"], len(agents.list_agent_action_groups(agentId=made, agentVersion="1")["actionGroupSummaries"]))
            print(agents.get_agent_version(agentId=made, agentVersion="1")["agentVersion"]["guardrailConfiguration"]["guardrailIdentifier"])
            """);

        Assert.Equal(["['ENABLED']", "['1']", "['DRAFT', '1']", "DRAFT 1", "g"], parts);
    }

    [Fact]
    public async Task A_key_without_an_age_has_no_expiration_date()
    {
        var dates = await BotoAsync("""
            iam = client("iam")
            iam.create_user(UserName="u")
            for age in [{}, {"CredentialAgeDays": 30}]:
                iam.create_service_specific_credential(UserName="u", ServiceName="bedrock.amazonaws.com", **age)
            for key in iam.list_service_specific_credentials(AllUsers=True)["ServiceSpecificCredentials"]:
                print("ExpirationDate" in key)
            """);

        Assert.Equal(["False", "True"], dates);
    }

    [Fact]
    public async Task What_moto_forgets_of_SageMaker_is_kept()
    {
        var kept = await BotoAsync("""
            sm = client("sagemaker")
            role = "arn:aws:iam::123456789012:role/r"
            sm.create_model(ModelName="m", ExecutionRoleArn=role, EnableNetworkIsolation=True, PrimaryContainer={"Image": "i"})
            print(sm.describe_model(ModelName="m")["EnableNetworkIsolation"])
            sm.create_notebook_instance(NotebookInstanceName="n", InstanceType="ml.t3.medium", RoleArn=role, PlatformIdentifier="notebook-al2-v3")
            sm.stop_notebook_instance(NotebookInstanceName="n")
            print(sm.describe_notebook_instance(NotebookInstanceName="n")["RootAccess"])
            sm.update_notebook_instance(NotebookInstanceName="n", RootAccess="Disabled")
            made = sm.describe_notebook_instance(NotebookInstanceName="n")
            print(made["RootAccess"], made["PlatformIdentifier"])
            """);

        Assert.Equal(["True", "Enabled", "Disabled notebook-al2-v3"], kept);
    }

    [Fact]
    public async Task A_key_of_AWS_is_not_the_customers()
    {
        var managers = await BotoAsync("""
            kms = client("kms")
            for key in [kms.describe_key(KeyId="alias/aws/sagemaker"), kms.create_key()]:
                print(kms.describe_key(KeyId=key["KeyMetadata"]["Arn"])["KeyMetadata"]["KeyManager"])
            """);

        Assert.Equal(["AWS", "CUSTOMER"], managers);
    }

    [Fact]
    public async Task Calls_are_recorded_by_service_operation_and_region()
    {
        await BotoAsync("""
            client("sagemaker", "eu-west-1").list_notebook_instances()
            client("bedrock-agent").list_agents()
            client("bedrock").get_model_invocation_logging_configuration()
            client("cloudwatch").describe_alarms()
            client("ec2").create_vpc(CidrBlock="10.0.0.0/16")
            client("s3").list_buckets()
            """);

        Assert.Equal(
            ["sagemaker:ListNotebookInstances eu-west-1 False", "bedrock-agent:ListAgents us-east-1 False", "bedrock:GetModelInvocationLoggingConfiguration us-east-1 False",
                "cloudwatch:DescribeAlarms us-east-1 False", "ec2:CreateVpc us-east-1 True", "s3:ListBuckets us-east-1 False"],
            account.Fake.Requests.Select(r => $"{r.Name} {r.Region} {r.IsWrite}"));
    }

    [Fact]
    public async Task A_denial_is_one_in_every_protocol()
    {
        account.Fake.DenyAll();

        var refused = await BotoAsync("""
            import botocore.exceptions
            for service, operation, arguments in [
                    ("kms", "describe_key", {"KeyId": "x"}), ("iam", "list_users", {}), ("ec2", "describe_vpcs", {}), ("bedrock", "list_guardrails", {}),
                    ("cloudwatch", "describe_alarms", {}), ("s3", "get_bucket_encryption", {"Bucket": "some-bucket"}), ("budgets", "describe_budgets", {"AccountId": "1" * 12})]:
                try:
                    getattr(client(service), operation)(**arguments)
                except botocore.exceptions.ClientError as error:
                    wanted = error.response["Error"]["Message"].split("not authorized to perform: ")[1].split(" ")[0]
                    print(service, error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"], wanted)
            """);

        Assert.Equal(
            ["kms 400 AccessDeniedException kms:DescribeKey", "iam 403 AccessDenied iam:ListUsers", "ec2 403 UnauthorizedOperation ec2:DescribeVpcs",
                "bedrock 403 AccessDeniedException bedrock:ListGuardrails", "cloudwatch 400 AccessDeniedException cloudwatch:DescribeAlarms",
                "s3 403 AccessDenied s3:GetEncryptionConfiguration", "budgets 400 AccessDeniedException budgets:ViewBudget"],
            refused);
    }

    [Fact]
    public async Task A_fault_ends_when_it_has_hit_often_enough()
    {
        account.Fake.Fault("sagemaker:ListModels", AwsFault.Throttle(2));

        HttpStatusCode[] statuses = [await StatusAsync(), await StatusAsync(), await StatusAsync()];

        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK], statuses);

        async Task<HttpStatusCode> StatusAsync()
        {
            using var response = await SendAsync("sagemaker", "ListModels");
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Connections_and_bodies_can_be_cut()
    {
        using (account.Fake.Fault("sagemaker:ListModels", AwsFault.Reset))
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync("sagemaker", "ListModels"));
        }

        using (account.Fake.Fault("sagemaker:ListModels", AwsFault.CutBody))
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync("sagemaker", "ListModels"));
        }

        using (account.Fake.Fault("sagemaker:ListModels", AwsFault.TruncatedJson))
        {
            using var half = await SendAsync("sagemaker", "ListModels");
            Assert.Equal("""{"Models": []}"""[..7], await half.Content.ReadAsStringAsync());
        }

        using var timeout = account.Fake.Fault("sagemaker:ListModels", AwsFault.Timeout);
        using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync("sagemaker", "ListModels", stop: soon.Token));
    }

    [Fact]
    public async Task A_clock_that_is_wrong_refuses_and_says_what_time_it_is()
    {
        account.Fake.Fault("sagemaker:ListModels", AwsFault.ClockSkew(TimeSpan.FromHours(2)));

        using var refused = await SendAsync("sagemaker", "ListModels");
        using var corrected = await SendAsync("sagemaker", "ListModels", date: DateTimeOffset.UtcNow.AddHours(2));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.True(refused.Headers.Date > DateTimeOffset.UtcNow.AddHours(1));
        Assert.Equal(HttpStatusCode.OK, corrected.StatusCode);
    }

    [Fact]
    public async Task Pages_follow_their_tokens_in_every_protocol()
    {
        account.Fake.Pages("sagemaker:ListModels", """{"Models":[{"ModelName":"a"}]}""", """{"Models":[{"ModelName":"b"}]}""", """{"Models":[{"ModelName":"c"}]}""");
        account.Fake.Pages("iam:ListGroups",
            "<ListGroupsResponse><ListGroupsResult><Groups><member><GroupName>a</GroupName></member></Groups></ListGroupsResult></ListGroupsResponse>",
            "<ListGroupsResponse><ListGroupsResult><Groups><member><GroupName>b</GroupName></member></Groups></ListGroupsResult></ListGroupsResponse>");

        var names = await BotoAsync("""
            for service, operation, items, name in [("sagemaker", "list_models", "Models", "ModelName"), ("iam", "list_groups", "Groups", "GroupName")]:
                print([item[name] for page in client(service).get_paginator(operation).paginate() for item in page[items]])
            """);

        Assert.Equal(["['a', 'b', 'c']", "['a', 'b']"], names);
    }

    [Fact]
    public async Task Answers_come_before_the_account_and_in_their_region_only()
    {
        account.Fake.Answer("sagemaker:ListModels", "eu-west-1", """{"Models":[{"ModelName":"made-up"}]}""");

        var counts = await BotoAsync("""
            for region in ["eu-west-1", "us-east-1"]:
                print(len(client("sagemaker", region).list_models()["Models"]))
            """);

        Assert.Equal(["1", "0"], counts);
    }

    [Fact]
    public async Task Without_moto_the_unknown_is_a_500_without_a_code()
    {
        await using var alone = await AwsFake.StartAsync();

        using var response = await SendAsync("sagemaker", "ListModels", endpoint: alone.Endpoint);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.StartsWith("<!doctype html>", await response.Content.ReadAsStringAsync());
    }

    /// <summary>Calls whose answers are ours, in whole or in part, on the account of account.py.</summary>
    private static readonly (string Service, string Operation, string Target, string Body)[] Reads =
    [
        ("bedrock", "ListGuardrails", "GET /guardrails", ""),
        ("bedrock", "GetCustomModel", "GET /custom-models/contracts-tuned", ""),
        ("bedrock", "ListImportedModels", "GET /imported-models", ""),
        ("bedrock", "ListModelInvocationJobs", "GET /model-invocation-jobs", ""),
        ("bedrock-agent", "ListAgents", "POST /agents/", "{}"),
        ("bedrock-agent", "ListFlows", "GET /flows/", ""),
        ("bedrock-agent", "ListPrompts", "GET /prompts/", ""),
        ("bedrock-agent", "ListKnowledgeBases", "POST /knowledgebases/", "{}"),
        ("budgets", "DescribeBudgetNotificationsForAccount", "", """{"AccountId":"123456789012"}"""),
        ("budgets", "DescribeBudgetActionsForAccount", "", """{"AccountId":"123456789012"}"""),
        ("budgets", "DescribeSubscribersForNotification", "", """{"AccountId":"123456789012","BudgetName":"ai-monthly","Notification":{"NotificationType":"ACTUAL","ComparisonOperator":"GREATER_THAN","Threshold":80}}"""),
        ("cloudtrail", "GetEventSelectors", "", """{"TrailName":"old-and-off"}"""),
        ("kms", "DescribeKey", "", """{"KeyId":"alias/aws/sagemaker"}"""),
        ("kms", "GetKeyPolicy", "", """{"KeyId":"alias/aws/sagemaker"}"""),
        ("kms", "GetKeyRotationStatus", "", """{"KeyId":"alias/aws/sagemaker"}"""),
        ("kms", "ListAliases", "", "{}"),
        ("kms", "ListKeys", "", "{}"),
        ("logs", "GetDataProtectionPolicy", "", """{"logGroupIdentifier":"/ai/bedrock"}"""),
        ("logs", "DescribeLogGroups", "", "{}"),
        ("sagemaker", "ListUserProfiles", "", "{}"),
        ("sagemaker", "DescribeUserProfile", "", """{"DomainId":"d-studio-main","UserProfileName":"ana"}"""),
        ("sagemaker", "ListSpaces", "", "{}"),
        ("sagemaker", "DescribeSpace", "", """{"DomainId":"d-studio-main","SpaceName":"ana-private"}"""),
        ("sagemaker", "ListApps", "", "{}"),
        ("sagemaker", "ListMonitoringSchedules", "", "{}"),
        ("sagemaker", "DescribeMonitoringSchedule", "", """{"MonitoringScheduleName":"vision-inline"}"""),
        ("sagemaker", "ListStudioLifecycleConfigs", "", "{}"),
        ("sagemaker", "DescribeStudioLifecycleConfig", "", """{"StudioLifecycleConfigName":"studio-setup"}"""),
        ("sagemaker", "ListNotebookInstanceLifecycleConfigs", "", "{}"),
        ("sagemaker", "ListFeatureGroups", "", "{}"),
        ("sagemaker", "DescribeFeatureGroup", "", """{"FeatureGroupName":"customers"}"""),
        ("sagemaker", "DescribeModel", "", """{"ModelName":"fraud-model"}"""),
        ("sagemaker", "DescribeNotebookInstance", "", """{"NotebookInstanceName":"fraud-research"}"""),
        ("sagemaker", "DescribeTrainingJob", "", """{"TrainingJobName":"churn-train-1"}"""),
        ("sagemaker", "DescribeProcessingJob", "", """{"ProcessingJobName":"fraud-prepare-1"}"""),
        ("cloudtrail", "LookupEvents", "", """{"LookupAttributes":[{"AttributeKey":"EventName","AttributeValue":"DeleteGuardrail"}]}"""),
        ("ce", "GetAnomalyMonitors", "", "{}"),
        ("ce", "GetAnomalySubscriptions", "", "{}"),
        ("service-quotas", "ListServiceQuotas", "", """{"ServiceCode":"bedrock"}"""),
        ("service-quotas", "ListAWSDefaultServiceQuotas", "", """{"ServiceCode":"bedrock"}"""),
        ("wafv2", "ListResourcesForWebACL", "", """{"WebACLArn":"none"}"""),
        ("glue", "GetMLTransforms", "", "{}"),
        ("guardduty", "ListFindings", "POST /detector/d/findings", "{}"),
        ("macie2", "GetAutomatedDiscoveryConfiguration", "GET /automated-discovery/configuration", ""),
        ("macie2", "DescribeBuckets", "POST /datasources/s3", "{}"),
        ("securityhub", "GetEnabledStandards", "POST /standards/get", "{}"),
        ("sagemaker", "ListLabelingJobs", "", "{}"),
        ("sagemaker", "DescribeLabelingJob", "", """{"LabelingJobName":"label-inside"}"""),
        ("sagemaker", "ListFlowDefinitions", "", "{}"),
        ("sagemaker", "DescribeFlowDefinition", "", """{"FlowDefinitionName":"review-own-key"}"""),
        ("sagemaker", "ListInferenceExperiments", "", "{}"),
        ("sagemaker", "DescribeInferenceExperiment", "", """{"Name":"shadow-own-keys"}"""),
        ("sagemaker", "ListMlflowTrackingServers", "", "{}"),
        ("sagemaker", "DescribeMlflowTrackingServer", "", """{"TrackingServerName":"runs"}"""),
        ("sagemaker", "ListWorkforces", "", "{}"),
        ("sagemaker", "DescribeWorkforce", "", """{"WorkforceName":"by-vpc"}"""),
        ("sagemaker", "ListWorkteams", "", "{}"),
        ("sagemaker", "DescribeWorkteam", "", """{"WorkteamName":"bound"}"""),
        ("sagemaker", "GetModelPackageGroupPolicy", "", """{"ModelPackageGroupName":"public"}"""),
        ("sagemaker", "Search", "", """{"Resource":"ModelPackage"}"""),
        ("bedrock", "ListProvisionedModelThroughputs", "GET /provisioned-model-throughputs", ""),
        ("resourcegroupstaggingapi", "GetResources", "", "{}"),
        ("sagemaker", "Search", "", """{"Resource":"Model"}"""),
        ("sagemaker", "Search", "", """{"Resource":"FeatureGroup"}"""),
        ("transcribe", "ListTranscriptionJobs", "", "{}"),
        ("transcribe", "GetTranscriptionJob", "", """{"TranscriptionJobName":"support-calls"}"""),
        ("transcribe", "ListCallAnalyticsJobs", "", "{}"),
        ("transcribe", "GetCallAnalyticsJob", "", """{"CallAnalyticsJobName":"calls-redacted"}"""),
    ];

    private async Task<JsonObject> AwsAsync(params string[] command)
    {
        var output = await MotoServer.RunAwsAsync(account.Fake.Endpoint, command);
        return output.Length == 0 ? [] : JsonNode.Parse(output)!.AsObject();
    }

    /// <summary>Runs lines of boto3 and returns the lines that they print.</summary>
    private async Task<string[]> BotoAsync(string code)
    {
        s_boto ??= await StartBotoAsync();
        await s_boto.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new[] { account.Fake.Endpoint.ToString().TrimEnd('/'), code }));
        await s_boto.StandardInput.FlushAsync();
        var answer = await s_boto.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"boto3 ended: {await s_boto.StandardError.ReadToEndAsync()}");
        var said = JsonSerializer.Deserialize<string[]>(answer)!;
        Assert.True(said[1].Length == 0, said[1]);
        return said[0].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    // One process for all that these tests ask: boto3 takes a second to load. It ends with this one.
    private static Process? s_boto;

    private static async Task<Process> StartBotoAsync()
    {
        const string Program = """
            import contextlib, io, json, sys, traceback, boto3
            from botocore.config import Config
            for line in sys.stdin:
                endpoint, code = json.loads(line)
                def client(service, region="us-east-1", endpoint=endpoint):
                    return boto3.client(service, region_name=region, endpoint_url=endpoint, config=Config(retries={"total_max_attempts": 1}))
                out, wrong = io.StringIO(), ""
                with contextlib.redirect_stdout(out):
                    try:
                        exec(code, {"client": client, "boto3": boto3})
                    except Exception:
                        wrong = traceback.format_exc()
                print(json.dumps([out.getvalue(), wrong]), file=sys.__stdout__, flush=True)
            """;
        ProcessStartInfo start = new(await Python.PathAsync(), ["-c", Program]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Python.RepositoryRoot };
        foreach (var (name, value) in MotoServer.CleanEnvironment())
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }

    /// <summary>A call as a client signs it; nobody checks the signature itself.</summary>
    private async Task<HttpResponseMessage> SendAsync(
        string service, string operation, string target = "", string body = "{}", DateTimeOffset? date = null, Uri? endpoint = null, CancellationToken stop = default)
    {
        var (method, path) = target.Split(' ') is [var verb, var uri] ? (verb, uri) : ("POST", "/");
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(endpoint ?? account.Fake.Endpoint, path));
        if (body.Length > 0)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/x-amz-json-1.1"));
        }

        if (target.Length == 0)
        {
            request.Headers.Add("X-Amz-Target", $"{Prefixes.GetValueOrDefault(service, service)}.{operation}");
        }

        var signer = service == "bedrock-agent" ? "bedrock" : service;
        request.Headers.Add("X-Amz-Date", (date ?? DateTimeOffset.UtcNow).UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/{signer}/aws4_request, SignedHeaders=host, Signature=0");
        return await Http.SendAsync(request, stop);
    }

    private static readonly Dictionary<string, string> Prefixes = new()
    {
        ["budgets"] = "AWSBudgetServiceGateway",
        ["ce"] = "AWSInsightsIndexService",
        ["glue"] = "AWSGlue",
        ["service-quotas"] = "ServiceQuotasV20190624",
        ["cloudtrail"] = "CloudTrail_20131101",
        ["kms"] = "TrentService",
        ["logs"] = "Logs_20140328",
        ["sagemaker"] = "SageMaker",
        ["transcribe"] = "Transcribe",
        ["wafv2"] = "AWSWAF_20190729",
    };
}
