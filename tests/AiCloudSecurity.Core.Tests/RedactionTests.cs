using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Core.Tests;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("DB_PASSWORD", "hunter22")]
    [InlineData("HF_TOKEN", "abcdefgh")]
    [InlineData(null, "export AWS_SECRET_ACCESS_KEY=abcdefghijkl")]
    [InlineData(null, "AKIAIOSFODNN7EXAMPLE")]
    [InlineData(null, "postgres://user:pa55word@db/x")]
    [InlineData(null, "-----BEGIN RSA PRIVATE KEY-----")]
    [InlineData("AWS_SECRET_ACCESS_KEY", "abcdefghijkl")]
    [InlineData(null, "curl -H 'x' -d '{\"password\": \"a(b)cdefg\"}'")]
    [InlineData(null, "ABSKQmVkcm9ja0FQSUtleS1leGFtcGxlLWtleS1mb3ItdGVzdHM=")]
    [InlineData("BEARER", "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29tLz9BY3Rpb24")]
    public void What_looks_like_a_secret_is_one(string? name, string value) => Assert.NotNull(Redaction.KindOfSecret(name, value));

    [Theory]
    [InlineData("DB_SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf")]
    [InlineData("MODEL_CONFIG", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf")]
    [InlineData("TOKENIZER_NAME", "bert-base-uncased")]
    [InlineData("max_tokens", "131072")]
    [InlineData("PASSWORD_FILE", "/run/secrets/db")]
    [InlineData(null, "PASSWORD=$(aws secretsmanager get-secret-value --secret-id db)")]
    [InlineData("epochs", "100000")]
    [InlineData("DB_PASSWORD", "{{resolve:secretsmanager:prod/database}}")]
    [InlineData(null, "export SECRET_NAME=prod/database")]
    [InlineData(null, "export API_KEY_PATH=/home/ec2-user/key")]
    [InlineData(null, "password = getpass.getpass()")]
    [InlineData(null, "secret = os.environ[\"DB\"]")]
    public void What_names_one_is_none(string? name, string value) => Assert.Null(Redaction.KindOfSecret(name, value));

    // Google writes variables as pairs; a label that is called env is none.
    [Fact]
    public void The_name_beside_a_value_says_what_it_is()
    {
        var resource = ResourceType.Find("aiplatform.googleapis.com/CustomJob")!.Create(new(Cloud.Gcp, "p", "r", "//x", "x"),
            """{"labels":{"env":"prod"},"jobSpec":{"workerPoolSpecs":[{"containerSpec":{"env":[{"name":"DB_PASSWORD","value":"hunter22"},{"name":"MODE","value":"plain"}]}}]}}"""u8.ToArray());
        var variables = ((CustomJob)resource).JobSpec!.WorkerPoolSpecs![0].ContainerSpec!.Env!;
        Assert.Equal(["DB_PASSWORD", "MODE"], variables.Select(variable => variable.Name));
        Assert.Equal([true, false], variables.Select(variable => Redaction.IsSecret(variable.Value)));
        Assert.Contains("prod", resource.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", resource.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("plain", resource.Json, StringComparison.Ordinal);
    }

    // Checks read a notebook's settings, so these stay.
    [Fact]
    public void Of_settings_and_scripts_only_what_looks_like_a_secret_is_replaced()
    {
        var type = ResourceType.Of<WorkbenchInstance>();
        var resource = type.Create(new(Cloud.Gcp, "p", "r", "//x", "x"), """{"gceSetup":{"metadata":{"notebook-disable-root":"true","startup-script":"#!/bin/sh\nexport DB_PASSWORD=hunter22hunter\npip install x","post-startup-script":"gs://scripts/start.sh","api-key":"abcdefgh12"}}}"""u8.ToArray());
        var metadata = ((WorkbenchInstance)resource).GceSetup!.Metadata!;
        Assert.Equal(("true", "gs://scripts/start.sh"), (metadata["notebook-disable-root"], metadata["post-startup-script"]));
        Assert.True(Redaction.IsSecret(metadata["startup-script"]) && Redaction.IsSecret(metadata["api-key"]));
        Assert.DoesNotContain("hunter22", resource.Json, StringComparison.Ordinal);
        Assert.Equal(resource.Json, type.Create(resource.Identity, resource.Wire).Json);
    }

    [Theory]
    [InlineData("token ghp_0000000000000000000000Canary is bad", "token [secret: token] is bad")]
    [InlineData("use AKIA0000000000000000Canary.", "use [secret: AWS access key]")]
    [InlineData("at postgres://u:pwCanary@h/x", "at [secret: password in a URL]")]
    [InlineData("sent Authorization: Bearer abc.def-Canary, twice", "sent Authorization: [secret: value of a secret's name], twice")]
    [InlineData("AccountKey=aaaaaaCanary==;Endpoint=x", "[secret: value of a secret's name];Endpoint=x")]
    [InlineData("?sv=1&sig=aaaaaaCanary&se=2", "?sv=1&[secret: value of a secret's name]&se=2")]
    [InlineData("password=errorCanary1 and more", "[secret: password or key in a script] and more")]
    [InlineData("User x is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:r:1:secret:a", "User x is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:r:1:secret:a")]
    [InlineData("Grant bedrock:ListTagsForResource.", "Grant bedrock:ListTagsForResource.")]
    public void A_message_loses_what_it_quotes_and_nothing_else(string said, string shown)
    {
        Assert.Equal(shown, Redaction.InText(said));
        Assert.Equal(shown, Redaction.InText(shown));
    }

    [Fact]
    public void A_value_that_imitates_a_mark_is_redacted()
    {
        var type = ResourceType.All.First(type => type.Record.Name == "Model");
        var resource = type.Create(new(Cloud.Aws, "1", "r", "arn:x", "x"), """{"PrimaryContainer":{"Environment":{"A":"[secret: AKIAIOSFODNN7EXAMPLE","B":"plain","PASSWORD":"hunter22"}}}"""u8.ToArray());
        Assert.DoesNotContain("AKIA", resource.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("plain", resource.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", resource.Json, StringComparison.Ordinal);
        // Opened again, it stays what it is.
        Assert.Equal(resource.Json, type.Create(resource.Identity, resource.Wire).Json);
    }
}
