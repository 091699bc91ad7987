using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on SageMaker endpoints, with the configuration that they serve with: one that no endpoint uses exposes nothing.</summary>
internal static class EndpointChecks
{
    [Check("AWS-NET-014", Severity.Medium, "Endpoint opens no shell in its containers",
        Risk = "Whoever may start a session of Systems Manager sees the model and every request.",
        Advice = "Update the endpoint to a configuration without access by Systems Manager.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.Safe, Atlas = "AML.T0044",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html")]
    [Command("aws sagemaker describe-endpoint-config --endpoint-config-name {EndpointConfigName} --region {Region} && aws sagemaker create-endpoint-config --endpoint-config-name NEW_CONFIG_NAME --production-variants file://variants.json --region {Region} && aws sagemaker update-endpoint --endpoint-name {Name} --endpoint-config-name NEW_CONFIG_NAME --region {Region}")]
    [Passes("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "ProductionVariants": [{ "VariantName": "v-1", "EnableSSMAccess": false }] }""")]
    [Passes("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "ProductionVariants": [{ "VariantName": "v-1" }] }""",
        Because = "It is off unless AWS is told otherwise.")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "ProductionVariants": [{ "VariantName": "v-1" }, { "VariantName": "v-2", "EnableSSMAccess": true }] }""")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "ProductionVariants": [{ "VariantName": "v-1" }], "ShadowProductionVariants": [{ "VariantName": "s-1", "EnableSSMAccess": true }] }""")]
    [Skips("""{ "EndpointStatus": "Failed", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "ProductionVariants": [{ "EnableSSMAccess": true }] }""")]
    [CannotSay("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-2" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "ProductionVariants": [{ "VariantName": "v-1" }] }""",
        Because = "A configuration can be deleted while an endpoint uses it.")]
    public static Verdict Shell(Endpoint endpoint, Inventory<EndpointConfig> configs) => Judge(endpoint, configs, config =>
        config.AllVariants.FirstOrDefault(variant => variant.EnableSSMAccess is true) is { } open
            ? Fail($"Systems Manager opens a shell in the variant {open.VariantName}.")
            : Pass("Systems Manager opens no shell."));

    [Check("AWS-MON-017", Severity.High, "Endpoint captures requests and answers",
        Risk = "Without them nobody sees drift, model theft or inversion, and nothing shows what was asked.",
        Advice = "Update the endpoint to a configuration that captures input and output.",
        Tip = Tip.ModelMonitoring | Tip.TheftSignature, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0024.001, AML.T0024.002",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture.html")]
    [Command("""aws sagemaker describe-endpoint-config --endpoint-config-name {EndpointConfigName} --region {Region} && aws sagemaker create-endpoint-config --endpoint-config-name NEW_CONFIG_NAME --production-variants file://variants.json --data-capture-config '{"EnableCapture":true,"InitialSamplingPercentage":100,"DestinationS3Uri":"S3_URI","CaptureOptions":[{"CaptureMode":"Input"},{"CaptureMode":"Output"}]}' --region {Region} && aws sagemaker update-endpoint --endpoint-name {Name} --endpoint-config-name NEW_CONFIG_NAME --region {Region}""")]
    [Passes("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1", "DataCaptureConfig": { "EnableCapture": true, "CaptureStatus": "Started", "CurrentSamplingPercentage": 100 } }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "InitialSamplingPercentage": 100, "CaptureOptions": [{ "CaptureMode": "Input" }, { "CaptureMode": "Output" }] } }""")]
    [Passes("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1", "DataCaptureConfig": { "EnableCapture": true, "CaptureStatus": "Started", "CurrentSamplingPercentage": 100 } }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "CaptureOptions": [{ "CaptureMode": "InputAndOutput" }] } }""")]
    [Passes("""{ "EndpointStatus": "Updating", "EndpointConfigName": "c-1", "DataCaptureConfig": { "EnableCapture": true, "CaptureStatus": "Started", "CurrentSamplingPercentage": 100 } }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "InitialSamplingPercentage": 100, "CaptureOptions": [{ "CaptureMode": "Input" }, { "CaptureMode": "Output" }] } }""",
        Because = "It goes on serving while it is updated.")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "InitialSamplingPercentage": 100, "CaptureOptions": [{ "CaptureMode": "Input" }, { "CaptureMode": "Output" }] } }""")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1", "DataCaptureConfig": { } }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "InitialSamplingPercentage": 100, "CaptureOptions": [{ "CaptureMode": "Input" }, { "CaptureMode": "Output" }] } }""")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1", "DataCaptureConfig": { "EnableCapture": false, "CaptureStatus": "Started", "CurrentSamplingPercentage": 100 } }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "InitialSamplingPercentage": 100, "CaptureOptions": [{ "CaptureMode": "Input" }, { "CaptureMode": "Output" }] } }""")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1", "DataCaptureConfig": { "EnableCapture": true, "CaptureStatus": "Stopped", "CurrentSamplingPercentage": 100 } }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "InitialSamplingPercentage": 100, "CaptureOptions": [{ "CaptureMode": "Input" }, { "CaptureMode": "Output" }] } }""")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1", "DataCaptureConfig": { "EnableCapture": true, "CaptureStatus": "Started", "CurrentSamplingPercentage": 5 } }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "InitialSamplingPercentage": 100, "CaptureOptions": [{ "CaptureMode": "Input" }, { "CaptureMode": "Output" }] } }""")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1", "DataCaptureConfig": { "EnableCapture": true, "CaptureStatus": "Started" } }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "InitialSamplingPercentage": 5, "CaptureOptions": [{ "CaptureMode": "InputAndOutput" }] } }""")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1", "DataCaptureConfig": { "EnableCapture": true, "CaptureStatus": "Started", "CurrentSamplingPercentage": 100 } }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "InitialSamplingPercentage": 100, "CaptureOptions": [{ "CaptureMode": "Input" }] } }""")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1", "DataCaptureConfig": { "EnableCapture": true, "CaptureStatus": "Started", "CurrentSamplingPercentage": 100 } }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "InitialSamplingPercentage": 100, "CaptureOptions": [{ "CaptureMode": "Output" }] } }""")]
    [Passes("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1", "DataCaptureConfig": { "EnableCapture": true, "CaptureStatus": "Started", "CurrentSamplingPercentage": 10 } }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "CaptureOptions": [{ "CaptureMode": "InputAndOutput" }] } }""")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1", "DataCaptureConfig": { "EnableCapture": true, "CaptureStatus": "Started", "CurrentSamplingPercentage": 9 } }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "CaptureOptions": [{ "CaptureMode": "InputAndOutput" }] } }""")]
    [CannotSay("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1", "DataCaptureConfig": { "EnableCapture": true } }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "CaptureOptions": [{ "CaptureMode": "InputAndOutput" }] } }""")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1", "DataCaptureConfig": { "EnableCapture": true, "CurrentSamplingPercentage": 100 } }""",
        """EndpointConfig { "EndpointConfigName": "c-1" }""")]
    [Skips("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1", "ProductionVariants": [{ "CurrentServerlessConfig": { "MaxConcurrency": 5 } }] }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "InitialSamplingPercentage": 100, "CaptureOptions": [{ "CaptureMode": "Input" }, { "CaptureMode": "Output" }] } }""",
        Because = "SageMaker cannot capture there.")]
    [Skips("""{ "EndpointStatus": "OutOfService", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "InitialSamplingPercentage": 100, "CaptureOptions": [{ "CaptureMode": "Input" }, { "CaptureMode": "Output" }] } }""")]
    [CannotSay("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-2", "DataCaptureConfig": { "EnableCapture": true, "CaptureStatus": "Started", "CurrentSamplingPercentage": 100 } }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "DataCaptureConfig": { "InitialSamplingPercentage": 100, "CaptureOptions": [{ "CaptureMode": "Input" }, { "CaptureMode": "Output" }] } }""")]
    public static Verdict DataCapture(Endpoint endpoint, Inventory<EndpointConfig> configs)
    {
        if (NotServing(endpoint) is { } idle)
        {
            return idle;
        }
        if (endpoint.IsServerless)
        {
            return NotApplicable("SageMaker cannot capture the data of a serverless endpoint.");
        }
        if (endpoint.DataCaptureConfig is not { EnableCapture: true } capture)
        {
            return Fail("Data capture is off.");
        }
        if (capture.CaptureStatus is "Stopped")
        {
            return Fail("Data capture is stopped.");
        }
        return Judge(endpoint, configs, config =>
        {
            var sampling = capture.CurrentSamplingPercentage ?? config.DataCaptureConfig?.InitialSamplingPercentage;
            var modes = (config.DataCaptureConfig?.CaptureOptions ?? []).Select(option => option.CaptureMode).ToList();
            return sampling is null ? Unknown("How many requests are captured is not said.")
                : sampling < LeastSampling ? Fail($"Only {sampling} % of requests are captured.")
                : modes.Contains("InputAndOutput") || modes.Contains("Input") && modes.Contains("Output") ? Pass($"Input and output of {sampling} % of requests are captured.")
                : Fail($"Only {(modes.Contains("Input") ? "input" : modes.Contains("Output") ? "output" : "nothing")} is captured.");
        });
    }

    [Check("AWS-MON-018", Severity.Medium, "Endpoint is watched by Model Monitor",
        Risk = "Nobody notices that the inputs drift, are probed, or that the model answers worse.",
        Advice = "Schedule a monitoring job against a baseline of the endpoint's captured data.",
        Tip = Tip.ModelMonitoring | Tip.TheftSignature, Remedy = Remedy.Safe, Owasp = "LLM09", Atlas = "AML.T0031, AML.T0024",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-scheduling.html")]
    [Command("aws sagemaker create-monitoring-schedule --monitoring-schedule-name NEW_NAME --monitoring-schedule-config file://schedule.json --region {Region}")]
    [Passes("""{ "EndpointName": "e-1", "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """MonitoringSchedule { "MonitoringScheduleName": "s-1", "EndpointName": "e-1", "MonitoringScheduleStatus": "Scheduled" }""")]
    [Fails("""{ "EndpointName": "e-1", "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """MonitoringSchedule { "MonitoringScheduleName": "s-1", "EndpointName": "e-1", "MonitoringScheduleStatus": "Stopped" }""")]
    [Fails("""{ "EndpointName": "e-1", "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """MonitoringSchedule { "MonitoringScheduleName": "s-1", "EndpointName": "e-1", "MonitoringScheduleStatus": "Failed" }""")]
    [Passes("""{ "EndpointName": "e-1", "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """MonitoringSchedule { "MonitoringScheduleName": "s-1", "MonitoringScheduleStatus": "Scheduled", "MonitoringScheduleConfig": { "MonitoringJobDefinition": { "MonitoringInputs": [{ "EndpointInput": { "EndpointName": "e-1" } }] } } }""")]
    [Fails("""{ "EndpointName": "e-2", "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """MonitoringSchedule { "MonitoringScheduleName": "s-1", "EndpointName": "e-1", "MonitoringScheduleStatus": "Scheduled" }""",
        Because = "A schedule of another endpoint does not watch this one.")]
    [Passes("""{ "EndpointName": "e-1", "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """MonitoringSchedule { "MonitoringScheduleName": "s-0", "EndpointName": "e-1", "MonitoringScheduleStatus": "Stopped" }""",
        """MonitoringSchedule { "MonitoringScheduleName": "s-1", "EndpointName": "e-1", "MonitoringScheduleStatus": "Scheduled" }""")]
    [Skips("""{ "EndpointName": "e-1", "EndpointStatus": "InService", "EndpointConfigName": "c-1", "ProductionVariants": [{ "DesiredServerlessConfig": { "MaxConcurrency": 5 } }] }""",
        """MonitoringSchedule { "MonitoringScheduleName": "s-1", "EndpointName": "e-1", "MonitoringScheduleStatus": "Scheduled" }""")]
    [Skips("""{ "EndpointName": "e-1", "EndpointStatus": "Creating" }""",
        """MonitoringSchedule { "MonitoringScheduleName": "s-1", "EndpointName": "e-1", "MonitoringScheduleStatus": "Scheduled" }""")]
    public static Verdict Monitoring(Endpoint endpoint, EndpointSchedules schedules)
    {
        if (NotServing(endpoint) is { } idle)
        {
            return idle;
        }
        if (endpoint.IsServerless)
        {
            return NotApplicable("Model Monitor cannot watch a serverless endpoint.");
        }
        var own = schedules.Of(endpoint);
        return own.Find(schedule => schedule.MonitoringScheduleStatus is "Scheduled") is { } active ? Pass($"{active.Identity.Name} watches it.")
            : own.Count > 0 ? Fail($"Its schedule {own[0].Identity.Name} is {own[0].MonitoringScheduleStatus ?? "in no known state"}.")
            : Fail("No schedule watches it.");
    }

    [Check("AWS-MON-039", Severity.Low, "Endpoint runs on more than one instance",
        Risk = "A flood of requests or one failure takes the model away from everybody.",
        Advice = "Set the instance count of each variant to two or more.",
        Tip = Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0029",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html")]
    [Command("aws sagemaker describe-endpoint --endpoint-name {Name} --region {Region} && aws sagemaker update-endpoint-weights-and-capacities --endpoint-name {Name} --desired-weights-and-capacities 'VariantName=VARIANT_NAME,DesiredInstanceCount=2' --region {Region}")]
    [Passes("""{ "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v-1", "DesiredInstanceCount": 2, "CurrentInstanceCount": 1 }] }""")]
    [Passes("""{ "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v-1", "CurrentInstanceCount": 2 }] }""")]
    [Fails("""{ "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v-1", "DesiredInstanceCount": 1, "CurrentInstanceCount": 2 }] }""")]
    [Fails("""{ "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v-1", "DesiredInstanceCount": 2 }, { "VariantName": "v-2", "DesiredInstanceCount": 1 }] }""")]
    [Skips("""{ "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v-1", "CurrentServerlessConfig": { "MaxConcurrency": 5 } }] }""")]
    [Skips("""{ "EndpointStatus": "OutOfService", "ProductionVariants": [{ "VariantName": "v-1", "DesiredInstanceCount": 1 }] }""")]
    [CannotSay("""{ "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v-1" }] }""")]
    [CannotSay("""{ "EndpointStatus": "InService" }""")]
    public static Verdict Instances(Endpoint endpoint)
    {
        if (NotServing(endpoint) is { } idle)
        {
            return idle;
        }
        if (endpoint.IsServerless)
        {
            return NotApplicable("It has no instances of its own.");
        }
        return Every.Of((endpoint.ProductionVariants ?? []).Select(variant => (Func<Verdict>)(() =>
            (variant.DesiredInstanceCount ?? variant.CurrentInstanceCount) switch
            {
                null => Unknown($"How many instances {variant.VariantName} has is not said."),
                < 2 and var count => Fail($"{variant.VariantName} has {(count == 1 ? "one instance" : "no instance")}."),
                var count => Pass($"{variant.VariantName} has {count} instances."),
            })).DefaultIfEmpty(() => Unknown("What serves is not said.")));
    }

    [Check("AWS-DATA-003", Severity.High, "Endpoint storage is encrypted with a customer-managed key",
        Risk = "Models and what they keep of requests lie on volumes whose key no policy of yours guards.",
        Advice = "Update the endpoint to a configuration with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html")]
    [Command("aws sagemaker describe-endpoint-config --endpoint-config-name {EndpointConfigName} --region {Region} && aws sagemaker create-endpoint-config --endpoint-config-name NEW_CONFIG_NAME --production-variants file://variants.json --kms-key-id KMS_KEY_ARN --region {Region} && aws sagemaker update-endpoint --endpoint-name {Name} --endpoint-config-name NEW_CONFIG_NAME --region {Region}")]
    [Passes("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "KmsKeyId": "k-1", "ProductionVariants": [{ "InstanceType": "ml.m5.large" }] }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "ProductionVariants": [{ "InstanceType": "ml.m5.large" }] }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "KmsKeyId": "alias/aws/sagemaker", "ProductionVariants": [{ "InstanceType": "ml.m5.large" }] }""",
        """KmsKey { "@Name": "alias/aws/sagemaker", "KeyManager": "AWS" }""",
        Because = "A key of AWS is not a customer's.")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "ProductionVariants": [{ "InstanceType": "ml.g5.xlarge" }, { "InstanceType": "ml.m5.large" }] }""")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "ProductionVariants": [{ "InstancePools": [{ "InstanceType": "ml.g5.xlarge" }, { "InstanceType": "ml.c5.xlarge" }] }] }""")]
    [Skips("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "ProductionVariants": [{ "InstanceType": "ml.g5.xlarge" }] }""",
        Because = "Its own disk is encrypted by the hardware; SageMaker refuses a key.")]
    [Skips("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "ProductionVariants": [{ "ServerlessConfig": { "MaxConcurrency": 5 } }] }""")]
    [Skips("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""", """EndpointConfig { "EndpointConfigName": "c-1", "ProductionVariants": [{ "InstancePools": [{ "InstanceType": "ml.g5.xlarge" }] }] }""")]
    [Skips("""{ "EndpointStatus": "Deleting", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "ProductionVariants": [{ "InstanceType": "ml.m5.large" }] }""")]
    public static Verdict StorageKey(Endpoint endpoint, Inventory<EndpointConfig> configs, Inventory<KmsKey> keys) => Judge(endpoint, configs, config =>
    {
        var types = config.AllVariants.Where(variant => variant.ServerlessConfig is null)
            .SelectMany(variant => variant.InstancePools is { Count: > 0 } pools ? pools.Select(pool => pool.InstanceType) : [variant.InstanceType]).ToList();
        return types.Count == 0 ? NotApplicable("It has no instances of its own.")
            : LocalStorage.IsOnAll(types) ? NotApplicable("Its instances have only disks of their own, which the hardware encrypts.")
            : CustomerKey.Judge("Its storage", config.KmsKeyId, keys);
    });

    [Check("AWS-DATA-004", Severity.High, "Captured requests are encrypted with a customer-managed key",
        Risk = "They are what people told the model, and no policy of yours guards the key.",
        Advice = "Update the endpoint to a configuration whose data capture names a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0036",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture.html")]
    [Command("""aws sagemaker describe-endpoint-config --endpoint-config-name {EndpointConfigName} --region {Region} && aws sagemaker create-endpoint-config --endpoint-config-name NEW_CONFIG_NAME --production-variants file://variants.json --data-capture-config '{"EnableCapture":true,"InitialSamplingPercentage":100,"DestinationS3Uri":"S3_URI","KmsKeyId":"KMS_KEY_ARN","CaptureOptions":[{"CaptureMode":"Input"},{"CaptureMode":"Output"}]}' --region {Region} && aws sagemaker update-endpoint --endpoint-name {Name} --endpoint-config-name NEW_CONFIG_NAME --region {Region}""")]
    [Passes("""{ "EndpointStatus": "InService", "DataCaptureConfig": { "EnableCapture": true, "KmsKeyId": "k-1" } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "EndpointStatus": "InService", "DataCaptureConfig": { "EnableCapture": true } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "EndpointStatus": "InService", "DataCaptureConfig": { "EnableCapture": true, "KmsKeyId": "alias/aws/sagemaker" } }""",
        """KmsKey { "@Name": "alias/aws/sagemaker", "KeyManager": "AWS" }""")]
    [Skips("""{ "EndpointStatus": "InService", "DataCaptureConfig": { "EnableCapture": false } }""")]
    [Skips("""{ "EndpointStatus": "InService" }""")]
    public static Verdict CaptureKey(Endpoint endpoint, Inventory<KmsKey> keys) =>
        endpoint.DataCaptureConfig is { EnableCapture: true } capture
            ? CustomerKey.Judge("What it captures", capture.KmsKeyId, keys)
            : NotApplicable("It captures nothing.");

    [Check("AWS-DATA-005", Severity.Medium, "Asynchronous answers are encrypted with a customer-managed key",
        Risk = "The model's answers wait in S3, and no policy of yours guards the key.",
        Advice = "Update the endpoint to a configuration whose asynchronous output names a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0036",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceOutputConfig.html")]
    [Command("""aws sagemaker describe-endpoint-config --endpoint-config-name {EndpointConfigName} --region {Region} && aws sagemaker create-endpoint-config --endpoint-config-name NEW_CONFIG_NAME --production-variants file://variants.json --async-inference-config '{"OutputConfig":{"S3OutputPath":"S3_URI","KmsKeyId":"KMS_KEY_ARN"}}' --region {Region} && aws sagemaker update-endpoint --endpoint-name {Name} --endpoint-config-name NEW_CONFIG_NAME --region {Region}""")]
    [Passes("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "AsyncInferenceConfig": { "OutputConfig": { "S3OutputPath": "s3://b/a", "KmsKeyId": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""",
        """EndpointConfig { "EndpointConfigName": "c-1", "AsyncInferenceConfig": { "OutputConfig": { "S3OutputPath": "s3://b/a" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Skips("""{ "EndpointStatus": "InService", "EndpointConfigName": "c-1" }""", """EndpointConfig { "EndpointConfigName": "c-1", "KmsKeyId": "k-1" }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    public static Verdict AsyncKey(Endpoint endpoint, Inventory<EndpointConfig> configs, Inventory<KmsKey> keys) => Judge(endpoint, configs, config =>
        config.AsyncInferenceConfig?.OutputConfig is { } output
            ? CustomerKey.Judge("Its asynchronous output", output.KmsKeyId, keys)
            : NotApplicable("Callers wait for its answers."));

    // Below it, patterns of theft and drift drown in what was not captured.
    private const int LeastSampling = 10;

    private static Verdict? NotServing(Endpoint endpoint) =>
        endpoint.IsServing ? null : NotApplicable($"It does not serve: it is {endpoint.EndpointStatus}.");

    private static Verdict Judge(Endpoint endpoint, Inventory<EndpointConfig> configs, Func<EndpointConfig, Verdict> judge) =>
        NotServing(endpoint)
        ?? (configs.Find(endpoint.EndpointConfigName) is { } config ? judge(config) : Unknown($"Its configuration {endpoint.EndpointConfigName} no longer exists."));

    /// <summary>Which schedules watch which endpoint.</summary>
    internal sealed class EndpointSchedules(Inventory<MonitoringSchedule> schedules)
    {
        private ILookup<string, MonitoringSchedule>? _byEndpoint;

        public List<MonitoringSchedule> Of(Endpoint endpoint)
        {
            _byEndpoint ??= (from schedule in schedules.All
                             from name in schedule.Watched.Distinct(StringComparer.Ordinal)
                             select (name, schedule)).ToLookup(pair => pair.name, pair => pair.schedule, StringComparer.Ordinal);
            return [.. _byEndpoint[endpoint.Identity.Name]];
        }
    }
}
