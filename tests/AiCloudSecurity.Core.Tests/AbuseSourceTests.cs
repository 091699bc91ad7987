using System.Text;
using AiCloudSecurity.Abuse;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Records of every source, of our own making, in the shapes that the services write.</summary>
public sealed class AbuseSourceTests
{
    private const string Converse = """{"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2026-10-11T12:15:04Z","accountId":"111122223333","identity":{"arn":"arn:aws:sts::111122223333:assumed-role/app/i-0123"},"region":"eu-west-1","requestId":"r1","operation":"Converse","modelId":"arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-haiku-4-5-v1:0","input":{"inputContentType":"application/json","inputBodyJson":{"messages":[{"role":"user","content":[{"text":"first words that were said long ago"}]},{"role":"assistant","content":[{"text":"an answer"}]},{"role":"user","content":[{"text":"what is the \u0063apital of the country?"}]}],"inferenceConfig":{"maxTokens":300}},"inputTokenCount":20,"cacheReadInputTokenCount":5},"output":{"outputContentType":"application/json","outputBodyJson":{"stopReason":"end_turn"},"outputTokenCount":30}}""";
    private const string Event = """{"eventVersion":"1.10","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/bob","accountId":"111122223333","accessKeyId":"AKIAEXAMPLE1"},"eventTime":"2026-10-11T12:52:37Z","eventSource":"bedrock.amazonaws.com","eventName":"InvokeModel","awsRegion":"us-west-2","sourceIPAddress":"198.51.100.7","userAgent":"Boto3/1.34.162 md/Botocore","errorCode":"AccessDenied","requestParameters":{"modelId":"anthropic.claude-3-haiku-20240307-v1:0"},"responseElements":null,"additionalEventData":{"callWithBearerToken":false},"requestID":"x","recipientAccountId":"111122223333"}""";

    [Fact]
    public async Task A_bedrock_record_is_read_whatever_the_order_of_its_members()
    {
        var last = Converse.Replace("""
            "identity":{"arn":"arn:aws:sts::111122223333:assumed-role/app/i-0123"},
            """.Trim(), "", StringComparison.Ordinal)[..^1] + ""","identity":{"more":null,"arn":"arn:aws:sts::111122223333:assumed-role/app/i-9"}}""";
        var (store, reports) = await AbuseLogs.ReadAsync(AbuseLogs.File("a", Converse + "\n" + last + "\n"));
        Assert.Equal(0, reports[0].BadRecords);
        var (key, row) = Assert.Single(store.Rows());
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/app", key.Principal);
        Assert.Equal("anthropic.claude-haiku-4-5-v1:0", key.Model);
        Assert.Equal("eu-west-1", key.Region);
        Assert.Equal((2, 50, 60, 30, 0), (row.Calls, row.InTokens, row.OutTokens, row.MaxOut, row.BadMax));
        Assert.Equal(1, row.Distinct);
        Assert.Equal(2, row.Prompts);
        Assert.Equal((15 * 60) + 4, row.First);
    }

    [Theory]
    [InlineData("""{"stopReason":"end_turn"}""", 0)]
    [InlineData("""{"stopReason":"guardrail_intervened"}""", 1)]
    [InlineData("""[{"type":"message_start"},{"amazon-bedrock-guardrailAction": "INTERVENED"},"[DONE]"]""", 1)]
    [InlineData("""{"trace":{"guardrail":{"inputAssessment":{"g":{"topicPolicy":{"topics":[{"action":"NONE"}]}}}}}}""", 0)]
    [InlineData("""{"text":"the word \"INTERVENED\" in an answer"}""", 0)]
    public async Task A_guardrail_that_stops_is_told_from_one_that_watches(string output, int blocked)
    {
        var (store, _) = await AbuseLogs.ReadAsync(AbuseLogs.File("a", Converse.Replace("""{"stopReason":"end_turn"}""", output, StringComparison.Ordinal)));
        Assert.Equal(blocked, Assert.Single(store.Rows()).Row.Blocked);
    }

    [Theory]
    [InlineData("AccessDeniedException", "denied")]
    [InlineData("ThrottlingException", "throttled")]
    [InlineData("ValidationException", "invalid")]
    [InlineData("ModelErrorException", "error")]
    public async Task Error_codes_become_outcomes(string code, string outcome)
    {
        var (store, _) = await AbuseLogs.ReadAsync(AbuseLogs.File("a", Converse.Replace("\"operation\"", $"\"errorCode\":\"{code}\",\"operation\"", StringComparison.Ordinal)));
        var row = Assert.Single(store.Rows()).Row;
        Assert.Equal((outcome == "denied" ? 1 : 0, outcome == "throttled" ? 1 : 0, outcome == "invalid" ? 1 : 0, outcome == "error" ? 1 : 0), (row.Denied, row.Throttled, row.Invalid, row.Errors));
        Assert.Equal(0, row.Ok);
    }

