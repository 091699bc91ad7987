using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

public sealed partial class SettingsAccount
{
    private const string Missing = "ResourceNotFoundException";

    private void AddModels()
    {
        On("sts", "GetCallerIdentity", _ => new JsonObject { ["Arn"] = "arn:aws:iam::111122223333:role/auditor", ["UserId"] = "A", ["Account"] = "111122223333" });

        On("bedrock", "GetModelInvocationLoggingConfiguration", _ => this["logging", ""] is { } config ? new JsonObject { ["loggingConfig"] = config } : []);
        On("bedrock", "PutModelInvocationLoggingConfiguration", input => Keep("logging", "", input["loggingConfig"]));
        On("bedrock", "DeleteModelInvocationLoggingConfiguration", _ => Keep("logging", "", null));

        // It is under way until it is looked at once.
        On("bedrock", "GetGuardrail", input => Settling("guardrail", input.Text("guardrailIdentifier")));
        On("bedrock", "UpdateGuardrail", input =>
        {
            var old = There("guardrail", input.Text("guardrailIdentifier"), Missing);
            var made = old.Pick("guardrailId", "guardrailArn", "version", "createdAt");
            made.Take(input, "name", "description", "blockedInputMessaging", "blockedOutputsMessaging");
            made["status"] = "UPDATING";
            foreach (var (member, value) in input.Where(member => member.Key.EndsWith("PolicyConfig", StringComparison.Ordinal)))
            {
                made[member[..^"Config".Length]] = new JsonObject(value!.AsObject().Select(part => KeyValuePair.Create(part.Key[..^"Config".Length], part.Value?.DeepClone())));
            }
            Set(made, "kmsKeyArn", input["kmsKeyId"]);
            return Keep("guardrail", input.Text("guardrailIdentifier"), made);
        });

        On("sagemaker", "DescribeNotebookInstance", input => Settling("notebook", input.Text("NotebookInstanceName")));
        Turns("StopNotebookInstance", "InService", "Stopping");
        Turns("StartNotebookInstance", "Stopped", "Pending");
        Change("sagemaker", "UpdateNotebookInstance", "notebook", "NotebookInstanceName", "ValidationException", (notebook, input) =>
        {
            Demand(notebook.Text("NotebookInstanceStatus") == "Stopped", "ValidationException", "Only a stopped notebook can be updated.");
            notebook.Take(input, "RootAccess", "PlatformIdentifier", "InstanceMetadataServiceConfiguration");
            if (input["LifecycleConfigName"] is { } script)
            {
                notebook["NotebookInstanceLifecycleConfigName"] = script.DeepClone();
            }
            if (input.Text("DisassociateLifecycleConfig") == "true")
            {
                notebook.Remove("NotebookInstanceLifecycleConfigName");
            }
        });
        Policy("sagemaker", "ModelPackageGroupPolicy", "package group", "ModelPackageGroupName", "ResourcePolicy", "ValidationException", "GetModelPackageGroupPolicy");
        Policy("comprehend", "ResourcePolicy", "comprehend", "ResourceArn", "ResourcePolicy", Missing, "DescribeResourcePolicy");

        void Turns(string operation, string from, string to) => Change("sagemaker", operation, "notebook", "NotebookInstanceName", "ValidationException", (notebook, _) =>
        {
            Demand(notebook.Text("NotebookInstanceStatus") == from, "ValidationException", $"It is not {from}.");
            notebook["NotebookInstanceStatus"] = to;
        });
    }

