using System.Text.Json;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>moto that checks signatures and permissions as IAM does.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class AwsSignatureTests
{
    // moto 5.2 refuses these from boto3, too, where the query string holds a time.
    private static readonly string[] s_motoRefuses = ["bedrock:ListModelCustomizationJobs", "bedrock:ListModelInvocationJobs"];

    // JSON, REST-JSON, query, EC2 and REST-XML. AuditPolicyTests asks moto for all that is read.
    private static readonly string[] s_services = ["sagemaker", "kms", "bedrock", "iam", "ec2", "s3"];

    [Fact]
    public async Task Requests_in_all_protocols_are_signed_as_AWS_checks_them()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var moto = await MotoServer.StartAsync(openCalls: 4);
        await Aws("iam", "create-user", "--user-name", "auditor");
        await Aws("iam", "attach-user-policy", "--user-name", "auditor", "--policy-arn", "arn:aws:iam::aws:policy/AdministratorAccess");
        await Aws("s3api", "create-bucket", "--bucket", "training-data");
        using var answer = JsonDocument.Parse(await Aws("iam", "create-access-key", "--user-name", "auditor"));
        var key = answer.RootElement.GetProperty("AccessKey");
        using var id = new Variable("AWS_ACCESS_KEY_ID", key.GetProperty("AccessKeyId").GetString());
        using (new Variable("AWS_SECRET_ACCESS_KEY", key.GetProperty("SecretAccessKey").GetString()))
        {
            using var connection = await AwsConnection.OpenAsync(new AwsOptions { EndpointUrl = moto.Endpoint, Regions = ["us-east-1"] }, stop);
            // A job that names a bucket and a key, so that these are asked for as well.
            var customerKey = JsonDocument.Parse(await connection.CallAsync(AwsService.Of("kms"), "us-east-1", "CreateKey", [], stop)).RootElement.GetProperty("KeyMetadata").GetProperty("Arn").GetString();
            await connection.CallAsync(AwsService.Of("sagemaker"), "us-east-1", "CreateTrainingJob", new()
            {
                ["TrainingJobName"] = "job",
                ["AlgorithmSpecification"] = new System.Text.Json.Nodes.JsonObject { ["TrainingImage"] = "i", ["TrainingInputMode"] = "File" },
                ["RoleArn"] = "arn:aws:iam::123456789012:role/job",
                ["OutputDataConfig"] = new System.Text.Json.Nodes.JsonObject { ["S3OutputPath"] = "s3://training-data/out", ["KmsKeyId"] = customerKey },
                ["ResourceConfig"] = new System.Text.Json.Nodes.JsonObject { ["InstanceType"] = "ml.m5.large", ["InstanceCount"] = 1, ["VolumeSizeInGB"] = 10 },
                ["StoppingCondition"] = new System.Text.Json.Nodes.JsonObject { ["MaxRuntimeInSeconds"] = 60 },
            }, stop);
            var estate = await connection.ReadAsync(ResourceType.All.Where(type => s_services.Contains(type.Read.Service)), null, stop);
            Assert.Contains(estate.Resources, resource => resource.Type.Name == "AWS::S3::BucketVersioning");
            Assert.Contains(estate.Resources, resource => resource.Type.Name == "AWS::KMS::KeyPolicy");
            Assert.DoesNotContain(estate.Coverage, entry => entry.Error is ErrorId.CloudAuthenticationFailed or ErrorId.CloudAccessDenied && !s_motoRefuses.Contains(entry.Operation));
        }
        using (new Variable("AWS_SECRET_ACCESS_KEY", "another"))
        {
            var error = await Assert.ThrowsAsync<AiCloudException>(() => AwsConnection.OpenAsync(new AwsOptions { EndpointUrl = moto.Endpoint }, stop));
            Assert.Equal(ErrorId.CloudAuthenticationFailed, error.Id);
            Assert.DoesNotContain("another", error.ToString(), StringComparison.Ordinal);
        }

        Task<string> Aws(params string[] arguments) => MotoServer.RunAwsAsync(moto.Endpoint, arguments);
    }
}