    [Theory]
    [InlineData("lines")]
    [InlineData("file envelope")]
    [InlineData("line envelopes")]
    [InlineData("array")]
    [InlineData("pretty")]
    [InlineData("cloudwatch export")]
    [InlineData("cloudwatch subscription")]
    [InlineData("byte order mark")]
    [InlineData("windows lines")]
    [InlineData("no ends of lines")]
    [InlineData("utf-16")]
    [InlineData("utf-16, high byte first, without a mark")]
    public async Task Records_come_in_any_wrapping(string wrapping)
    {
        var quoted = System.Text.Json.JsonSerializer.Serialize(Event);
        var text = wrapping switch
        {
            "lines" => $"{Event}\n{Event}",
            "file envelope" => $$"""{"Records":[{{Event}},{{Event}}]}""",
            "line envelopes" => $$"""{"records": [{{Event}}], "x": 1}""" + "\n" + $$"""{"more":"}{","records": [{{Event}}]}""",
            "array" => $"[\n{Event},\n{Event}\n]\n",
            "pretty" => string.Join('\n', Enumerable.Repeat(System.Text.Json.Nodes.JsonNode.Parse(Event)!.ToJsonString(new() { WriteIndented = true }), 2)),
            "cloudwatch export" => $"2026-10-11T12:52:37.000Z {Event}\n2026-10-11T12:52:38.000Z {Event}\n",
            "cloudwatch subscription" => $$"""{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","timestamp":1,"message":{{quoted}}},{"id":"2","message":{{quoted}}}]}""",
            "byte order mark" => $"\uFEFF{Event}\n{Event}",
            "no ends of lines" => Event + Event,
            _ => $"{Event}\r\n{Event}\r\n",
        };
        byte[] bytes = wrapping switch
        {
            "utf-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
            "utf-16, high byte first, without a mark" => Encoding.BigEndianUnicode.GetBytes(text),
            _ => Encoding.UTF8.GetBytes(text),
        };
        // A file that was appended to has several members of gzip.
        byte[] members = [.. AbuseLogs.Gzip(bytes[..(bytes.Length / 2 & ~1)]), .. AbuseLogs.Gzip(bytes[(bytes.Length / 2 & ~1)..])];
        foreach (var file in new[] { AbuseLogs.File("a", bytes), AbuseLogs.File("a.gz", AbuseLogs.Gzip(bytes)), AbuseLogs.File("a.gz", members) })
        {
            var (store, reports) = await AbuseLogs.ReadAsync(file);
            Assert.Null(reports[0].Damage);
            Assert.Null(reports[0].FirstBad);
            var (key, row) = Assert.Single(store.Rows());
            Assert.Equal((2, 2), (row.Calls, row.Denied));
            Assert.Equal(("arn:aws:iam::111122223333:user/bob", "AKIAEXAMPLE1", "198.51.100.0/24", "Boto3"), (key.Principal, key.Credential, key.Network, key.Agent));
        }
    }