    private void AddIdentity()
    {
        On("kms", "GetKeyRotationStatus", input => There("key", input.Text("KeyId"), "NotFoundException"));
        Change("kms", "EnableKeyRotation", "key", "KeyId", "NotFoundException", (key, _) => key["KeyRotationEnabled"] = true);
        Change("kms", "DisableKeyRotation", "key", "KeyId", "NotFoundException", (key, _) => key["KeyRotationEnabled"] = false);

        On("iam", "GetRole", input => new JsonObject { ["Role"] = new JsonObject { ["RoleName"] = input.Text("RoleName"), ["AssumeRolePolicyDocument"] = Uri.EscapeDataString(There("role", input.Text("RoleName"), "NoSuchEntity").Text("Document")) } });
        Change("iam", "UpdateAssumeRolePolicy", "role", "RoleName", "NoSuchEntity", (role, input) => role["Document"] = input.Text("PolicyDocument"));
        On("iam", "ListAccessKeys", input => new JsonObject { ["AccessKeyMetadata"] = Of("access key", "UserName", input.Text("UserName")), ["IsTruncated"] = false });
        On("iam", "GetAccessKeyLastUsed", input => new JsonObject { ["UserName"] = There("access key", input.Text("AccessKeyId"), "NoSuchEntity").Text("UserName"), ["AccessKeyLastUsed"] = new JsonObject { ["ServiceName"] = "N/A", ["Region"] = "N/A" } });
        Change("iam", "UpdateAccessKey", "access key", "AccessKeyId", "NoSuchEntity", (key, input) => key["Status"] = input.Text("Status"));
        On("iam", "ListServiceSpecificCredentials", input => new JsonObject { ["ServiceSpecificCredentials"] = Of("credential", "UserName", input.Text("UserName")) });
        Change("iam", "UpdateServiceSpecificCredential", "credential", "ServiceSpecificCredentialId", "NoSuchEntity", (credential, input) => credential["Status"] = input.Text("Status"));

        foreach (var kind in (string[])["User", "Role", "Group"])
        {
            string Held(JsonObject input, string policy) => $"{kind} {input.Text($"{kind}Name")} {policy}";
            On("iam", $"ListAttached{kind}Policies", input => new JsonObject
            {
                ["AttachedPolicies"] = new JsonArray([.. _things.Where(thing => thing.Key.StartsWith($"attached {Held(input, "")}", StringComparison.Ordinal)).Select(thing => thing.Value.DeepClone())]),
                ["IsTruncated"] = false,
            });
            On("iam", $"Attach{kind}Policy", input => Keep("attached", Held(input, input.Text("PolicyArn").Split('/')[^1]), new JsonObject { ["PolicyName"] = input.Text("PolicyArn").Split('/')[^1], ["PolicyArn"] = input.Text("PolicyArn") }));
            On("iam", $"Detach{kind}Policy", input => Gone("attached", Held(input, input.Text("PolicyArn").Split('/')[^1]), "NoSuchEntity"));
            On("iam", $"Get{kind}Policy", input => new JsonObject { ["PolicyName"] = input.Text("PolicyName"), ["PolicyDocument"] = Uri.EscapeDataString(There("own", Held(input, input.Text("PolicyName")), "NoSuchEntity").Text("Document")) });
            On("iam", $"Put{kind}Policy", input => Keep("own", Held(input, input.Text("PolicyName")), new JsonObject { ["Document"] = input.Text("PolicyDocument") }));
            On("iam", $"Delete{kind}Policy", input => Gone("own", Held(input, input.Text("PolicyName")), "NoSuchEntity"));
        }
    }

    private void AddNetworks()
    {
        On("ec2", "DescribeSecurityGroups", input => new JsonObject { ["SecurityGroups"] = new JsonArray(There("security group", First(input, "GroupId"), "InvalidGroup.NotFound")) });
        On("ec2", "RevokeSecurityGroupIngress", input => Rules(input, (all, rule) => Demand(all.Remove(all.FirstOrDefault(other => JsonNode.DeepEquals(other, rule))), "InvalidPermission.NotFound", "There is no such rule.")));
        On("ec2", "AuthorizeSecurityGroupIngress", input => Rules(input, (all, rule) =>
        {
            Demand(!all.Any(other => JsonNode.DeepEquals(other, rule)), "InvalidPermission.Duplicate", "The rule is there.");
            all.Add(rule.DeepClone());
        }));
        On("ec2", "DescribeSubnets", input => new JsonObject { ["Subnets"] = new JsonArray(There("subnet", First(input, "SubnetId"), "InvalidSubnetID.NotFound")) });
        Change("ec2", "ModifySubnetAttribute", "subnet", "SubnetId", "InvalidSubnetID.NotFound", (subnet, input) => subnet["MapPublicIpOnLaunch"] = input["MapPublicIpOnLaunch"].Text("Value"));

        On("lambda", "GetFunctionUrlConfig", input => There("function url", input.Text("FunctionName"), Missing));
        Change("lambda", "UpdateFunctionUrlConfig", "function url", "FunctionName", Missing, (url, input) => url.Take(input, "AuthType"));

        On("ecr", "DescribeRepositories", input => new JsonObject { ["repositories"] = new JsonArray(There("repository", First(input, "repositoryNames"), "RepositoryNotFoundException")) });
        Change("ecr", "PutImageTagMutability", "repository", "repositoryName", "RepositoryNotFoundException", (repository, input) => repository.Take(input, "imageTagMutability"));
        Change("ecr", "PutImageScanningConfiguration", "repository", "repositoryName", "RepositoryNotFoundException", (repository, input) => repository.Take(input, "imageScanningConfiguration"));

        // One rule for each range, as AWS takes them apart.
        JsonObject Rules(JsonObject input, Action<JsonArray, JsonObject> what)
        {
            var group = There("security group", input.Text("GroupId"), "InvalidGroup.NotFound");
            var all = group["IpPermissions"]!.AsArray();
            foreach (var rule in input["IpPermissions"]!.AsArray())
            {
                what(all, rule!.AsObject());
            }
            group["IpPermissions"] = new JsonArray([.. all.OrderBy(rule => rule!.ToJsonString(), StringComparer.Ordinal).Select(rule => rule!.DeepClone())]);
            Keep("security group", input.Text("GroupId"), group);
            return new() { ["Return"] = true };
        }
    }

