using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on the jobs that watch models, as they are defined for schedules to name.</summary>
internal static class MonitoringJobDefinitionChecks
{
    [Check("AWS-NET-021", Severity.Medium, "Monitoring job for data quality has no network in its containers",
        Risk = MonitoringJobs.NetworkRisk, Advice = MonitoringJobs.NetworkAdvice, Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Atlas = "AML.T0025",
        Link = MonitoringJobs.NetworkLink)]
    [Command("""aws sagemaker describe-data-quality-job-definition --job-definition-name {Name} --region {Region} && aws sagemaker create-data-quality-job-definition --job-definition-name NEW_NAME --data-quality-app-specification file://application.json --data-quality-job-input file://input.json --data-quality-job-output-config file://output.json --job-resources file://resources.json --role-arn {RoleArn} --network-config '{"EnableNetworkIsolation":true,"EnableInterContainerTrafficEncryption":true,"VpcConfig":{"SecurityGroupIds":["SECURITY_GROUP_ID"],"Subnets":["SUBNET_ID"]}}' --region {Region}""")]
    [Passes(MonitoringJobs.Isolated)]
    [Fails(MonitoringJobs.Networked)]
    [Fails(MonitoringJobs.InVpc)]
    [Fails("{}", Because = "Containers have a network unless AWS is told otherwise.")]
    public static Verdict DataQualityNetwork(DataQualityJobDefinition job) => MonitoringJobs.Network(job.NetworkConfig);