    [Theory]
    [InlineData("2026-10-11T12:15:04Z")]
    [InlineData("2026-10-11T12:15:04.123456789Z")]
    [InlineData("2026-10-11 12:15:04.000000000")]
    [InlineData("2026-10-11 12:15:04.375773 UTC")]
    [InlineData("2026-10-11T14:15:04+02:00")]
    [InlineData("2026-10-11T06:45:04-0530")]
    [InlineData("1791720904")]
    [InlineData("1791720904000")]
    [InlineData("1791720904000000")]
    [InlineData("1.791720904E9")]
    public void Times_come_in_many_shapes(string text)
    {
        Assert.True(LogTime.TryParse(Encoding.UTF8.GetBytes(text), out var seconds));
        Assert.Equal(new DateTimeOffset(2026, 10, 11, 12, 15, 4, TimeSpan.Zero).ToUnixTimeSeconds(), seconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-13-11T12:15:04Z")]
    [InlineData("2026-02-30T12:15:04Z")]
    [InlineData("2026-10-11T25:15:04Z")]
    [InlineData("2026-10-11T12:15:04Q")]
    [InlineData("17")]
    public void What_is_no_time_is_none(string text) => Assert.False(LogTime.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("""{"anthropic_version":"bedrock-2023-05-31","max_tokens":0,"messages":[{"role":"user","content":"tell me the whole story"}]}""", true)]
    [InlineData("""{"inputText":"tell me the whole story","textGenerationConfig":{"maxTokenCount":0}}""", true)]
    [InlineData("""{"prompt":"tell me the whole story","max_gen_len":0}""", true)]
    [InlineData("""{"message":"tell me the whole story","max_tokens":0,"chat_history":[]}""", true)]
    [InlineData("""{"text_prompts":[{"text":"tell me the whole story","weight":1}],"max_tokens":0}""", true)]
    [InlineData("""{"texts":["tell me the whole story"],"input_type":"search_query"}""", false)]
    [InlineData("""{"inferenceConfig":{"maxTokens":0},"messages":[{"content":[{"text":"tell me the whole story"}],"role":"user"},{"content":[{"text":"{"}],"role":"assistant"}]}""", true)]
    public async Task Requests_of_every_vendor_have_their_words_and_limits(string body, bool limited)
    {
        var start = Converse.IndexOf("\"inputBodyJson\":", StringComparison.Ordinal) + "\"inputBodyJson\":".Length;
        var end = Converse.IndexOf(",\"inputTokenCount\"", StringComparison.Ordinal);
        var (store, reports) = await AbuseLogs.ReadAsync(AbuseLogs.File("a", Converse[..start] + body + Converse[end..]));
        Assert.Equal(0, reports[0].BadRecords);
        var row = Assert.Single(store.Rows()).Row;
        Assert.Equal((1, 1, limited ? 1 : 0), (row.Calls, row.Prompts, row.BadMax));
    }

    [Theory]
    [InlineData("""[{"type":"message_start","message":{"usage":{"input_tokens":11,"output_tokens":1}}},{"usage":{"output_tokens":42}}]""")]
    [InlineData("""[{"chunk":1},{"amazon-bedrock-invocationMetrics":{"inputTokenCount":11,"outputTokenCount":42}}]""")]
    [InlineData("""{"usage":{"inputTokens":11, "outputTokens" : 42,"totalTokens":53}}""")]
    public async Task A_stream_that_is_logged_without_counts_has_them_at_its_end(string output)
    {
        var text = Converse.Replace(""","inputTokenCount":20,"cacheReadInputTokenCount":5""", "", StringComparison.Ordinal).Replace("""{"stopReason":"end_turn"},"outputTokenCount":30""", output, StringComparison.Ordinal);
        var (store, _) = await AbuseLogs.ReadAsync(AbuseLogs.File("a", text));
        var row = Assert.Single(store.Rows()).Row;
        Assert.Equal((11, 42), (row.InTokens, row.OutTokens));
    }

    [Theory]
    [InlineData("""{"awsAccountId":"111122223333","digestStartTime":"2026-10-11T12:00:00Z","digestEndTime":"2026-10-11T13:00:00Z","logFiles":[{"s3Bucket":"b","newestEventTime":"2026-10-11T12:59:00Z"}]}""")]
    [InlineData("""{"Records":[{"eventVersion":"1.09","eventTime":"2026-10-11T12:00:00Z","awsRegion":"us-east-1","eventType":"AwsCloudTrailInsight","insightDetails":{"state":"Start","eventSource":"bedrock.amazonaws.com","eventName":"InvokeModel"},"eventCategory":"Insight"}]}""")]
    [InlineData("""{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}""")]
    [InlineData("""{"eventVersion":"1.11","eventTime":"2026-10-11T12:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","userIdentity":{"type":"AWSService"}}""")]
    public async Task What_lies_beside_calls_is_neither_a_call_nor_bad(string text)
    {
        var (store, reports) = await AbuseLogs.ReadAsync(AbuseLogs.File("a", text));
        Assert.Equal((0, 1, (string?)null), (reports[0].BadRecords, reports[0].Elsewhere, reports[0].Damage));
        Assert.Empty(store.Rows());
    }

    [Fact]
    public async Task Records_that_other_services_hand_on_are_the_same_records()
    {
        foreach (var text in new[] { $$"""{"version":"0","detail-type":"AWS API Call via CloudTrail","source":"aws.bedrock","detail":{{Event}}}""", $$"""[{"@timestamp":"2026-10-11","@message":{{System.Text.Json.JsonSerializer.Serialize(Event)}}}]""", $$"""[{"@message":{{Event}}}]""" })
        {
            var (store, reports) = await AbuseLogs.ReadAsync(AbuseLogs.File("a", text));
            Assert.Equal(0, reports[0].BadRecords);
            Assert.Equal("arn:aws:iam::111122223333:user/bob", Assert.Single(store.Rows()).Key.Principal);
        }
    }

    [Theory]
    [InlineData("""{"category":"RequestResponse","time":"2026-10-11T12:15:04.1234567Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.COGNITIVESERVICES/ACCOUNTS/AOAI","operationName":"ChatCompletions_Create","callerIpAddress":"81.2.69.***","resultSignature":"429","durationMs":-5,"properties":PROPERTIES}""")]
    [InlineData("""{"Category":"RequestResponse","TimeGenerated":"2026-10-11T12:15:04Z","ResourceId":"/subscriptions/s/resourcegroups/r/providers/microsoft.cognitiveservices/accounts/aoai","OperationName":"ChatCompletions_Create","CallerIPAddress":"81.2.69.***","ResultSignature":429,"properties_s":PROPERTIES}""")]
    public async Task Azure_diagnostics_come_as_lines_or_an_array_and_properties_as_text_or_object(string record)
    {
        const string Properties = """{"objectId":"o-1","modelName":"gpt-4o","modelDeploymentName":"chat","requestLength":100,"responseLength":200}""";
        foreach (var properties in new[] { Properties, System.Text.Json.JsonSerializer.Serialize(Properties) })
        {
            var one = record.Replace("PROPERTIES", properties, StringComparison.Ordinal);
            foreach (var text in new[] { one, $$"""{"records":[{{one}}]}""", $$"""{ "records" : [ {{one}} ] }""" + "\r\n", $"[{one}]" })
            {
                var (store, reports) = await AbuseLogs.ReadAsync(AbuseLogs.File("a", text));
                Assert.Equal(0, reports[0].BadRecords);
                var (key, row) = Assert.Single(store.Rows());
                Assert.Equal(("o-1", "gpt-4o", "81.2.69.0/24", "s"), (key.Principal, key.Model, key.Network, key.Account));
                Assert.Equal((1, 1, 300), (row.Calls, row.Throttled, row.Bytes));
            }
        }
    }

    [Fact]
    public async Task Rows_of_the_gateways_own_tables_are_joined_as_its_diagnostics_are()
    {
        const string Call = """{"TimeGenerated":"2026-10-11T12:15:04Z","Type":"ApiManagementGatewayLogs","CorrelationId":"c1","ApimSubscriptionId":"team-a","CallerIpAddress":"203.0.113.9","ResponseCode":200,"Region":"West Europe","BackendUrl":"https://x/openai/deployments/gpt/chat/completions","_ResourceId":"/subscriptions/s/g"}""";
        const string Tokens = """{"TimeGenerated":"2026-10-11T12:15:05Z","Type":"ApiManagementGatewayLlmLog","CorrelationId":"c1","PromptTokens":10,"CompletionTokens":20,"TotalTokens":30,"ModelName":"gpt-4o","DeploymentName":"gpt","_ResourceId":"/subscriptions/s/g"}""";
        var (store, reports) = await AbuseLogs.ReadAsync(AbuseLogs.File("a", Call + "\n" + Tokens));
        Assert.Equal(0, reports[0].BadRecords);
        var (key, row) = Assert.Single(store.Rows());
        Assert.Equal(("team-a", "gpt", 10L, 20L), (key.Principal, key.Model, row.InTokens, row.OutTokens));
    }

    [Fact]
    public async Task An_audit_log_that_bigquery_exports_is_read_as_the_log_itself()
    {
        const string Record = """{"timestamp":"2026-10-11 12:15:04.375773 UTC","resource":{"labels":{"project_id":"p"}},"protopayload_auditlog":{"serviceName":"aiplatform.googleapis.com","methodName":"google.cloud.aiplatform.v1.PredictionService.GenerateContent","resourceName":"projects/p/locations/us-central1/publishers/google/models/gemini-2.5-pro","authenticationInfo":{"principalEmail":"a@example.com"},"authorizationInfo":[{"permission":"aiplatform.endpoints.predict","granted":true}],"requestMetadata":{"callerIp":"203.0.113.9"}}}""";
        var (store, _) = await AbuseLogs.ReadAsync(AbuseLogs.File("a", Record));
        Assert.Equal(("a@example.com", "gemini-2.5-pro", "p", "203.0.113.0/24"), (Assert.Single(store.Rows()).Key is var key ? (key.Principal, key.Model, key.Account, key.Network) : default));
    }

    [Fact]
    public async Task Bad_lines_are_counted_and_never_fatal()
    {
        var text = string.Join('\n', "{ broken", Converse, "no json", """{"some":"other"}""", "", Converse.Replace("\"2026-10-11T12:15:04Z\"", "\"soon\"", StringComparison.Ordinal), "[1]", "\"text\"", "{\"timestamp\":{},\"modelId\":[],\"input\":3}", Converse);
        var (store, reports) = await AbuseLogs.ReadAsync(AbuseLogs.File("a", text));
        Assert.Equal(7, reports[0].BadRecords);
        Assert.Equal(1, reports[0].FirstBadRecord);
        Assert.Null(reports[0].Damage);
        Assert.Equal(2, Assert.Single(store.Rows()).Row.Calls);
    }

    [Fact]
    public async Task A_damaged_file_keeps_what_came_before_and_says_so()
    {
        var gzip = AbuseLogs.Gzip(string.Join('\n', Enumerable.Repeat(Converse, 3000)));
        var (store, reports) = await AbuseLogs.ReadAsync(
            AbuseLogs.File("cut.gz", gzip[..(gzip.Length / 2)]), AbuseLogs.File("no.gz", [0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]),
            AbuseLogs.File("cut.json", $$"""{"Records":[{{Event}},{"eventVersion":"""), AbuseLogs.File("table.parquet", "PAR1whatever"), AbuseLogs.File("empty", ""));
        Assert.NotNull(reports[0].Damage);
        Assert.NotNull(reports[1].Damage);
        Assert.Equal("the file is cut off", reports[2].Damage);
        Assert.Contains("Parquet", reports[3].Damage, StringComparison.Ordinal);
        Assert.Null(reports[4].Damage);
        Assert.Contains(store.Rows(), pair => pair.Key.Source == LogSource.CloudTrail);
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_passed_over()
    {
        var text = Event + "\n{\"x\":\"" + new string('a', RecordStream.MaxLength + 100) + "\"}\n" + Event + "\n";
        var (store, reports) = await AbuseLogs.ReadAsync(AbuseLogs.File("a", text));
        Assert.Equal(1, reports[0].BadRecords);
        Assert.Contains("16 MiB", reports[0].FirstBad, StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(store.Rows()).Row.Calls);
    }

    [Fact]
    public async Task A_bomb_is_refused()
    {
        using var stream = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(stream, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            Array.Fill(zeros, (byte)'\n');
            for (var i = 0; i < 100; i++)
            {
                gzip.Write(zeros);
            }
        }
        var (_, reports) = await AbuseLogs.ReadAsync(AbuseLogs.File("bomb.gz", stream.ToArray()));
        Assert.Contains("times its size", reports[0].Damage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_halves_of_a_gateway_request_are_joined_in_either_order()
    {
        const string Call = """{"category":"GatewayLogs","time":"2026-10-11T12:15:04Z","correlationId":"c1","callerIpAddress":"203.0.113.9","location":"West Europe","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.APIMANAGEMENT/SERVICE/GW","properties":{"apimSubscriptionId":"team-a","responseCode":200,"url":"https://gw/deployments/gpt/chat/completions?x=1"}}""";
        const string Tokens = """{"category":"GatewayLlmLogs","time":"2026-10-11T12:15:05Z","correlationId":"c1","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.APIMANAGEMENT/SERVICE/GW","properties":{"totalTokens":30,"promptTokens":10,"completionTokens":20,"modelName":"gpt","requestMessages":[{"role":"user","content":"one two three four"}]}}""";
        var chunk = Tokens.Replace("\"totalTokens\":30", "\"totalTokens\":0", StringComparison.Ordinal);
        foreach (var text in new[] { $"{Call}\n{chunk}\n{Tokens}", $"{Tokens}\n{chunk}\n{Call}" })
        {
            var (store, reports) = await AbuseLogs.ReadAsync(AbuseLogs.File("a", text));
            Assert.Equal(0, reports[0].BadRecords);
            var (key, row) = Assert.Single(store.Rows());
            Assert.Equal(("team-a", "gpt", "203.0.113.0/24"), (key.Principal, key.Model, key.Network));
            Assert.Equal((1, 10, 20), (row.Calls, row.InTokens, row.OutTokens));
            Assert.Equal(1, row.Distinct);
        }
        var (alone, _) = await AbuseLogs.ReadAsync(AbuseLogs.File("a", Tokens));
        Assert.Equal(Subject.KeyHolders, Assert.Single(alone.Rows()).Key.Subject);
    }

    [Theory]
    [InlineData("AWSLogs/endpoint-7/AllTraffic/2026/10/11/12/a.jsonl", "endpoint-7")]
    [InlineData("a.jsonl", "endpoint")]
    public async Task Data_capture_is_counted_by_the_endpoint_of_its_path(string file, string endpoint)
    {
        const string Record = """{"captureData":{"endpointInput":{"observedContentType":"text/csv","mode":"INPUT","data":"1,2,3,4","encoding":"CSV"},"endpointOutput":{"data":"{\"probabilities\":[0.5]}","encoding":"JSON"}},"eventMetadata":{"eventId":"e","inferenceTime":"2026-10-11T12:15:04Z"},"eventVersion":"0"}""";
        var (store, _) = await AbuseLogs.ReadAsync(AbuseLogs.File(file, Record + "\n" + Record.Replace("1,2,3,4", "1,2,3,5", StringComparison.Ordinal)));
        var (key, row) = Assert.Single(store.Rows());
        Assert.Equal((endpoint, Subject.Endpoint), (key.Model, key.Subject));
        Assert.Equal((2, 2, 2), (row.Calls, row.Distinct, row.Scores));
    }

    [Theory]
    [InlineData("81.2.69.***", "81.2.69.0/24")]
    [InlineData("203.0.113.9:4711", "203.0.113.0/24")]
    [InlineData("2001:db8:1:2::3", "2001:db8:1::/48")]
    [InlineData("bedrock.amazonaws.com", "bedrock.amazonaws.com")]
    [InlineData("", "")]
    public void Addresses_become_networks(string address, string network) => Assert.Equal(network, Callers.NetworkOf(address));

    [Theory]
    [InlineData("arn:aws:sts::1:assumed-role/app/i-0123", "arn:aws:sts::1:assumed-role/app")]
    [InlineData("arn:aws:sts::1:assumed-role/AWSReservedSSO_Dev_1/ann", "arn:aws:sts::1:assumed-role/AWSReservedSSO_Dev_1/ann")]
    [InlineData("arn:aws:sts::1:assumed-role/dev/ann@example.com", "arn:aws:sts::1:assumed-role/dev/ann@example.com")]
    [InlineData("arn:aws:iam::1:user/bob", "arn:aws:iam::1:user/bob")]
    public void Sessions_of_a_role_count_together_unless_they_are_people(string arn, string caller) => Assert.Equal(caller, Callers.OfArn(arn));

    [Theory]
    [InlineData("anthropic.claude-3-haiku-20240307-v1:0", "anthropic.claude-3-haiku-20240307-v1:0")]
    [InlineData("apac.anthropic.claude-3-5-sonnet-20241022-v2:0", "anthropic.claude-3-5-sonnet-20241022-v2:0")]
    [InlineData("arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-x-v1:0", "anthropic.claude-x-v1:0")]
    [InlineData("publishers/google/models/gemini-2.5-pro", "gemini-2.5-pro")]
    public void A_model_has_one_name(string id, string model) => Assert.Equal(model, Callers.ModelOf(id));

    [Fact]
    public async Task Memory_is_bounded_and_who_was_left_out_does_not_hang_on_the_order()
    {
        string[] lines = [.. Enumerable.Range(0, 400).Select(i => Converse.Replace("assumed-role/app/i-0123", $"assumed-role/app-{i}/x", StringComparison.Ordinal))];
        var kept = new List<string>();
        foreach (var order in new[] { lines, [.. lines.Reverse()] })
        {
            var store = new FeatureStore(memoryBudget: 200_000);
            await LogReading.ReadAsync([.. order.Chunk(37).Select((chunk, i) => AbuseLogs.File($"{i}", string.Join('\n', chunk)))], store, LogPeriod.All, 2, null, null, TestContext.Current.CancellationToken);
            Assert.InRange(store.LeftOut, 0.4, 0.99);
            Assert.True(store.Size <= 200_000);
            kept.Add(string.Join(' ', store.Callers.Select(caller => caller.Name)));
        }
        Assert.Equal(kept[0], kept[1]);
    }
}