    private void AddWatch()
    {
        // What was used: one entry for each call, the newest first.
        On("cloudtrail", "LookupEvents", input => new JsonObject { ["Events"] = Of("event", "About", input["LookupAttributes"]![0].Text("AttributeValue")) });
        On("cloudwatch", "GetMetricStatistics", input => new JsonObject { ["Datapoints"] = Of("metric", "About", input["Dimensions"]![0].Text("Value")) });

        On("cloudwatch", "DescribeAlarms", input => new JsonObject { ["MetricAlarms"] = new JsonArray([.. input["AlarmNames"]!.AsArray().Select(name => this["alarm", name!.ToString()]).OfType<JsonObject>()]), ["CompositeAlarms"] = new JsonArray() });
        On("cloudwatch", "PutMetricAlarm", input => Keep("alarm", input.Text("AlarmName"), input));
        On("cloudwatch", "DeleteAlarms", input => Gone("alarm", First(input, "AlarmNames"), "ResourceNotFound"));

        On("cloudtrail", "GetEventSelectors", input => There("trail", input.Text("TrailName"), "TrailNotFoundException"));
        On("cloudtrail", "PutEventSelectors", input =>
        {
            There("trail", input.Text("TrailName"), "TrailNotFoundException");
            return Keep("trail", input.Text("TrailName"), input.Pick(input["AdvancedEventSelectors"] is null ? "EventSelectors" : "AdvancedEventSelectors"));
        });

        On("logs", "DescribeLogGroups", input => new JsonObject { ["logGroups"] = new JsonArray([.. _things.Where(thing => thing.Key.StartsWith($"log group {input.Text("logGroupNamePrefix")}", StringComparison.Ordinal)).Select(thing => thing.Value.DeepClone())]) });
        Change("logs", "PutRetentionPolicy", "log group", "logGroupName", Missing, (group, input) => group.Take(input, "retentionInDays"));
        Change("logs", "DeleteRetentionPolicy", "log group", "logGroupName", Missing, (group, _) => group.Remove("retentionInDays"));
        Change("logs", "AssociateKmsKey", "log group", "logGroupName", Missing, (group, input) => group.Take(input, "kmsKeyId"));
        Change("logs", "DisassociateKmsKey", "log group", "logGroupName", Missing, (group, _) => group.Remove("kmsKeyId"));
        Policy("logs", "DataProtectionPolicy", "protection", "logGroupIdentifier", "policyDocument", Missing, "GetDataProtectionPolicy");
    }