    [Check("AWS-DATA-009", Severity.Medium, "Monitoring job for data quality encrypts volume, output and traffic",
        Risk = MonitoringJobs.KeyRisk, Advice = MonitoringJobs.KeyAdvice, Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Atlas = "AML.T0035",
        Link = MonitoringJobs.KeyLink)]
    [Command("""aws sagemaker describe-data-quality-job-definition --job-definition-name {Name} --region {Region} && aws sagemaker create-data-quality-job-definition --job-definition-name NEW_NAME --data-quality-app-specification file://application.json --data-quality-job-input file://input.json --data-quality-job-output-config file://output.json --job-resources '{"ClusterConfig":{"InstanceCount":1,"InstanceType":"{JobResources.ClusterConfig.InstanceType}","VolumeSizeInGB":20,"VolumeKmsKeyId":"KMS_KEY_ARN"}}' --role-arn {RoleArn} --region {Region}""")]
    [Passes("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } }, "DataQualityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeKmsKeyId": "k-1" } }, "DataQualityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } }, "DataQualityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": false }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } }, "DataQualityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } }, "DataQualityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2 } }, "DataQualityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.g4dn.xlarge", "InstanceCount": 2 } }, "DataQualityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        Because = "Its own disk is encrypted by the hardware; SageMaker refuses a key.")]
    [Fails("{}")]
    public static Verdict DataQualityKeys(DataQualityJobDefinition job, Inventory<KmsKey> keys) => MonitoringJobs.Keys(job, keys);

    [Check("AWS-NET-021", Severity.Medium, "Monitoring job for model quality has no network in its containers",
        Risk = MonitoringJobs.NetworkRisk, Advice = MonitoringJobs.NetworkAdvice, Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Atlas = "AML.T0025",
        Link = MonitoringJobs.NetworkLink)]
    [Command("""aws sagemaker describe-model-quality-job-definition --job-definition-name {Name} --region {Region} && aws sagemaker create-model-quality-job-definition --job-definition-name NEW_NAME --model-quality-app-specification file://application.json --model-quality-job-input file://input.json --model-quality-job-output-config file://output.json --job-resources file://resources.json --role-arn {RoleArn} --network-config '{"EnableNetworkIsolation":true,"EnableInterContainerTrafficEncryption":true,"VpcConfig":{"SecurityGroupIds":["SECURITY_GROUP_ID"],"Subnets":["SUBNET_ID"]}}' --region {Region}""")]
    [Passes(MonitoringJobs.Isolated)]
    [Fails(MonitoringJobs.Networked)]
    [Fails(MonitoringJobs.InVpc)]
    [Fails("{}", Because = "Containers have a network unless AWS is told otherwise.")]
    public static Verdict ModelQualityNetwork(ModelQualityJobDefinition job) => MonitoringJobs.Network(job.NetworkConfig);

    [Check("AWS-DATA-009", Severity.Medium, "Monitoring job for model quality encrypts volume, output and traffic",
        Risk = MonitoringJobs.KeyRisk, Advice = MonitoringJobs.KeyAdvice, Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Atlas = "AML.T0035",
        Link = MonitoringJobs.KeyLink)]
    [Command("""aws sagemaker describe-model-quality-job-definition --job-definition-name {Name} --region {Region} && aws sagemaker create-model-quality-job-definition --job-definition-name NEW_NAME --model-quality-app-specification file://application.json --model-quality-job-input file://input.json --model-quality-job-output-config file://output.json --job-resources '{"ClusterConfig":{"InstanceCount":1,"InstanceType":"{JobResources.ClusterConfig.InstanceType}","VolumeSizeInGB":20,"VolumeKmsKeyId":"KMS_KEY_ARN"}}' --role-arn {RoleArn} --region {Region}""")]
    [Passes("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } }, "ModelQualityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeKmsKeyId": "k-1" } }, "ModelQualityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } }, "ModelQualityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": false }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } }, "ModelQualityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } }, "ModelQualityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2 } }, "ModelQualityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.g4dn.xlarge", "InstanceCount": 2 } }, "ModelQualityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        Because = "Its own disk is encrypted by the hardware; SageMaker refuses a key.")]
    [Fails("{}")]
    public static Verdict ModelQualityKeys(ModelQualityJobDefinition job, Inventory<KmsKey> keys) => MonitoringJobs.Keys(job, keys);

    [Check("AWS-NET-021", Severity.Medium, "Monitoring job for bias has no network in its containers",
        Risk = MonitoringJobs.NetworkRisk, Advice = MonitoringJobs.NetworkAdvice, Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Atlas = "AML.T0025",
        Link = MonitoringJobs.NetworkLink)]
    [Command("""aws sagemaker describe-model-bias-job-definition --job-definition-name {Name} --region {Region} && aws sagemaker create-model-bias-job-definition --job-definition-name NEW_NAME --model-bias-app-specification file://application.json --model-bias-job-input file://input.json --model-bias-job-output-config file://output.json --job-resources file://resources.json --role-arn {RoleArn} --network-config '{"EnableNetworkIsolation":true,"EnableInterContainerTrafficEncryption":true,"VpcConfig":{"SecurityGroupIds":["SECURITY_GROUP_ID"],"Subnets":["SUBNET_ID"]}}' --region {Region}""")]
    [Passes(MonitoringJobs.Isolated)]
    [Fails(MonitoringJobs.Networked)]
    [Fails(MonitoringJobs.InVpc)]
    [Fails("{}", Because = "Containers have a network unless AWS is told otherwise.")]
    public static Verdict ModelBiasNetwork(ModelBiasJobDefinition job) => MonitoringJobs.Network(job.NetworkConfig);

    [Check("AWS-DATA-009", Severity.Medium, "Monitoring job for bias encrypts volume, output and traffic",
        Risk = MonitoringJobs.KeyRisk, Advice = MonitoringJobs.KeyAdvice, Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Atlas = "AML.T0035",
        Link = MonitoringJobs.KeyLink)]
    [Command("""aws sagemaker describe-model-bias-job-definition --job-definition-name {Name} --region {Region} && aws sagemaker create-model-bias-job-definition --job-definition-name NEW_NAME --model-bias-app-specification file://application.json --model-bias-job-input file://input.json --model-bias-job-output-config file://output.json --job-resources '{"ClusterConfig":{"InstanceCount":1,"InstanceType":"{JobResources.ClusterConfig.InstanceType}","VolumeSizeInGB":20,"VolumeKmsKeyId":"KMS_KEY_ARN"}}' --role-arn {RoleArn} --region {Region}""")]
    [Passes("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } }, "ModelBiasJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeKmsKeyId": "k-1" } }, "ModelBiasJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""", Because = "One instance has no other to talk to.")]
    [Fails("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } }, "ModelBiasJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": false }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } }, "ModelBiasJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } }, "ModelBiasJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2 } }, "ModelBiasJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.g4dn.xlarge", "InstanceCount": 2 } }, "ModelBiasJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        Because = "Its own disk is encrypted by the hardware; SageMaker refuses a key.")]
    [Fails("{}")]
    public static Verdict ModelBiasKeys(ModelBiasJobDefinition job, Inventory<KmsKey> keys) => MonitoringJobs.Keys(job, keys, needsSecond: true);

    [Check("AWS-NET-021", Severity.Medium, "Monitoring job for explainability has no network in its containers",
        Risk = MonitoringJobs.NetworkRisk, Advice = MonitoringJobs.NetworkAdvice, Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Atlas = "AML.T0025",
        Link = MonitoringJobs.NetworkLink)]
    [Command("""aws sagemaker describe-model-explainability-job-definition --job-definition-name {Name} --region {Region} && aws sagemaker create-model-explainability-job-definition --job-definition-name NEW_NAME --model-explainability-app-specification file://application.json --model-explainability-job-input file://input.json --model-explainability-job-output-config file://output.json --job-resources file://resources.json --role-arn {RoleArn} --network-config '{"EnableNetworkIsolation":true,"EnableInterContainerTrafficEncryption":true,"VpcConfig":{"SecurityGroupIds":["SECURITY_GROUP_ID"],"Subnets":["SUBNET_ID"]}}' --region {Region}""")]
    [Passes(MonitoringJobs.Isolated)]
    [Fails(MonitoringJobs.Networked)]
    [Fails(MonitoringJobs.InVpc)]
    [Fails("{}", Because = "Containers have a network unless AWS is told otherwise.")]
    public static Verdict ModelExplainabilityNetwork(ModelExplainabilityJobDefinition job) => MonitoringJobs.Network(job.NetworkConfig);

    [Check("AWS-DATA-009", Severity.Medium, "Monitoring job for explainability encrypts volume, output and traffic",
        Risk = MonitoringJobs.KeyRisk, Advice = MonitoringJobs.KeyAdvice, Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Atlas = "AML.T0035",
        Link = MonitoringJobs.KeyLink)]
    [Command("""aws sagemaker describe-model-explainability-job-definition --job-definition-name {Name} --region {Region} && aws sagemaker create-model-explainability-job-definition --job-definition-name NEW_NAME --model-explainability-app-specification file://application.json --model-explainability-job-input file://input.json --model-explainability-job-output-config file://output.json --job-resources '{"ClusterConfig":{"InstanceCount":1,"InstanceType":"{JobResources.ClusterConfig.InstanceType}","VolumeSizeInGB":20,"VolumeKmsKeyId":"KMS_KEY_ARN"}}' --role-arn {RoleArn} --region {Region}""")]
    [Passes("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } }, "ModelExplainabilityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeKmsKeyId": "k-1" } }, "ModelExplainabilityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } }, "ModelExplainabilityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": false }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } }, "ModelExplainabilityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } }, "ModelExplainabilityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "k-1" } } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2 } }, "ModelExplainabilityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "JobResources": { "ClusterConfig": { "InstanceType": "ml.g4dn.xlarge", "InstanceCount": 2 } }, "ModelExplainabilityJobOutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        Because = "Its own disk is encrypted by the hardware; SageMaker refuses a key.")]
    [Fails("{}")]
    public static Verdict ModelExplainabilityKeys(ModelExplainabilityJobDefinition job, Inventory<KmsKey> keys) => MonitoringJobs.Keys(job, keys);
}