    private void AddBudgets()
    {
        const string None = "NotFoundException";
        string Name(JsonObject input) => input.Text("BudgetName");
        string Told(JsonObject input) => $"{Name(input)} {input["Notification"].Text("NotificationType")} {input["Notification"].Text("Threshold")}";

        On("budgets", "DescribeBudget", input => new JsonObject { ["Budget"] = There("budget", Name(input), None) });
        On("budgets", "DescribeNotificationsForBudget", input => new JsonObject { ["Notifications"] = new JsonArray([.. _things.Where(thing => thing.Key.StartsWith($"notification {Name(input)} ", StringComparison.Ordinal)).Select(thing => thing.Value["Notification"]!.DeepClone())]) });
        On("budgets", "DescribeSubscribersForNotification", input => There("notification", Told(input), None).Pick("Subscribers"));
        On("budgets", "DescribeBudgetActionsForBudget", input => new JsonObject { ["Actions"] = new JsonArray([.. _things.Where(thing => thing.Key.StartsWith($"action {Name(input)} ", StringComparison.Ordinal)).Select(thing => thing.Value.DeepClone())]) });
        On("budgets", "CreateBudget", input =>
        {
            var name = input["Budget"].Text("BudgetName");
            Demand(this["budget", name] is null, "DuplicateRecordException", "The budget is there.");
            foreach (var told in input["NotificationsWithSubscribers"]?.AsArray().OfType<JsonObject>() ?? [])
            {
                Notify(name, told["Notification"]!, told["Subscribers"]!);
            }
            return Keep("budget", name, input["Budget"]);
        });
        On("budgets", "UpdateBudget", input =>
        {
            There("budget", input["NewBudget"].Text("BudgetName"), None);
            return Keep("budget", input["NewBudget"].Text("BudgetName"), input["NewBudget"]);
        });
        On("budgets", "DeleteBudget", input =>
        {
            foreach (var key in _things.Keys.Where(key => key.StartsWith($"notification {Name(input)} ", StringComparison.Ordinal)).ToList())
            {
                _things.Remove(key);
            }
            return Gone("budget", Name(input), None);
        });
        On("budgets", "CreateNotification", input =>
        {
            Demand(this["notification", Told(input)] is null, "DuplicateRecordException", "The notification is there.");
            Notify(Name(input), input["Notification"]!, input["Subscribers"]!);
            return new JsonObject();
        });
        On("budgets", "DeleteNotification", input => Gone("notification", Told(input), None));
        On("budgets", "CreateSubscriber", input =>
        {
            var notification = There("notification", Told(input), None);
            Demand(!notification["Subscribers"]!.AsArray().Any(one => JsonNode.DeepEquals(one, input["Subscriber"])), "DuplicateRecordException", "The subscriber is there.");
            Notify(Name(input), input["Notification"]!, new JsonArray([.. notification["Subscribers"]!.AsArray().Append(input["Subscriber"]).Select(one => one!.DeepClone())]));
            return new JsonObject();
        });
        On("budgets", "DeleteSubscriber", input =>
        {
            var notification = There("notification", Told(input), None);
            JsonArray left = [.. notification["Subscribers"]!.AsArray().Where(one => !JsonNode.DeepEquals(one, input["Subscriber"])).Select(one => one!.DeepClone())];
            Demand(left.Count < notification["Subscribers"]!.AsArray().Count, None, "There is no such subscriber.");
            Notify(Name(input), input["Notification"]!, left);
            return new JsonObject();
        });
        On("budgets", "CreateBudgetAction", input =>
        {
            var action = input.Pick("NotificationType", "ActionType", "ActionThreshold", "Definition", "ExecutionRoleArn", "ApprovalModel", "Subscribers");
            var id = GapJson.IdOf(action.ToJsonString(), 8, "0123456789abcdef");
            Demand(this["action", $"{Name(input)} {id}"] is null, "DuplicateRecordException", "The action is there.");
            action["ActionId"] = id;
            return Keep("action", $"{Name(input)} {id}", action);
        });
        On("budgets", "DeleteBudgetAction", input => Gone("action", $"{Name(input)} {input.Text("ActionId")}", None));

        // With its last subscriber a notification goes.
        void Notify(string budget, JsonNode notification, JsonNode subscribers) =>
            Keep("notification", $"{budget} {notification.Text("NotificationType")} {notification.Text("Threshold")}", subscribers.AsArray().Count == 0 ? null : new JsonObject
            {
                ["Notification"] = notification.DeepClone(),
                ["Subscribers"] = new JsonArray([.. subscribers.AsArray().OrderBy(one => one!.ToJsonString(), StringComparer.Ordinal).Select(one => one!.DeepClone())]),
            });
    }

    private void AddOrganization()
    {
        const string Type = "AISERVICES_OPT_OUT_POLICY";
        On("organizations", "ListRoots", _ => new JsonObject
        {
            ["Roots"] = new JsonArray(new JsonObject { ["Id"] = "r-1", ["PolicyTypes"] = this["policy type", Type] is null ? new JsonArray() : new JsonArray(new JsonObject { ["Type"] = Type, ["Status"] = "ENABLED" }) }),
        });
        On("organizations", "ListPolicies", _ => new JsonObject { ["Policies"] = new JsonArray([.. _things.Where(thing => thing.Key.StartsWith("policy p-", StringComparison.Ordinal)).Select(thing => thing.Value.Pick("Id", "Name"))]) });
        On("organizations", "DescribePolicy", input => new JsonObject { ["Policy"] = There("policy", input.Text("PolicyId"), "PolicyNotFoundException").Pick("Content") });
        On("organizations", "ListTargetsForPolicy", input => new JsonObject { ["Targets"] = new JsonArray(this["target", input.Text("PolicyId")] is { } target ? [target] : []) });
        On("organizations", "EnablePolicyType", _ =>
        {
            Demand(this["policy type", Type] is null, "PolicyTypeAlreadyEnabledException", "It is enabled.");
            return Keep("policy type", Type, new JsonObject());
        });
        On("organizations", "DisablePolicyType", _ => Gone("policy type", Type, "PolicyTypeNotEnabledException"));
        On("organizations", "CreatePolicy", input =>
        {
            Demand(this["policy", "p-1"] is null, "DuplicatePolicyException", "There is one of that name.");
            return Keep("policy", "p-1", new JsonObject { ["Id"] = "p-1", ["Name"] = input.Text("Name"), ["Content"] = input.Text("Content") });
        });
        Change("organizations", "UpdatePolicy", "policy", "PolicyId", "PolicyNotFoundException", (policy, input) => policy.Take(input, "Content"));
        On("organizations", "DeletePolicy", input =>
        {
            Demand(this["target", input.Text("PolicyId")] is null, "PolicyInUseException", "It is attached.");
            return Gone("policy", input.Text("PolicyId"), "PolicyNotFoundException");
        });
        On("organizations", "AttachPolicy", input =>
        {
            There("policy", input.Text("PolicyId"), "PolicyNotFoundException");
            Demand(input.Text("TargetId") == "r-1", "TargetNotFoundException", "There is no such root.");
            Demand(this["policy type", Type] is not null, "PolicyTypeNotEnabledException", "It is not enabled.");
            Demand(this["target", input.Text("PolicyId")] is null, "DuplicatePolicyAttachmentException", "It is attached.");
            return Keep("target", input.Text("PolicyId"), new JsonObject { ["TargetId"] = input.Text("TargetId") });
        });
        On("organizations", "DetachPolicy", input =>
        {
            Demand(input.Text("TargetId") == "r-1", "TargetNotFoundException", "There is no such root.");
            return Gone("target", input.Text("PolicyId"), "PolicyNotAttachedException");
        });
    }

    private void AddAgents()
    {
        On("bedrock-agent", "GetFlow", input => Settling("flow", input.Text("flowIdentifier")));
        Whole("bedrock-agent", "UpdateFlow", "flow", "flowIdentifier", "NotPrepared", "name", "description", "executionRoleArn", "customerEncryptionKeyArn", "definition");
        Change("bedrock-agent", "PrepareFlow", "flow", "flowIdentifier", Missing, (flow, _) => flow["status"] = "Preparing");
        On("bedrock-agent", "GetPrompt", input => There("prompt", input.Text("promptIdentifier"), Missing));
        Whole("bedrock-agent", "UpdatePrompt", "prompt", "promptIdentifier", null, "name", "description", "customerEncryptionKeyArn", "defaultVariant", "variants");
        On("bedrock-agent", "GetDataSource", input => new JsonObject { ["dataSource"] = There("data source", input.Text("dataSourceId"), Missing) });
        Whole("bedrock-agent", "UpdateDataSource", "data source", "dataSourceId", null, "name", "description", "dataSourceConfiguration", "serverSideEncryptionConfiguration", "vectorIngestionConfiguration", "dataDeletionPolicy");

        On("bedrock-agentcore-control", "GetGateway", input => Settling("gateway", input.Text("gatewayIdentifier")));
        Whole("bedrock-agentcore-control", "UpdateGateway", "gateway", "gatewayIdentifier", "UPDATING", "name", "description", "roleArn", "protocolType", "protocolConfiguration", "authorizerType", "authorizerConfiguration", "kmsKeyArn", "interceptorConfigurations", "policyEngineConfiguration", "exceptionLevel");
        On("bedrock-agentcore-control", "GetTokenVault", input => There("vault", input.Text("tokenVaultId"), Missing));
        Change("bedrock-agentcore-control", "SetTokenVaultCMK", "vault", "tokenVaultId", Missing, (vault, input) => vault.Take(input, "kmsConfiguration"));

        On("lexv2-models", "DescribeBotAlias", input => There("bot alias", input.Text("botAliasId"), Missing));
        Whole("lexv2-models", "UpdateBotAlias", "bot alias", "botAliasId", null, "botAliasName", "description", "botVersion", "botAliasLocaleSettings", "conversationLogSettings", "sentimentAnalysisSettings");

        On("sagemaker", "DescribeTrainingJob", input => There("training job", input.Text("TrainingJobName"), "ValidationException"));
        Change("sagemaker", "UpdateTrainingJob", "training job", "TrainingJobName", "ValidationException", (job, input) =>
        {
            Demand(job.Text("TrainingJobStatus") == "InProgress", "ValidationException", "Only a job that runs can be updated.");
            job.Take(input, "RemoteDebugConfig");
        });
        On("sagemaker", "DescribeDomain", input => Settling("domain", input.Text("DomainId")));
        Change("sagemaker", "UpdateDomain", "domain", "DomainId", "ResourceNotFound", (domain, input) =>
        {
            Demand(domain.Text("Status") == "InService", "ValidationException", "The domain is being updated.");
            domain["Status"] = "Updating";
            domain.Take(input, "DefaultUserSettings");
            if (input["DomainSettingsForUpdate"]?["DockerSettings"] is { } docker)
            {
                domain["DomainSettings"]!["DockerSettings"] = docker.DeepClone();
            }
        });
        On("sagemaker", "DescribeUserProfile", input => Settling("user profile", input.Text("UserProfileName")));
        Change("sagemaker", "UpdateUserProfile", "user profile", "UserProfileName", "ResourceNotFound", (profile, input) =>
        {
            profile["Status"] = "Updating";
            profile.Take(input, "UserSettings");
        });

        // What an update leaves out is gone.
        void Whole(string service, string operation, string kind, string key, string? status, params string[] members) => Change(service, operation, kind, key, Missing, (thing, input) =>
        {
            Demand(!thing.Text("status").EndsWith("ING", StringComparison.Ordinal), "ConflictException", "It is being updated.");
            foreach (var member in members)
            {
                Set(thing, member, input[member]);
            }
            if (status is not null)
            {
                thing["status"] = status;
            }
        });
    }

    // A policy that is put, shown and deleted as text.
    private void Policy(string service, string what, string kind, string key, string document, string none, string get)
    {
        On(service, get, input => There(kind, input.Text(key), none));
        On(service, $"Put{what}", input => Keep(kind, input.Text(key), input.Pick(document)));
        On(service, $"Delete{what}", input => Gone(kind, input.Text(key), none));
    }

    // What is shown of it now; the next look finds it settled.
    private JsonObject Settling(string kind, string name)
    {
        var shown = There(kind, name, Missing);
        this[kind, name] = Settled(shown);
        return shown;
    }

    private JsonObject Keep(string kind, string name, JsonNode? thing)
    {
        this[kind, name] = thing as JsonObject;
        return [];
    }

    private JsonObject Gone(string kind, string name, string code)
    {
        There(kind, name, code);
        return Keep(kind, name, null);
    }

    private JsonArray Of(string kind, string member, string value) => [.. _things.Where(thing => thing.Key.StartsWith(kind + " ", StringComparison.Ordinal) && thing.Value.Text(member) == value).Select(thing => thing.Value.DeepClone())];

    private static string First(JsonObject input, string member) => (input[member] as JsonArray)?.FirstOrDefault()?.ToString() ?? "";

    private static void Demand(bool isSo, string code, string message)
    {
        if (!isSo)
        {
            throw new Refusal(400, code, message);
        }
    }
}
